"""PostgreSQL whose tests may empty guarded tables: see ``base.py``."""
