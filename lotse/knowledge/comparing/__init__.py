"""Up to four good examples side by side, with what differs and what is not known."""
