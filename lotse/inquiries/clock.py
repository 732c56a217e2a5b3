"""The promise clock. Pure: no Django."""
