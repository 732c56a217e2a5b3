"""Examples that municipalities send in: form, mail, triage, release, and what became of them."""
