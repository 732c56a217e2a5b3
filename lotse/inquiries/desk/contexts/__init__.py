"""Exactly what the pages of the desk show, so that templates decide and query nothing."""
