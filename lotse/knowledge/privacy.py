"""Personal data in knowledge: the contact of an example, nothing else."""

from lotse.lib.privacy import impersonal, personal

personal(
    "knowledge.Example",
    "contact_office",
    "contact_email",
    "contact_phone",
    about="Ansprechstelle der Kommune; möglichst ein Funktionspostfach",
    purpose="Rückfragen anderer Kommunen",
    retention="bis zum Ablauf der Einwilligung oder bis das Beispiel zurückgezogen wird",
    seen_by="Mitglieder und Kompetenzteam",
)
personal(
    "knowledge.Example",
    "checked_by",
    "locked_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer ein Beispiel geprüft hat oder gerade bearbeitet",
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
)
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
    reason="Teile und Ableitungen eines Beispiels",
)
