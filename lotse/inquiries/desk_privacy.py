"""Personal data of how the desk works together: presence, questions, checklists, time."""

from lotse.inquiries.retention import INQUIRY_MONTHS
from lotse.lib.privacy import impersonal, personal

TEAM = "Beschäftigte des Kompetenzteams"
RETENTION = f"{INQUIRY_MONTHS} Monate nach Abschluss, dann anonymisiert"

impersonal("inquiries.FourEyes", reason="Programmbereiche und Themen")
personal(
    "inquiries.Presence",
    "person",
    about=TEAM,
    purpose="Zeigen, wer eine Anfrage gerade bearbeitet; keine Aufzeichnung",
    retention="höchstens 12 Minuten",
    seen_by="Fachreferate und Leitung",
)
personal(
    "inquiries.Mention",
    "person",
    about=TEAM,
    purpose="Wer in einer Notiz genannt wurde, soll sie finden",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="person",
)
personal(
    "inquiries.TeamQuestion",
    "asked_by",
    "asked",
    "text",
    about=TEAM,
    purpose="Rückfragen im Team",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="asked_by",
)
personal(
    "inquiries.Checklist",
    "added_by",
    about=TEAM,
    purpose="Wer eine Checkliste hinzugefügt hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
)
impersonal("inquiries.Checklist", fields=("title",), reason="Name der Vorlage")
personal(
    "inquiries.ChecklistItem",
    "changed_by",
    about=TEAM,
    purpose="Wer einen Schritt erledigt hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
)
impersonal("inquiries.ChecklistItem", fields=("text",), reason="Schritt aus der Vorlage")
personal(
    "inquiries.TimeEntry",
    "person",
    about=TEAM,
    purpose="Aufwand einer Anfrage, selbst eingetragen; Auswertung nie nach Personen",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="person",
)
for model in ("inquiries.TextModule", "inquiries.Macro", "inquiries.ChecklistTemplate"):
    personal(
        model,
        "changed_by",
        *(() if model.endswith("Template") else ("owner",)),
        about=TEAM,
        purpose="Wem eine Vorlage gehört und wer sie geändert hat",
        retention="solange die Vorlage besteht",
        seen_by="Fachreferate und Leitung; eigene nur die Person selbst",
    )
impersonal("inquiries.TextModule", fields=("title", "keywords", "body"), reason="Vorlagentext")
impersonal(
    "inquiries.Macro",
    fields=("title", "note", "awaits", "harvest_reason"),
    reason="Vorlagentext",
)
personal(
    "inquiries.Macro",
    "assignee",
    about=TEAM,
    purpose="Wem ein Makro Anfragen zuweist",
    retention="solange das Makro besteht",
    seen_by="Fachreferate und Leitung",
)
impersonal("inquiries.ChecklistTemplate", fields=("title", "steps"), reason="Vorlagentext")
