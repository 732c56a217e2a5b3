"""Personal data about webhooks."""

from lotse.lib.privacy import impersonal, personal

personal(
    "webhooks.Webhook",
    "created_by",
    "name",
    "url",
    "disabled_reason",
    about="Beschäftigte des Kompetenzteams und der Technik",
    purpose="Wer die Benachrichtigung eingerichtet hat und wohin sie geht",
    retention="solange der Webhook besteht",
    seen_by="Leitung, Betrieb",
    owner="created_by",
)
impersonal(
    "webhooks.Webhook",
    fields=("sealed_secret", "events"),
    reason="Verschlüsselter Schlüssel und Auswahl der Ereignisse",
)
impersonal(
    "webhooks.Delivery",
    reason="Aktenzeichen, Ereignis, Zeit und Adresse der Seite; keine Angaben über Menschen",
)
impersonal("webhooks.Cursor", reason="Wie weit ein Verlauf gemeldet ist")
