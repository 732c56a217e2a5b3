"""Personal data in knowledge: the contact of an example, and who of the team looks after what."""

from lotse.knowledge.submissions import privacy as submissions
from lotse.lib.privacy import impersonal, personal

__all__ = ["submissions"]

personal(
    "knowledge.Example",
    "contact_office",
    "contact_email",
    "contact_phone",
    "contact_hours",
    about="Ansprechstelle der Kommune; möglichst ein Funktionspostfach",
    purpose="Rückfragen anderer Kommunen",
    retention="bis zum Ablauf der Einwilligung oder bis das Beispiel zurückgezogen wird",
    seen_by="Mitglieder und Kompetenzteam",
    address="contact_email",
)
personal(
    "knowledge.Example",
    "checked_by",
    "locked_by",
    "owner",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer ein Beispiel geprüft hat, aktuell hält oder gerade bearbeitet",
    retention="solange das Beispiel besteht",
    seen_by="Kompetenzteam",
)
personal(
    "knowledge.Example",
    "internal_note",
    about="kann Namen aus dem Schriftwechsel enthalten",
    purpose="Absprachen der Redaktion",
    retention="solange das Beispiel besteht",
    seen_by="Kompetenzteam",
    left_out="Freitext des Teams; Namen darin sucht die Redaktion auf Anfrage von Hand",
)
personal(
    "knowledge.EasyVersion",
    "saved_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Fassung in Leichter Sprache geschrieben hat",
    retention="solange der Text besteht",
    seen_by="Redaktion, Leitung",
)
impersonal(
    "knowledge.EasyVersion",
    fields=("title", "text", "checked_by", "digest"),
    reason="Beschreibt eine Maßnahme in einfachen Worten; geprüft von einer Gruppe",
)
impersonal("knowledge.EasyText", reason="Welcher Eintrag einen Text in Leichter Sprache hat")
impersonal(
    "knowledge.Example",
    fields=(
        "code",
        "title",
        "slug",
        "what",
        "problem",
        "solution",
        "cost_basis",
        "capacity",
        "legal_basis",
        "legal_jurisdiction",
        "partners",
        "evidence_text",
        "limits",
        "lessons",
        "would_do_differently",
        "would_not_repeat",
        "evidence_by",
        "suits_size_classes",
        "suitable_if",
        "unsuitable_if",
        "note",
    ),
    reason="Beschreibt eine Maßnahme; Namen einzelner Menschen nimmt die Redaktion heraus",
)
impersonal(
    "knowledge.Step",
    "knowledge.Source",
    "knowledge.ListEntry",
    "knowledge.FacetSet",
    "knowledge.FormerAddress",
    "knowledge.Edition",
    reason="Teile und Ableitungen eines Beispiels",
)
personal(
    "knowledge.Answer",
    "owner",
    "locked_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Antwort aktuell hält oder gerade bearbeitet",
    retention="solange die Antwort besteht",
    seen_by="Kompetenzteam",
    owner="owner",
)
personal(
    "knowledge.Answer",
    "internal_note",
    about="kann Namen aus dem Schriftwechsel enthalten",
    purpose="Absprachen der Redaktion",
    retention="solange die Antwort besteht",
    seen_by="Kompetenzteam",
    left_out="Freitext des Teams; Namen darin sucht die Redaktion auf Anfrage von Hand",
)
impersonal(
    "knowledge.Answer",
    fields=("question", "slug", "short_answer", "long_answer"),
    reason="Frage und Antwort ohne Namen; Angaben zu Menschen werden vorher herausgenommen",
)
impersonal("knowledge.AnswerSource", reason="Verweis auf eine Quelle")
personal(
    "knowledge.Commission",
    "created_by",
    "taken_by",
    "settled_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer um einen Eintrag gebeten, ihn übernommen oder abgeschlossen hat",
    retention="solange der Auftrag besteht",
    seen_by="Fachreferate, Redaktion und Leitung",
    owner="taken_by",
)
impersonal(
    "knowledge.Commission",
    fields=(
        "title",
        "why",
        "record_kind",
        "record_title",
        "record_url",
        "origin_label",
        "origin_url",
        "drop_reason",
    ),
    reason="Sagt, was geschrieben werden soll, und nennt die Anfrage nur mit ihrer Nummer",
)
personal(
    "knowledge.Adoption",
    "contact_office",
    "contact_email",
    "contact_phone",
    about="Ansprechstelle einer übernehmenden Kommune; möglichst ein Funktionspostfach",
    purpose="Rückfragen anderer Kommunen",
    retention="bis zum Ablauf der Einwilligung oder 30 Tage nach dem Zurückziehen",
    seen_by="Mitglieder und Kompetenzteam",
    address="contact_email",
)
personal(
    "knowledge.Adoption",
    "declared_by",
    "note",
    about="Beschäftigte der Kommune",
    purpose="Wer die Übernahme eingetragen hat und nach dem Ergebnis gefragt wird; eigene Notizen",
    retention="solange die Übernahme besteht",
    seen_by="eigene Kommune und Kompetenzteam",
    owner="declared_by",
)
impersonal(
    "knowledge.Adoption",
    fields=("changes",),
    reason="Beschreibt, was eine Kommune anpasst; das Formular bittet, keine Namen zu nennen",
)
impersonal(
    "knowledge.AdoptionResult",
    fields=("text",),
    reason="Beschreibt, was aus einer Maßnahme wurde; das Formular bittet, keine Namen zu nennen",
)
impersonal("knowledge.AdoptionTally", reason="Nur Zahlen")
personal(
    "knowledge.PageFeedback",
    "reply_email",
    "text",
    "reply",
    about="Lesende, die eine Rückmeldung geben; die Adresse ist freiwillig",
    purpose="Seiten verbessern und auf Wunsch antworten",
    retention="Adresse bis 30 Tage nach der Antwort, höchstens 12 Monate; danach ohne Adresse",
    seen_by="Redaktion und Leitung",
    address="reply_email",
)
personal(
    "knowledge.PageFeedback",
    "owner",
    "replied_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer sich um eine Rückmeldung kümmert und wer geantwortet hat",
    retention="solange die Rückmeldung besteht",
    seen_by="Redaktion und Leitung",
    owner="owner",
)
impersonal(
    "knowledge.PageFeedback",
    fields=("record_kind", "record_title"),
    reason="Nennt die Seite, um die es geht",
)
personal(
    "knowledge.Fact",
    "owner",
    "locked_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Zahl oder Regel aktuell hält oder gerade bearbeitet",
    retention="solange die Angabe besteht",
    seen_by="Kompetenzteam",
    owner="owner",
)
personal(
    "knowledge.Fact",
    "internal_note",
    about="kann Namen aus dem Schriftwechsel enthalten",
    purpose="Absprachen der Redaktion",
    retention="solange die Angabe besteht",
    seen_by="Kompetenzteam",
    left_out="Freitext des Teams; Namen darin sucht die Redaktion auf Anfrage von Hand",
)
personal(
    "knowledge.FactVersion",
    "checked_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Fassung in ihrer Quelle geprüft hat",
    retention="solange die Angabe besteht",
    seen_by="Kompetenzteam",
    left_out="Name als Text ohne Verweis auf ein Konto; die Redaktion sucht ihn auf Anfrage",
)
impersonal("knowledge.Fact", fields=("code",), reason="Kennung einer Zahl oder Regel")
impersonal(
    "knowledge.FactVersion",
    fields=(
        "statement",
        "unit",
        "norm",
        "source_url",
        "source_title",
        "further_sources",
        "caveat",
        "bindingness",
    ),
    reason="Sagt, was gilt und wo es steht",
)
impersonal("knowledge.FactKey", "knowledge.FactUse", reason="Gegenstände und Verweise")
personal(
    "knowledge.Correction",
    "settled_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer sich um eine Nacharbeit gekümmert hat",
    retention="solange die Nacharbeit besteht",
    seen_by="Fachreferate, Redaktion und Leitung",
)
impersonal(
    "knowledge.Correction",
    fields=("fact_title", "before", "after", "record_kind", "record_title", "record_url"),
    reason="Nennt veröffentlichte Einträge und was sich an einer Angabe geändert hat",
)
impersonal("knowledge.GlossaryTerm", reason="Erklärt ein Wort")
personal(
    "knowledge.ReviewReminder",
    "person",
    about="Beschäftigte des Kompetenzteams",
    purpose="Damit niemand zweimal an dieselbe Wiedervorlage erinnert wird",
    retention="solange der Eintrag besteht",
    seen_by="niemand; die Erinnerung steht im Postausgang",
    owner="person",
)
impersonal("knowledge.ReviewReminder", fields=("record_kind",), reason="Nennt einen Eintrag")
personal(
    "knowledge.ReviewConfirmation",
    "confirmed_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer bestätigt hat, dass ein Eintrag noch stimmt",
    retention="solange der Eintrag besteht",
    seen_by="Kompetenzteam",
    owner="confirmed_by",
)
impersonal(
    "knowledge.ReviewConfirmation",
    fields=("record_kind", "record_title"),
    reason="Nennt einen veröffentlichten Eintrag",
)
personal(
    "knowledge.Check",
    "published_by",
    "checked_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer allein veröffentlicht und wer als zweite Person geprüft hat",
    retention="solange der Eintrag besteht",
    seen_by="Redaktion und Leitung",
)
impersonal(
    "knowledge.Check",
    fields=("record_kind", "record_title"),
    reason="Nennt einen veröffentlichten Eintrag",
)
impersonal("knowledge.CheckReminder", reason="Nennt eine Prüfung und wann an sie erinnert wurde")
personal(
    "knowledge.SheetImport",
    "created_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Tabelle eingelesen hat",
    retention="solange das Einlesen in der Liste steht",
    seen_by="Redaktion",
)
personal(
    "knowledge.SheetRow",
    "cells",
    "title",
    "problems",
    about="kann Namen aus der Tabelle einer Kommune enthalten",
    purpose="Vorschau, bevor daraus Entwürfe werden",
    retention="Zellen bis zum Einlesen; nicht eingelesene Tabellen 30 Tage",
    seen_by="Redaktion",
    left_out="Freitext; Namen darin sucht die Redaktion auf Anfrage von Hand",
)
impersonal(
    "knowledge.SheetImport",
    fields=("name", "header", "mapping"),
    reason="Dateiname und Überschriften einer Tabelle",
)
impersonal(
    "knowledge.SheetRow",
    fields=("duplicate_title", "duplicate_url", "similar_title", "similar_url"),
    reason="Titel und Adresse eines Beispiels",
)
personal(
    "knowledge.Mirror",
    "taken_by",
    "kept_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer ein Beispiel von anderswo übernommen und über Änderungen dort entschieden hat",
    retention="solange das Beispiel besteht",
    seen_by="Redaktion und Leitung",
)
impersonal(
    "knowledge.Mirror",
    fields=(
        "address",
        "page_url",
        "origin_name",
        "licence",
        "fingerprint",
        "content",
        "found",
        "found_fingerprint",
        "error",
    ),
    reason="Ein öffentliches Beispiel einer anderen Stelle, woher es ist und unter welcher Lizenz",
)
personal(
    "knowledge.Remark",
    "author",
    "settled_by",
    "text",
    about="Beschäftigte des Kompetenzteams und der Mitglieder, die etwas zu einer Stelle sagen",
    purpose="Einträge gemeinsam besser machen",
    retention="solange der Eintrag besteht",
    seen_by="Redaktion und Leitung; wer vorschlägt, die eigenen",
    owner="author",
)
impersonal(
    "knowledge.Remark",
    fields=("record_kind", "record_title", "column", "passage", "proposal", "reason", "outcome"),
    reason="Nennt eine Stelle und einen anderen Wortlaut dafür",
)
personal(
    "knowledge.RemarkReply",
    "author",
    "text",
    about="Beschäftigte des Kompetenzteams",
    purpose="Einträge gemeinsam besser machen",
    retention="solange der Eintrag besteht",
    seen_by="Redaktion und Leitung",
    owner="author",
)
impersonal("knowledge.LanguageScore", reason="Misst, wie schwer ein Eintrag zu lesen ist")
