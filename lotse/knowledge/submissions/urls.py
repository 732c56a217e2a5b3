from django.urls import path

from lotse.knowledge.submissions.views import deciding, following, putting_aside, triage, writing

app_name = "submissions"
_ONE = "einsendungen/<str:number>/"
urlpatterns = [
    path("beispiele/melden/", writing.story, name="story"),
    path("beispiele/melden/kommune/", writing.about, name="about"),
    path("beispiele/melden/unterlagen/", writing.files, name="files"),
    path("beispiele/melden/kontakt/", writing.sender, name="sender"),
    path("beispiele/melden/pruefen/", writing.check, name="check"),
    path("beispiele/melden/gesendet/", writing.sent, name="sent"),
    path("beispiele/melden/aehnliche/", writing.similar, name="similar"),
    path("beispiele/melden/orte/", writing.places, name="places"),
    path("beispiele/melden/sichern/", putting_aside.autosave, name="autosave"),
    path("beispiele/melden/spaeter/", putting_aside.later, name="later"),
    path("beispiele/melden/weiter/<str:token>/", putting_aside.resume, name="resume"),
    path("beispiele/melden/entwurf/<int:pk>/", putting_aside.open_draft, name="open_draft"),
    path("beispiele/melden/neu/", putting_aside.start_anew, name="start_anew"),
    path("beispiele/melden/eigene/", putting_aside.own, name="own"),
    path("beispiele/melden/bestaetigen/<str:token>/", writing.confirm, name="confirm"),
    path("einsendung/neuer-link/", following.new_link, name="new_link"),
    path("einsendung/<str:token>/", following.status, name="status"),
    path("einsendung/<str:token>/angaben/", following.complete, name="complete"),
    path("einsendung/<str:token>/datei/<int:pk>/", following.file, name="status_file"),
    path("freigabe/<str:token>/", following.consent, name="consent"),
    path("einsendungen/", triage.submission_list, name="list"),
    path(_ONE, triage.detail, name="detail"),
    path(f"{_ONE}datei/<int:pk>/", triage.file, name="file"),
    path(f"{_ONE}datei/<int:pk>/uebernehmen/", deciding.take_over_file, name="take_over_file"),
    path(f"{_ONE}uebernehmen/", deciding.take, name="take"),
    path(f"{_ONE}annehmen/", deciding.accept, name="accept"),
    path(f"{_ONE}ablehnen/", deciding.reject, name="reject"),
    path(f"{_ONE}gibt-es-schon/", deciding.mark_duplicate, name="mark_duplicate"),
    path(f"{_ONE}rueckfrage/", deciding.ask_back, name="ask_back"),
    path(f"{_ONE}notiz/", deciding.note, name="note"),
    path(f"{_ONE}wieder-oeffnen/", deciding.reopen, name="reopen"),
    path(f"{_ONE}freigabe/", deciding.ask_consent, name="ask_consent"),
    path(f"{_ONE}freigabe-eintragen/", deciding.record_consent, name="record_consent"),
    path(f"{_ONE}oeffentliche-angaben/", deciding.public_facts, name="public_facts"),
]
