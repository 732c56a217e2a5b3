from lotse.lib.privacy import impersonal, personal

impersonal(
    "search.Generation",
    "search.Term",
    "search.Record",
    "search.Passage",
    "search.RecordFacet",
    "search.PendingChange",
    reason="Abgeleitet aus Inhalten, die selbst im Verzeichnis stehen",
)
personal(
    "search.MissedQuestion",
    "text",
    "key",
    about="wen jemand in einer Suche nennt; wer gesucht hat, wird nicht gespeichert",
    purpose="Was die Plattform noch nicht beantwortet",
    retention="26 Wochen nach der letzten gleichen Suche",
    seen_by="Redaktion, Fachreferat, Leitung",
    left_out="Namen, Adressen und Nummern werden vor dem Speichern entfernt; es gibt keinen Bezug "
    "zu einer Person, nach dem sich suchen ließe",
)
personal(
    "search.MissedQuestion",
    "dismissed_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Frage von der Liste genommen hat",
    retention="26 Wochen nach der letzten gleichen Suche",
    seen_by="Kompetenzteam",
)
personal(
    "search.Promotion",
    "created_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Empfehlung angelegt hat",
    retention="solange die Empfehlung besteht",
    seen_by="Kompetenzteam",
)
impersonal("search.Promotion", fields=("words",), reason="Suchwörter, von der Redaktion gewählt")
impersonal("search.PromotionEntry", reason="Welche Einträge empfohlen sind")
