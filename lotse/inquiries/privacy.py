"""Personal data in inquiries."""

from lotse.inquiries import promise_privacy
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
        fields=("citations", "details"),
        reason="Verweise auf veröffentlichte Inhalte, Sicherheit und Rechtsstand",
    )
impersonal("inquiries.Draft", fields=("released_digest",), reason="Prüfwert des Freigegebenen")
impersonal("inquiries.ReplyDetails", fields=("jurisdiction",), reason="Bund oder Land")
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

# Describes its records by being imported.
__all__ = ["promise_privacy"]
