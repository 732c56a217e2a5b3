"""Our own mail that comes back: known by its mark, its Message-ID, its sender.

The mark is an HMAC, so it tells nobody anything, and two installations never take each other's mail
for their own. It survives servers that write a Message-ID of their own, such as Exchange.
"""

import hashlib
import hmac

from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from lotse.mail import tokens
from lotse.mail.models import OutgoingMail
from lotse.mail.parse import ORIGIN_FIELD, ParsedMail
from lotse.mail.routes import NeedsPerson

HEADER = ORIGIN_FIELD.title()
MAX_HOPS = 50
"""A mail through more servers runs in a circle; an ordinary one meets five to ten (RFC 5321, 6.3
asks for a limit of at least 100 only where mail is relayed)."""


def mark() -> str:
    """Return what every outgoing mail carries."""
    return _mark(settings.SECRET_KEY)


def refuse(parsed: ParsedMail) -> None:
    """Our own mail that comes back must start nothing; answering it would be a loop.

    Raises NeedsPerson.
    """
    if parsed.hops > MAX_HOPS:
        raise NeedsPerson(
            _("Die Mail lief über %s Server, wohl im Kreis") % parsed.hops,
            _("Weiterleitungen zwischen den Postfächern prüfen"),
        )
    own = (settings.INQUIRY_ADDRESS, settings.SUBMISSION_ADDRESS)
    if parsed.sender.address in own or tokens.read(parsed.sender.address):
        raise NeedsPerson(
            _("Als Absender steht unsere eigene Adresse"), _("Prüfen, wer sie geschrieben hat")
        )
    if (parsed.origin and _is_ours(parsed.origin)) or (
        parsed.message_id.endswith(f"@{settings.MAIL_DOMAIN}>")
        and OutgoingMail.objects.filter(message_id=parsed.message_id).exists()
    ):
        raise NeedsPerson(
            _("Eine Mail von uns ist zu uns zurückgekommen"),
            _("Weiterleitungen und Verteiler prüfen"),
        )


def _is_ours(found: str) -> bool:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(found.encode(), _mark(secret).encode()) for secret in secrets)


def _mark(secret: str | bytes) -> str:
    purpose = b"lotse.mail.loops:" + force_bytes(secret)
    return hmac.new(purpose, settings.INQUIRY_ADDRESS.encode(), hashlib.sha256).hexdigest()[:32]
