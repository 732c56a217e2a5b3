"""SQLite for several writing processes: see ``base.py``."""
