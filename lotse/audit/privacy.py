"""Personal data in the log."""

from lotse.lib.privacy import impersonal, personal

personal(
    "audit.AuditEntry",
    "actor_id",
    "origin",
    "reason",
    about="Beschäftigte des Kompetenzteams, der Mitglieder und der Technik",
    purpose="Nachweis, wer Rechte, Einstellungen und personenbezogene Daten angefasst hat",
    retention="24 Monate (LOTSE_KEEP_AUDIT_MONTHS)",
    seen_by="Leitung, Betrieb",
    owner="actor_id",
)
personal(
    "audit.AuditEntry",
    "subject",
    "before",
    "after",
    about="wie oben; Menschen stehen darin nur als Nummer",
    purpose="Nachweis, was geändert wurde",
    retention="24 Monate (LOTSE_KEEP_AUDIT_MONTHS)",
    seen_by="Leitung, Betrieb",
    owner="actor_id",
)
impersonal(
    "audit.AuditEntry", fields=("action", "seal"), reason="Kennwort der Handlung und Prüfwert"
)
impersonal("audit.AuditChain", reason="Anfang und Ende der Kette, Prüfwerte")
