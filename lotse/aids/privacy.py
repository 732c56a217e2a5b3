"""Personal data in aids: who works on a municipality's list, who proposed what, who is thanked."""

from lotse.lib.privacy import impersonal, personal

personal(
    "aids.Aid",
    "locked_by",
    "owner",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Hilfestellung aktuell hält oder gerade bearbeitet",
    retention="solange die Hilfestellung besteht",
    seen_by="Kompetenzteam",
)
personal(
    "aids.Aid",
    "internal_note",
    about="kann Namen aus dem Schriftwechsel enthalten",
    purpose="Absprachen der Redaktion",
    retention="solange die Hilfestellung besteht",
    seen_by="Kompetenzteam",
    left_out="Freitext des Teams; Namen darin sucht die Redaktion auf Anfrage von Hand",
)
impersonal(
    "aids.Aid",
    fields=(
        *("title", "slug", "summary", "who_for", "limits", "text", "change_note"),
        "withdrawn_reason",
    ),
    reason="Beschreibt ein Werkzeug; Namen einzelner Menschen nimmt die Redaktion heraus",
)
impersonal("aids.AidSource", reason="Verweist auf veröffentlichte Quellen")
personal(
    "aids.AidVersion",
    "made_by",
    about="Beschäftigte des Kompetenzteams",
    purpose="Wer eine Version veröffentlicht hat",
    retention="solange die Hilfestellung besteht",
    seen_by="Kompetenzteam",
)
personal(
    "aids.Credit",
    "person_name",
    about="Mitwirkende aus Kommunen, die zugestimmt haben",
    purpose="Nennung an der Hilfestellung",
    retention="bis die Einwilligung widerrufen wird",
    seen_by="alle, die die Hilfestellung sehen",
    owner="improvement__proposed_by",
)
personal(
    "aids.LocalCopy",
    "made_by",
    about="Beschäftigte der Kommune",
    purpose="Wer die Fassung angelegt hat und bei einer Rücknahme Bescheid bekommt",
    retention="solange die Fassung besteht",
    seen_by="die eigene Kommune",
)
personal(
    "aids.CopyPoint",
    "responsible",
    "changed_by",
    "note",
    about="Beschäftigte der Kommune",
    purpose="Wer einen Punkt erledigt und was dazu zu sagen ist",
    retention="solange die Fassung besteht",
    seen_by="die eigene Kommune",
)
personal(
    "aids.CopyEvent",
    "actor",
    about="Beschäftigte der Kommune",
    purpose="Nachvollziehen, wer was geändert hat",
    retention="solange die Fassung besteht",
    seen_by="die eigene Kommune",
)
personal(
    "aids.Improvement",
    "proposed_by",
    "decided_by",
    about="Beschäftigte der Kommune und des Kompetenzteams",
    purpose="Rückfragen und Antwort zu einem Vorschlag",
    retention="solange die Hilfestellung besteht",
    seen_by="Redaktion, Leitung",
)
impersonal("aids.Aid", fields=("definition",), reason="Formeln und Zahlen eines Rechners")
impersonal(
    "aids.AidVersion",
    fields=("title", "text", "definition", "change_note"),
    reason="Fassung eines Werkzeugs, wie sie veröffentlicht wurde",
)
impersonal("aids.Credit", fields=("contribution",), reason="Sagt, was jemand beigetragen hat")
impersonal(
    "aids.LocalCopy", fields=("title", "answers"), reason="Sagt, wofür eine Liste angelegt ist"
)
impersonal(
    "aids.CopyPoint",
    fields=("key", "section", "text", "office", "hint", "parent_text", "parent_hint"),
    reason="Punkte einer Checkliste",
)
impersonal("aids.CopyEvent", fields=("what",), reason="Sagt, was an einer Liste geschah")
impersonal(
    "aids.Improvement",
    fields=("key", "section", "before", "text", "hint", "reason", "answer"),
    reason="Vorschlag zu einem Werkzeug, ohne Namen",
)
