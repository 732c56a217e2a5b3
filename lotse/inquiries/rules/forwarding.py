"""Who asked first, if one office passed on another person's mail.

A forwarded mail can name anybody. The receipt therefore goes to who sent it; answers go to the
first author only when the desk says so, or when both share the mail domain of an office.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.accounts.models import User
from lotse.inquiries import journal
from lotse.inquiries.models import Event, Forwarding, Inquiry
from lotse.lib.errors import RuleError
from lotse.mail import outbox


class AlreadyDecided(RuleError):
    message = _("Darüber hat schon jemand entschieden. Bitte laden Sie die Seite neu.")


def note(
    inquiry: Inquiry, *, original_name: str, original_email: str, now: datetime
) -> Forwarding | None:
    """Note who a forwarded mail says asked first; None if that is the sender or nobody usable.

    Within one office the asker changes at once. now: aware.
    """
    original_email = original_email.lower()
    if original_email == inquiry.asker_email or not outbox.is_usable(original_email):
        return None
    if senders.is_robot(original_email):
        return None
    forwarding, is_new = Forwarding.objects.get_or_create(
        inquiry=inquiry,
        defaults={
            "original_name": original_name[:120],
            "original_email": original_email,
            "forwarder_name": inquiry.asker_name,
            "forwarder_email": inquiry.asker_email,
        },
    )
    if is_new and senders.share_an_office(original_email, inquiry.asker_email):
        confirm(forwarding, actor=None, now=now)
    return forwarding


@transaction.atomic
def confirm(forwarding: Forwarding, *, actor: User | None, now: datetime) -> None:
    """Make the first author the asker: answers go there, with a copy to who passed it on.

    actor: None if both belong to one office. now: aware. Raises AlreadyDecided.
    """
    _decide(forwarding, actor=actor, confirmed_at=now)
    _set_asker(
        forwarding.inquiry,
        name=forwarding.original_name,
        address=forwarding.original_email,
        actor=actor,
        now=now,
    )


@transaction.atomic
def dismiss(forwarding: Forwarding, *, actor: User, now: datetime) -> None:
    """Leave the asker who sent the mail. now: aware. Raises AlreadyDecided."""
    _decide(forwarding, actor=actor, dismissed_at=now)
    detail = _("%s bleibt, wer gefragt hat.") % forwarding.forwarder_email
    journal.record(forwarding.inquiry, Event.What.ASKER_SET, detail=detail, actor=actor, now=now)


@transaction.atomic
def undo(forwarding: Forwarding, *, actor: User, now: datetime) -> None:
    """Take the decision back; whoever sent the mail is the asker again. now: aware.

    Raises RuleError if nothing was decided.
    """
    was_confirmed = Forwarding.objects.filter(pk=forwarding.pk, confirmed_at__isnull=False)
    changed = was_confirmed.update(confirmed_at=None, decided_by=None)
    dismissed = Forwarding.objects.filter(pk=forwarding.pk, dismissed_at__isnull=False)
    if not changed and not dismissed.update(dismissed_at=None, decided_by=None):
        raise RuleError(_("Hier ist nichts entschieden, das sich zurücknehmen ließe."))
    if changed:
        _set_asker(
            forwarding.inquiry,
            name=forwarding.forwarder_name,
            address=forwarding.forwarder_email,
            actor=actor,
            now=now,
        )


def set_copies(forwarding: Forwarding, *, has_copies: bool) -> None:
    """Say whether who passed it on gets a copy of each reply."""
    Forwarding.objects.filter(pk=forwarding.pk).update(has_copies=has_copies)


def _decide(forwarding: Forwarding, *, actor: User | None, **fact: datetime) -> None:
    # Conditional update: of two people who press at once only one decides.
    open_one = Forwarding.objects.filter(pk=forwarding.pk, confirmed_at=None, dismissed_at=None)
    if not open_one.update(decided_by=actor, **fact):
        raise AlreadyDecided


def _set_asker(
    inquiry: Inquiry, *, name: str, address: str, actor: User | None, now: datetime
) -> None:
    sender = senders.recognise(address)
    facts: dict[str, Any] = {
        "asker_name": name,
        "asker_email": address,
        "asker": sender.person,
        "bounced_at": None,
    }
    if sender.municipality is not None and inquiry.municipality_id is None:
        facts["municipality"] = sender.municipality
    Inquiry.objects.filter(pk=inquiry.pk).update(**facts)
    inquiry.refresh_from_db()
    detail = _("Antworten gehen an %s") % address
    journal.record(inquiry, Event.What.ASKER_SET, detail=detail, actor=actor, now=now)
