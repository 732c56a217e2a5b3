"""How easy a text is to read: measured, shown to editors, refused on wish."""
