"""Personal data about addresses."""

from lotse.lib.privacy import impersonal, personal

personal(
    "links.Link",
    "address",
    about="Ansprechstellen in veröffentlichten Einträgen; möglichst Funktionspostfächer",
    purpose="Ob Adressen gehen und wo sie stehen",
    retention="solange die Adresse in einem veröffentlichten Eintrag steht",
    seen_by="Redaktion, Leitung",
    left_out="Abgeleitet aus Einträgen, die selbst im Verzeichnis stehen",
)
personal(
    "links.Link",
    "ignored_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Adresse zurückgestellt hat",
    retention="solange die Adresse in einem veröffentlichten Eintrag steht",
    seen_by="Redaktion, Leitung",
)
personal(
    "links.Replacement",
    "made_by",
    "undone_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Adresse überall ersetzt oder das zurückgenommen hat",
    retention="dauerhaft, als Nachweis der Änderung",
    seen_by="Redaktion, Leitung",
)
personal(
    "links.Replacement",
    "old",
    "new",
    about="Ansprechstellen in veröffentlichten Einträgen",
    purpose="Was überall ersetzt wurde",
    retention="dauerhaft, als Nachweis der Änderung",
    seen_by="Redaktion, Leitung",
    left_out="Öffentliche Adressen ohne Bezug zu einem Konto; auf Anfrage von Hand",
)
impersonal(
    "links.Link",
    fields=("host", "error", "moved_to", "ignore_reason"),
    reason="Was die Prüfung einer Adresse ergab",
)
impersonal("links.LinkUse", "links.ReplacedRecord", reason="Welche Einträge eine Adresse nennen")
