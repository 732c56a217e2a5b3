"""Personal data of the radar, of group replies, recalls and suggestions."""

from lotse.inquiries.retention import INQUIRY_MONTHS
from lotse.lib.privacy import impersonal, personal

ASKERS = "Fragende aus Kommunen"
TEAM = "Beschäftigte des Kompetenzteams"
RETENTION = f"{INQUIRY_MONTHS} Monate nach Abschluss, dann anonymisiert"
DESK = "Fachreferate und Leitung; die fragende Person auf ihrer Statusseite"

personal(
    "inquiries.Trace",
    "words",
    about=ASKERS,
    purpose="Häufungen gleicher Fragen erkennen: einzelne Wörter der Frage",
    retention="90 Tage; in einer Häufung wie die Anfrage",
    seen_by="Fachreferate und Leitung",
    owner="inquiry__asker",
    address="inquiry__asker_email",
)
for model in ("inquiries.Removal", "inquiries.ClusterEvent"):
    personal(
        model,
        "actor",
        about=TEAM,
        purpose="Nachvollziehen, wer über eine Häufung entschieden hat",
        retention=RETENTION,
        seen_by="Fachreferate und Leitung",
        owner="actor",
    )
personal(
    "inquiries.Cluster",
    "dismissed_by",
    "dismissal_reason",
    about=TEAM,
    purpose="Nachvollziehen, wer eine Häufung verworfen hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="dismissed_by",
)
personal(
    "inquiries.GroupReply",
    "author",
    "text",
    about=TEAM,
    purpose="Mehrere Anfragen gemeinsam beantworten",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="author",
)
personal(
    "inquiries.GroupRecipient",
    "addition",
    about=ASKERS,
    purpose="Was in einer gemeinsamen Antwort nur diese Person liest",
    retention=RETENTION,
    seen_by=DESK,
    owner="inquiry__asker",
    address="inquiry__asker_email",
)
personal(
    "inquiries.Recall",
    "decided_by",
    "reason",
    about=TEAM,
    purpose="Nachvollziehen, wer über einen Rückruf entschieden hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="decided_by",
)
impersonal("inquiries.Trace", fields=("fingerprint",), reason="Zahlen zu Wortstämmen")
impersonal("inquiries.TraceTerm", reason="Wortstämme mit Gewicht")
impersonal("inquiries.Cluster", fields=("name", "words"), reason="Thema einer Häufung")
impersonal("inquiries.ClusterAlert", reason="Stufe und Zeitpunkt einer Benachrichtigung")
impersonal("inquiries.ClusterEvent", fields=("detail",), reason="Nummern und Namen von Häufungen")
impersonal("inquiries.RadarLock", reason="Sperre ohne Inhalt")
impersonal("inquiries.GroupReply", fields=("citations",), reason="Verweise auf Inhalte")
impersonal(
    "inquiries.GroupRecipient", fields=("skip_reason",), reason="Warum nichts gesendet wurde"
)
impersonal("inquiries.CitedSource", reason="Veröffentlichter Inhalt, wie er zitiert wurde")
impersonal(
    "inquiries.Recall",
    fields=("kind", "title", "url", "before", "after"),
    reason="Veröffentlichter Inhalt vor und nach einer Änderung",
)
personal(
    "inquiries.Dismissal",
    "actor",
    about=TEAM,
    purpose="Nachvollziehen, wer einen Vorschlag ausgeblendet hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="actor",
)
impersonal(
    "inquiries.Dismissal", fields=("kind", "title"), reason="Verweis auf einen Inhalt der Plattform"
)
impersonal(
    "inquiries.SuggestionSet",
    reason="Verweise auf Inhalte und Anfragen mit Ausschnitten; wird nach einem Tag entfernt und "
    "bei Bedarf neu errechnet",
)
