"""Spreadsheets of good examples: read, mapped, checked by row, made drafts, taken back."""
