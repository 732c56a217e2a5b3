"""The conversation went on while somebody was writing: nothing is sent, and they are told why."""

from datetime import datetime

from django.utils.translation import gettext as _

from lotse.inquiries.models import Inquiry, Message
from lotse.lib import german
from lotse.lib.errors import RuleError


class AlreadyAnswered(RuleError):
    """Somebody else was faster. The text is kept as a draft."""

    def __init__(self, faster: Message, now: datetime) -> None:
        self.faster = faster
        super().__init__(
            _(
                "%(name)s hat schon geantwortet: %(when)s. Ihr Text ist als Entwurf gespeichert. "
                "Lesen Sie die Antwort und entscheiden Sie, ob noch etwas fehlt."
            )
            % {
                "name": faster.author_name or _("Jemand"),
                "when": german.datetime_de(faster.created_at, now),
            }
        )


class NewMessage(RuleError):
    """The asker wrote while the reply was being written. The text is kept as a draft."""

    message = _(
        "Inzwischen kam eine weitere Nachricht. Ihr Text ist als Entwurf gespeichert. "
        "Lesen Sie die Nachricht, bevor Sie senden."
    )


class Overtaken(Exception):
    """The conversation went on since the author looked at it."""


def overtaken_by(inquiry: Inquiry, now: datetime) -> RuleError:
    """Return the refusal that says what happened since the author looked."""
    if inquiry.closed_at:
        return RuleError(
            _(
                "Die Anfrage ist inzwischen abgeschlossen. Ihr Text ist als Entwurf "
                "gespeichert. Öffnen Sie die Anfrage wieder, um zu antworten."
            )
        )
    latest = inquiry.messages.filter(kind__in=Message.TURNS).order_by("-pk").first()
    if latest is not None and latest.kind in Message.REPLIES:
        return AlreadyAnswered(latest, now)
    return NewMessage()
