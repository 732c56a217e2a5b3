"""Whom we trust when we talk to mail servers."""

import ssl

from django.conf import settings


def client_context() -> ssl.SSLContext:
    """Return a context that checks certificates against the system's and the operator's own."""
    context = ssl.create_default_context()
    if settings.MAIL_CA_FILE:
        context.load_verify_locations(settings.MAIL_CA_FILE)
    return context
