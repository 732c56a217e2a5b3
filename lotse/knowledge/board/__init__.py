"""The editors' board: what waits for them today, on one page."""
