"""Personal data in mails."""

from lotse.lib.privacy import impersonal, personal

personal(
    "mail.InboundMail",
    "sender",
    "recipients",
    "raw",
    "from_address",
    "subject",
    about="Menschen, die an das Postfach schreiben, und wer in ihren Mails vorkommt",
    purpose="Nachweis, dass keine Anfrage verloren geht; Grundlage der Anfrage",
    retention="12 Monate",
    seen_by="Fachreferate und Leitung in der Quarantäne; Betrieb nur ohne Inhalt",
    address="from_address",
)
personal(
    "mail.InboundMail",
    "quarantine_reason",
    "quarantine_suggestion",
    "resolution",
    "last_error",
    about="wie oben; die Sätze können eine Adresse oder einen Namen nennen",
    purpose="Entscheidung über Mails, die sich nicht zuordnen lassen",
    retention="12 Monate",
    seen_by="Fachreferate und Leitung",
    address="from_address",
)
impersonal(
    "mail.InboundMail",
    fields=("source_id", "fingerprint", "sha256", "message_id"),
    reason="Kennungen, die Rechner vergeben; sie erkennen doppelte Zustellung",
)
personal(
    "mail.InboundMail",
    "authenticity",
    "protection",
    about="Menschen, die an das Postfach schreiben; Name und Adresse aus ihrem Zertifikat",
    purpose="Zeigen, ob eine Mail wirklich von der Person kommt, die als Absender dasteht",
    retention="12 Monate",
    seen_by="Fachreferate und Leitung",
    address="from_address",
)
personal(
    "mail.SuppressedAddress",
    "address",
    "reason",
    "lifted_by",
    about="Empfängerinnen und Empfänger, deren Adresse es nicht mehr gibt; wer sie freigegeben hat",
    purpose="Keine automatischen Mails an Adressen, die es nicht gibt",
    retention="12 Monate nach der letzten Meldung",
    seen_by="Betrieb, Fachreferate und Leitung",
    address="address",
)
impersonal("mail.SuppressedAddress", fields=("status",), reason="Kennzahl des Mailservers")
impersonal("mail.AutomaticCount", reason="Zählerstände; Adressen stehen nur als Prüfwert darin")
personal(
    "mail.OutgoingMail",
    "recipient",
    "copy_to",
    "sender_name",
    "subject",
    "text",
    "html",
    "files",
    about="Empfängerinnen und Empfänger von Antworten und Mitteilungen",
    purpose="Versand genau einmal, Nachweis der Antwort",
    retention="12 Monate",
    seen_by="Fachreferate und Leitung in der Anfrage; Betrieb im Postausgang, Anmeldemails niemand",
    address="recipient",
    # A mail that opens a door stays shut in an archive that may be copied.
    only=(("is_secret", False),),
)
personal(
    "mail.OutgoingMail",
    "server_answer",
    "bounce_reason",
    about="Empfängerinnen und Empfänger; Server nennen in der Antwort manchmal die Adresse",
    purpose="Fehlersuche beim Versand",
    retention="12 Monate",
    seen_by="Betrieb, Fachreferate und Leitung",
    address="recipient",
)
impersonal(
    "mail.OutgoingMail",
    fields=(
        "purpose",
        "reply_to",
        "message_id",
        "in_reply_to",
        "references",
        "unsubscribe_url",
    ),
    reason="Kennungen, die Rechner vergeben",
)
impersonal(
    "mail.Mailbox",
    fields=("name", "failed_uids", "leased_by", "last_error"),
    reason="Name und Zustand eines Funktionspostfachs",
)
impersonal("mail.MailProbe", reason="Zeiten und Kennung einer Mail an uns selbst")
