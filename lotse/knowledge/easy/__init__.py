"""Records said again in easy or plain language."""
