"""German text to index terms. Pure: no Django."""
