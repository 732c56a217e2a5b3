from lotse.lib.privacy import impersonal

impersonal(
    "search.Generation",
    "search.Term",
    "search.Record",
    "search.Passage",
    "search.RecordFacet",
    "search.PendingChange",
    reason="Abgeleitet aus Inhalten, die selbst im Verzeichnis stehen; Suchanfragen werden nicht "
    "gespeichert",
)
