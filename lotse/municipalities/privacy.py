from lotse.lib.privacy import impersonal

impersonal(
    "municipalities.Land",
    "municipalities.KoenigsteinShare",
    "municipalities.Municipality",
    reason="Amtliches Verzeichnis der Gemeinden und Kreise",
)
impersonal("municipalities.MailDomain", reason="Maildomäne einer Verwaltung")
