"""Personal data in inquiries."""

from lotse.inquiries import desk_privacy, promise_privacy, radar_privacy
from lotse.inquiries.retention import INQUIRY_MONTHS, UPLOAD_HOURS
from lotse.lib.privacy import impersonal, personal

ASKERS = "Fragende aus Kommunen"
TEAM = "Beschäftigte des Kompetenzteams"
RETENTION = f"{INQUIRY_MONTHS} Monate nach Abschluss, dann anonymisiert"
DESK = "Fachreferate und Leitung; die fragende Person auf ihrer Statusseite"

personal(
    "inquiries.Inquiry",
    "asker_name",
    "asker_email",
    "asker_phone",
    "asker",
    about=ASKERS,
    purpose="Antworten, Rückfragen, Zuordnung zur Kommune",
    retention=RETENTION,
    seen_by=DESK,
    owner="asker",
    address="asker_email",
)
personal(
    "inquiries.Inquiry",
    "subject",
    about=ASKERS,
    purpose="Gegenstand der Anfrage",
    retention=RETENTION,
    seen_by=DESK,
    owner="asker",
    address="asker_email",
)
personal(
    "inquiries.Inquiry",
    "owner",
    about=TEAM,
    purpose="Wer die Anfrage bearbeitet",
    retention=RETENTION,
    seen_by=DESK,
    owner="owner",
)
personal(
    "inquiries.Inquiry",
    "harvest_reason",
    about=TEAM,
    purpose="Warum aus der Antwort Wissen wurde oder nicht",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    left_out="Entscheidung des Teams über seine Antwort, nicht über die Person",
)
personal(
    "inquiries.Message",
    "author",
    "author_name",
    "author_email",
    about="Fragende und Beschäftigte des Kompetenzteams",
    purpose="Wer was geschrieben hat",
    retention=RETENTION,
    seen_by=DESK,
    owner="author",
    address="author_email",
)
personal(
    "inquiries.Message",
    "subject",
    "text",
    "full_text",
    about="Fragende und wer in ihren Texten vorkommt",
    purpose="Beantworten der Anfrage",
    retention=RETENTION,
    seen_by="wie die Anfrage; interne Notizen nur Fachreferate und Leitung",
    owner="inquiry__asker",
    # What the team wrote about the inquiry among itself is not the asker's.
    only=(("kind__in", ("question", "followUp")),),
    address="inquiry__asker_email",
)
personal(
    "inquiries.Attachment",
    "name",
    "file",
    about="Fragende und wer in ihren Anlagen vorkommt",
    purpose="Beantworten der Anfrage",
    retention=RETENTION,
    seen_by=DESK,
    owner="message__inquiry__asker",
    only=(("message__kind__in", ("question", "followUp")),),
    address="message__inquiry__asker_email",
)
personal(
    "inquiries.Upload",
    "name",
    "file",
    about="Fragende und wer in ihren Anlagen vorkommt",
    purpose="Beantworten der Anfrage",
    retention=f"{UPLOAD_HOURS} Stunden",
    seen_by=DESK,
    left_out="einen Tag lang ohne Bezug zu einer Person, bis das Formular abgeschickt ist",
)
personal(
    "inquiries.Draft",
    "author",
    "text",
    about=TEAM,
    purpose="Angefangene Antwort nicht verlieren",
    retention="bis die Antwort abgeschickt ist",
    seen_by="wer sie schreibt; geteilt auch Fachreferate und Leitung",
    owner="author",
)
personal(
    "inquiries.Draft",
    "reader",
    "released_by",
    "returned_by",
    "returned_reason",
    about=TEAM,
    purpose="Vier-Augen-Prinzip: wer gegenliest, freigibt oder zurückgibt",
    retention="bis die Antwort abgeschickt ist",
    seen_by="Fachreferate und Leitung",
)
personal(
    "inquiries.DraftComment",
    "author",
    "text",
    about=TEAM,
    purpose="Anmerkungen zu einem geteilten Entwurf",
    retention="bis die Antwort abgeschickt ist",
    seen_by="Fachreferate und Leitung",
    owner="author",
)
personal(
    "inquiries.ReplyDetails",
    "summary_of_question",
    "next_step",
    about="Fragende und wer in ihren Texten vorkommt",
    purpose="Sagen, wie die Frage verstanden wurde und was als Nächstes geschieht",
    retention=RETENTION,
    seen_by=DESK,
    owner="message__inquiry__asker",
)
personal(
    "inquiries.ReplyDetails",
    "reviewed_by",
    about=TEAM,
    purpose="Wer die Antwort freigegeben hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="reviewed_by",
)
personal(
    "inquiries.UndoWindow",
    "facts",
    "merged",
    "draft",
    about="Fragende und Beschäftigte des Kompetenzteams",
    purpose="Eine gesendete Antwort kurz zurücknehmen können",
    retention="höchstens 15 Minuten",
    seen_by="wer sie geschrieben hat",
    left_out="besteht höchstens 15 Minuten und wiederholt nur die Anfrage",
)
personal(
    "inquiries.ScheduledReply",
    "author",
    "reviewer",
    "text",
    "held_detail",
    about="Fragende und Beschäftigte des Kompetenzteams",
    purpose="Antwort zu einem geplanten Zeitpunkt senden",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="author",
)
personal(
    "inquiries.Event",
    "actor",
    "detail",
    about=TEAM,
    purpose="Nachvollziehen, wer wann was entschieden hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="actor",
)
personal(
    "inquiries.Forwarding",
    "original_name",
    "original_email",
    "forwarder_name",
    "forwarder_email",
    "decided_by",
    about="Fragende, deren Mail eine andere Stelle weitergeleitet hat, und wer sie weiterleitete",
    purpose="Die Antwort erreicht, wer gefragt hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="inquiry__asker",
    address="original_email",
)
impersonal("inquiries.Citation", reason="Verweis auf einen veröffentlichten Inhalt")
impersonal(
    "inquiries.Inquiry",
    fields=("number", "form_key"),
    reason="Aktenzeichen und zufälliger Schlüssel gegen doppeltes Abschicken",
)
impersonal(
    "inquiries.Message", fields=("message_id",), reason="Kennung, die ein Rechner vergeben hat"
)
impersonal(
    "inquiries.Attachment",
    fields=("content_type", "sha256", "warnings", "finding", "scan_error"),
    reason="Art, Prüfwert und Prüfergebnis der Datei",
)
impersonal(
    "inquiries.Upload",
    fields=("key", "content_type", "sha256"),
    reason="Art, Prüfwert und Schlüssel der Datei",
)
personal(
    "inquiries.SavedView",
    "owner",
    "name",
    about=TEAM,
    purpose="Gespeicherte Ansichten der Anfragen",
    retention="bis sie gelöscht werden",
    seen_by="wer sie angelegt hat; geteilte das Fachreferat",
    owner="owner",
)
impersonal("inquiries.SavedView", fields=("query",), reason="Filter und Reihenfolge")
impersonal("inquiries.DefaultView", reason="Verweis auf eine gespeicherte Ansicht")
personal(
    "inquiries.BulkRun",
    "actor",
    about=TEAM,
    purpose="Gemeinsam Geändertes zurücknehmen können",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="actor",
)
impersonal(
    "inquiries.BulkRun",
    fields=("detail", "outcomes"),
    reason="Was gewählt wurde, Nummern der Anfragen und Verweise auf frühere Werte",
)
personal(
    "inquiries.Merge",
    "merged_by",
    about=TEAM,
    purpose="Zusammengeführtes wieder trennen können",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="merged_by",
)
impersonal(
    "inquiries.Merge",
    fields=("source_facts", "target_facts"),
    reason="Zeitpunkte der Frist vor dem Zusammenführen",
)
personal(
    "inquiries.Split",
    "split_by",
    about=TEAM,
    purpose="Nachvollziehen, wer eine Anfrage aufgeteilt hat",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung",
    owner="split_by",
)
impersonal("inquiries.Link", reason="Verweis zwischen zwei Anfragen")
impersonal("inquiries.KindProposal", reason="Vermutete Art der Anfrage mit erkanntem Wort")
for model in ("inquiries.Draft", "inquiries.ScheduledReply"):
    impersonal(
        model,
        fields=("citations", "details", "files"),
        reason="Verweise auf Inhalte und eigene Dateien, Sicherheit und Rechtsstand",
    )
