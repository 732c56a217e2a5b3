"""Personal data on pages of the portal."""

from lotse.lib.privacy import impersonal, personal

personal(
    "portal.StandardPage",
    "body",
    about="Verantwortliche, die Impressum und Datenschutzerklärung nennen müssen",
    purpose="Pflichtangaben",
    retention="solange die Person verantwortlich ist",
    seen_by="alle",
    left_out="steht öffentlich auf der Seite",
)
impersonal("portal.StandardPage", fields=("teaser",), reason="Kurzfassung einer Seite")
personal(
    "portal.PressRelease",
    "body",
    about="Menschen, die sich öffentlich zitieren lassen",
    purpose="Unterrichtung der Öffentlichkeit",
    retention="dauerhaft, wie die Mitteilung",
    seen_by="alle",
    left_out="steht öffentlich auf der Seite",
)
impersonal("portal.PressRelease", fields=("teaser",), reason="Kurzfassung einer Mitteilung")
impersonal("portal.NewsPage", "portal.MeasurementPage", reason="Texte der Redaktion über Sachen")
