"""Personal data in submissions: who sends in, who releases, who of the team looks after it."""

from django.conf import settings

from lotse.lib.privacy import impersonal, personal

_TEAM = "Redaktion und Leitung"
_MONTHS = f"{settings.KEEP_SUBMISSION_MONTHS} Monate nach Ablehnung oder Zurückziehen"
_KEPT = f"solange das Beispiel zu lesen ist, sonst {_MONTHS}; nie Abgeschicktes 30 Tage"

personal(
    "knowledge.Submission",
    "person",
    "name",
    "office",
    "email",
    "phone",
    "raw_text",
    "benefit",
    "avoid",
    "links",
    about="Beschäftigte einer Kommune",
    purpose="Aus der Einsendung ein gutes Beispiel machen, rückfragen, den Stand mitteilen",
    retention=_KEPT,
    seen_by=_TEAM,
    owner="person",
    address="email",
)
personal(
    "knowledge.Submission",
    "owner",
    "settled_by",
    "public_facts_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Einsendung betreut oder entschieden hat",
    retention="solange die Einsendung besteht",
    seen_by=_TEAM,
)
personal(
    "knowledge.Submission",
    "triage_note",
    "rejection",
    about="kann Namen aus dem Schriftwechsel enthalten",
    purpose="Sichtung und Begründung",
    retention=_KEPT,
    seen_by="Redaktion und Leitung; den Grund liest auch die Kommune",
    address="email",
)
impersonal(
    "knowledge.Submission",
    fields=("key", "number", "public_facts_digest"),
    reason="Zufällige oder laufende Nummern und ein Fingerabdruck des Textes",
)
personal(
    "knowledge.SubmissionMessage",
    "author_name",
    "author_email",
    "subject",
    "text",
    "message_id",
    about="Beschäftigte einer Kommune",
    purpose="Schriftwechsel zu einer Einsendung",
    retention=_KEPT,
    seen_by="Redaktion, Leitung und wer die Einsendung geschickt hat",
    owner="submission__person",
    address="submission__email",
)
personal(
    "knowledge.SubmissionMessage",
    "author",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Rückfrage oder Notiz geschrieben hat",
    retention=_KEPT,
    seen_by=_TEAM,
)
personal(
    "knowledge.SubmissionFile",
    "name",
    "file",
    "credit",
    "alt_text",
    about="Beschäftigte einer Kommune und wer in einer Datei genannt oder abgebildet ist",
    purpose="Anlagen und Bilder eines Beispiels, mit Urheberschaft",
    retention=_KEPT,
    seen_by="Redaktion, Leitung und wer die Einsendung geschickt hat",
    owner="submission__person",
    address="submission__email",
)
impersonal(
    "knowledge.SubmissionFile",
    fields=("content_type", "sha256", "warnings", "finding", "scan_error"),
    reason="Art und Prüfung der Datei",
)
personal(
    "knowledge.ConsentRequest",
    "recipient",
    "answered_by",
    "answer_text",
    about="Wer in der Kommune einen Text freigibt",
    purpose="Nachweis der Freigabe",
    retention="solange das Beispiel zu lesen ist, danach mit der Einsendung anonymisiert",
    seen_by=_TEAM,
    address="recipient",
)
personal(
    "knowledge.ConsentRequest",
    "asked_by",
    "recorded_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer um Freigabe gebeten oder eine Antwort eingetragen hat",
    retention="solange die Einsendung besteht",
    seen_by=_TEAM,
)
impersonal(
    "knowledge.ConsentRequest",
    fields=("digest",),
    reason="Fingerabdruck des Textes, der freigegeben wurde",
)
personal(
    "knowledge.Picture",
    "credit",
    "consent_note",
    about="Wer ein Bild gemacht oder erlaubt hat",
    purpose="Urheberschaft am Bild nennen; Nachweis der Einwilligung",
    retention="solange das Bild am Beispiel steht",
    seen_by="Urheberschaft: alle, die das Beispiel sehen; Einwilligung: Kompetenzteam",
    left_out="Freitext der Redaktion; Namen darin sucht sie auf Anfrage von Hand",
)
impersonal(
    "knowledge.Picture",
    fields=("alt_text", "caption"),
    reason="Sagt, was auf dem Bild zu sehen ist, ohne Namen",
)
