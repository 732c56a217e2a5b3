from django.urls import path

from lotse.inquiries.desk import urls_cases, urls_promises, urls_radar, urls_writing
from lotse.inquiries.desk.views import actions, composer, files, inquiry, mail, quarantine, queue

app_name = "desk"
_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("uebernehmen/", actions.take_from_queue, name="take"),
    path(_NUMBER, inquiry.inquiry, name="inquiry"),
    path(f"{_NUMBER}quellen/", inquiry.sources, name="sources"),
    path(f"{_NUMBER}entwurf/", composer.draft, name="draft"),
    path(f"{_NUMBER}zitieren/", composer.cite, name="cite"),
    path(f"{_NUMBER}zitat-entfernen/", composer.uncite, name="uncite"),
    path(f"{_NUMBER}antwort-uebernehmen/", composer.reuse, name="reuse"),
    path(f"{_NUMBER}vorschau/", composer.preview, name="preview"),
    path(f"{_NUMBER}senden/", composer.send, name="send"),
    path(f"{_NUMBER}zwischenstand/", composer.interim, name="interim"),
    path(f"{_NUMBER}notiz/", composer.note, name="note"),
    path(f"{_NUMBER}mir-zuweisen/", actions.take, name="take_inquiry"),
    path(f"{_NUMBER}zuweisen/", actions.assign, name="assign"),
    path(f"{_NUMBER}einordnen/", actions.route, name="route"),
    path(f"{_NUMBER}kommune/", actions.municipality, name="municipality"),
    path(f"{_NUMBER}abschliessen/", actions.close, name="close"),
    path(f"{_NUMBER}wieder-oeffnen/", actions.reopen, name="reopen"),
    *urls_promises.urlpatterns,
    *urls_writing.urlpatterns,
    *urls_radar.urlpatterns,
    *urls_cases.urlpatterns,
    path("anlagen/<int:pk>/", files.attachment, name="attachment"),
    path("nachrichten/<int:pk>/original/", files.original, name="original"),
    path("nachrichten/<int:pk>/mail/", mail.message_mail, name="message_mail"),
    path("nachrichten/<int:pk>/html/", mail.message_html, name="message_html"),
    path(f"{_NUMBER}weiterleitung/", mail.decide_forwarding, name="forwarding"),
    path("quarantaene/<int:pk>/html/", mail.quarantined_html, name="quarantined_html"),
    path("quarantaene/", quarantine.waiting, name="quarantine"),
    path("quarantaene/<int:pk>/", quarantine.mail, name="quarantined"),
    path("quarantaene/<int:pk>/original/", files.quarantined_original, name="quarantined_original"),
    path("quarantaene/<int:pk>/zuordnen/", quarantine.attach, name="quarantine_attach"),
    path("quarantaene/<int:pk>/neue-anfrage/", quarantine.open_inquiry, name="quarantine_open"),
    path("quarantaene/<int:pk>/verwerfen/", quarantine.discard, name="quarantine_discard"),
    path("quarantaene/<int:pk>/zurueckholen/", quarantine.restore, name="quarantine_restore"),
]
