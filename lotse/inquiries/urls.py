from django.urls import include, path

from lotse.inquiries.views import ask, feedback, own, status

app_name = "inquiries"
urlpatterns = [
    path("arbeitsplatz/", include("lotse.inquiries.desk.urls")),
    path("fragen/", own.own, name="own"),
    path("fragen/neu/", ask.start, name="ask"),
    path("fragen/neu/frage/", ask.question, name="ask_question"),
    path("fragen/neu/treffer/", ask.finds, name="ask_finds"),
    path("fragen/neu/rueckmeldung/", ask.contact, name="ask_contact"),
    path("fragen/neu/kommunen/", ask.places, name="ask_places"),
    path("fragen/neu/pruefen/", ask.check, name="ask_check"),
    path("fragen/<str:number>/bestaetigung/", ask.confirmation, name="confirmation"),
    path("rueckmeldung/ergebnis/<str:token>/", feedback.outcome, name="outcome"),
    path("rueckmeldung/abbestellen/<str:token>/", feedback.refuse_outcomes, name="outcome_refusal"),
    path("rueckmeldung/<str:token>/", feedback.feedback, name="feedback"),
    path("rueckmeldung/<str:token>/weiter/", feedback.ask_more, name="feedback_ask_more"),
    path("vorgang/neuer-link/", status.new_link, name="new_link"),
    path("vorgang/<str:token>/", status.status, name="status"),
    path("vorgang/<str:token>/anlagen/<int:pk>/", status.attachment, name="status_attachment"),
]
