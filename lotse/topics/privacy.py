from lotse.lib.privacy import impersonal

impersonal("topics.Concept", "topics.Label", reason="Schlagwörter des Fachgebiets")
