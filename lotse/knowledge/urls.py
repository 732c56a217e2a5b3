from django.urls import path

from lotse.knowledge.views import answers, commissions, examples

app_name = "knowledge"
urlpatterns = [
    path("beispiele/", examples.example_list, name="list"),
    path("beispiele/<slug:slug>/", examples.example_detail, name="detail"),
    path("antworten/", answers.answer_list, name="answers"),
    path("antworten/<slug:slug>/", answers.answer_detail, name="answer"),
    path("auftraege/", commissions.commission_list, name="commissions"),
    path("auftraege/<int:pk>/uebernehmen/", commissions.take, name="take_commission"),
    path("auftraege/<int:pk>/erledigt/", commissions.finish, name="finish_commission"),
    path("auftraege/<int:pk>/verwerfen/", commissions.drop, name="drop_commission"),
    path("auftraege/<int:pk>/wieder-oeffnen/", commissions.reopen, name="reopen_commission"),
]
