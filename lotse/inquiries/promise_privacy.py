"""Personal data of promises, pauses, warnings and assignment."""

from lotse.inquiries.retention import INQUIRY_MONTHS
from lotse.lib.privacy import impersonal, personal

TEAM = "Beschäftigte des Kompetenzteams"
RETENTION = f"{INQUIRY_MONTHS} Monate nach Abschluss, dann anonymisiert"

personal(
    "inquiries.PromiseTerms",
    "created_by",
    about=TEAM,
    purpose="Wer Frist und Dienstzeiten geändert hat",
    retention="solange Lotse betrieben wird",
    seen_by="Leitung",
    owner="created_by",
)
personal(
    "inquiries.AnswerTarget",
    "set_by",
    "reason",
    about=TEAM,
    purpose="Wer einen Antworttermin zugesagt oder verschoben hat, und warum",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="set_by",
)
personal(
    "inquiries.Pause",
    "started_by",
    "detail",
    about=TEAM,
    purpose="Wer eine Frist angehalten hat und worauf gewartet wird",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="started_by",
)
personal(
    "inquiries.DueWarning",
    "person",
    "recipient",
    about=TEAM,
    purpose="Niemanden zweimal an dieselbe Frist erinnern",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="person",
)
personal(
    "inquiries.BreachCause",
    "given_by",
    "detail",
    about=TEAM,
    purpose="Warum eine Zusage nicht gehalten wurde",
    retention="dauerhaft; der Name geht mit dem Konto",
    seen_by="Fachreferate und Leitung",
    owner="given_by",
)
personal(
    "inquiries.AssignmentRule_people",
    "user",
    about=TEAM,
    purpose="Unter wem neue Anfragen verteilt werden",
    retention="bis die Regel geändert wird",
    seen_by="Leitung",
    owner="user",
)
personal(
    "inquiries.AutoAssignment",
    "person",
    about=TEAM,
    purpose="Wem eine Anfrage nach Regel zugewiesen war",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="person",
)
personal(
    "inquiries.Handover",
    "to",
    about=TEAM,
    purpose="Wer eine Anfrage in Vertretung bearbeitet",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="to",
)
impersonal(
    "inquiries.PromiseTerms",
    fields=("weekly", "land", "closed", "opened"),
    reason="Öffnungszeiten und Schließtage einer Dienststelle",
)
impersonal(
    "inquiries.AssignmentRule",
    fields=("people",),
    reason="Die Tabelle dazwischen ist beschrieben: AssignmentRule_people",
)