impersonal("inquiries.Draft", fields=("released_digest",), reason="Prüfwert des Freigegebenen")
impersonal("inquiries.ReplyDetails", fields=("jurisdiction",), reason="Bund oder Land")
personal(
    "inquiries.RedactionDecision",
    "value",
    "replacement",
    "reason",
    about="Fragende und wer in ihren Texten vorkommt",
    purpose="Was geschwärzt wird, bevor andere aus einer Anfrage lernen",
    retention=RETENTION,
    seen_by="Fachreferate und Leitung; Redaktion, sobald ein Entwurf entstanden ist",
    owner="inquiry__asker",
)
personal(
    "inquiries.RedactionDecision",
    "decided_by",
    about=TEAM,
    purpose="Wer über eine Angabe entschieden hat",
    retention=RETENTION,
    seen_by="Fachreferate, Leitung und Redaktion",
    owner="decided_by",
)
impersonal(
    "inquiries.RedactionDecision", fields=("kind", "action"), reason="Art der Angabe, Entscheidung"
)
personal(
    "inquiries.Harvested",
    "made_by",
    about=TEAM,
    purpose="Wer aus einer Anfrage etwas für andere gemacht hat",
    retention="solange die Anfrage besteht",
    seen_by="Kompetenzteam",
    owner="made_by",
)
impersonal(
    "inquiries.Harvested",
    fields=("title", "record_kind", "how"),
    reason="Verweis auf einen Eintrag, dessen Text geschwärzt ist",
)
for model in ("inquiries.Feedback", "inquiries.Outcome"):
    personal(
        model,
        "text",
        about=ASKERS,
        purpose="Besser antworten; was andere davon lernen können",
        retention=RETENTION,
        seen_by="Fachreferate und Leitung",
        owner="inquiry__asker",
    )
impersonal("inquiries.Outcome", fields=("result",), reason="eine von vier Antworten")
personal(
    "inquiries.OutcomeRefusal",
    "address_hash",
    about=ASKERS,
    purpose="Nicht mehr nachfragen, wo das jemand nicht möchte",
    retention="auf Dauer, sonst fragten wir wieder; nur als Prüfwert, nicht als Adresse",
    seen_by="niemand",
    left_out="nur ein Prüfwert, aus dem sich keine Adresse lesen lässt",
)

# Describe their records by being imported.
__all__ = ["desk_privacy", "promise_privacy", "radar_privacy"]
