from lotse.lib.privacy import impersonal

impersonal(
    "usage.DayCount",
    reason="Wie oft eine Adresse an einem Tag aufgerufen wurde; keine IP-Adresse, kein Cookie, "
    "keine Kennung, keine Suchwörter",
)
