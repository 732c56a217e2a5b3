"""What the desk decides about mails in quarantine, each decision in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import intake
from lotse.inquiries.models import Inquiry, Message
from lotse.lib.errors import RuleError
from lotse.mail import quarantine
from lotse.mail.models import InboundMail


@transaction.atomic
def attach(mail: InboundMail, inquiry: Inquiry, *, actor: User, now: datetime) -> Inquiry:
    """Add the mail to an inquiry and return where it went: to a successor if that one is old.

    Raises RuleError if somebody was faster or the mail is empty.
    """
    # First resolved, then taken in: of two people who press at once the second one stops here.
    quarantine.resolve(
        mail,
        resolution=_("zu %s genommen") % inquiry.number,
        actor_label=str(actor),
        now=now,
    )
    return intake.as_message_of(mail, inquiry, now, actor).inquiry


@transaction.atomic
def open_inquiry(mail: InboundMail, *, actor: User, now: datetime) -> Inquiry:
    """Make the mail a new inquiry, whose clock counts from receipt. Raises RuleError as above."""
    quarantine.resolve(mail, resolution=_("neue Anfrage"), actor_label=str(actor), now=now)
    return intake.as_new_inquiry(mail, now, actor)


def discard(mail: InboundMail, *, reason: str, actor: User, now: datetime) -> None:
    """Set the mail aside for good; its bytes stay as long as retention says."""
    quarantine.resolve(
        mail, resolution=_("verworfen: %s") % reason.strip(), actor_label=str(actor), now=now
    )


@transaction.atomic
def restore(mail: InboundMail, *, actor: User, now: datetime) -> None:
    """Take back a discard. Raises RuleError if something was made of the mail."""
    if Message.objects.filter(inbound=mail).exists():
        raise RuleError(_("Aus dieser Mail ist schon eine Nachricht geworden."))
    quarantine.restore(mail, actor_label=str(actor), now=now)
