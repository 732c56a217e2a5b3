from lotse.lib.privacy import impersonal

impersonal("operations.LoadedPart", reason="Prüfwert der geladenen Grunddaten")
