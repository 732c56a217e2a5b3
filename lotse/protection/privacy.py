"""Personal data about data protection itself."""

from lotse.lib.privacy import impersonal, personal

STAFF = "Leitung und Betrieb"

personal(
    "protection.Hold",
    "key",
    "reason",
    about="Menschen, über die Daten länger gebraucht werden",
    purpose="Daten für ein laufendes Verfahren aufheben",
    retention="bis drei Jahre nach dem Ende",
    seen_by=STAFF,
    address="key",
)
personal(
    "protection.Hold",
    "placed_by",
    "lifted_by",
    about=STAFF,
    purpose="Wer das Löschen angehalten und wieder erlaubt hat",
    retention="bis drei Jahre nach dem Ende",
    seen_by=STAFF,
)
personal(
    "protection.DataExport",
    "person",
    "address",
    "identity_note",
    about="Menschen, die Auskunft verlangt haben",
    purpose="Auskunft erteilen und belegen (Art. 15 DSGVO)",
    retention="30 Tage; die Datei sieben Tage",
    seen_by="die Person selbst, Leitung, Betrieb",
    owner="person",
    address="address",
)
personal(
    "protection.DataExport",
    "file",
    about="Menschen, die Auskunft verlangt haben",
    purpose="Auskunft erteilen (Art. 15 DSGVO)",
    retention="sieben Tage",
    seen_by="die Person selbst, Leitung, Betrieb",
    left_out="Die Datei ist die Auskunft selbst.",
)
personal(
    "protection.DataExport",
    "requested_by",
    about=STAFF,
    purpose="Wer die Auskunft veranlasst hat",
    retention="30 Tage",
    seen_by=STAFF,
)
personal(
    "protection.ErasureRequest",
    "address",
    "reason",
    "obstacle",
    about="Menschen, die ihre Löschung verlangt haben",
    purpose="Löschung ausführen (Art. 17 DSGVO)",
    retention="bis sie ausgeführt ist",
    seen_by=STAFF,
    address="address",
)
personal(
    "protection.ErasureRequest",
    "requested_by",
    about=STAFF,
    purpose="Wer die Löschung eingetragen hat",
    retention="drei Jahre",
    seen_by=STAFF,
)
impersonal("protection.ErasureRequest", fields=("counts",), reason="Anzahlen")
impersonal("protection.RetentionRun", reason="Anzahlen je Lauf")
