"""Taking a reply back within the seconds in which its mail still waits."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal, searchable
from lotse.inquiries.models import Draft, Event, Inquiry, Message, UndoWindow
from lotse.inquiries.rules import drafts, promises
from lotse.lib.errors import RuleError
from lotse.mail import outbox


class TooLate(RuleError):
    message = _(
        "Das lässt sich nicht mehr zurücknehmen: Die Nachricht ist schon unterwegs. "
        "Schreiben Sie einen Nachtrag, wenn etwas fehlt."
    )


@transaction.atomic
def undo(message: Message, *, actor: User, now: datetime) -> Draft:
    """Take a reply back as if it had never been sent; return the draft with its text.

    The facts of the inquiry become exactly what they were. now: aware.
    Raises TooLate once the mail is claimed or the time is over, RuleError if somebody else sent it
    or the conversation went on.
    """
    if message.author_id != actor.pk:
        raise RuleError(_("Zurücknehmen kann nur, wer gesendet hat."))
    windows = UndoWindow.objects.filter(message=message.pk, main=None, leaves_at__gt=now)
    window = windows.first()
    if window is None:
        raise TooLate
    copies = [copy.message for copy in window.copies.select_related("message__outgoing")]
    inquiry = message.inquiry
    before = {name: _read(name, pair[0]) for name, pair in window.facts.items()}
    after = {name: _read(name, pair[1]) for name, pair in window.facts.items()}
    owner = before.pop("owner_id", None)
    # Conditional update: of undoing, another message and undoing twice only one wins.
    won = Inquiry.objects.filter(pk=inquiry.pk, turn=after["turn"], closed_at=None).update(
        **before, message_count=F("message_count") - 1 - len(copies)
    )
    if not won:
        raise RuleError(
            _("Die Anfrage ging inzwischen weiter. Die Antwort lässt sich nicht mehr zurücknehmen.")
        )
    if "owner_id" in after:
        # Whoever was made responsible since stays it.
        Inquiry.objects.filter(pk=inquiry.pk, owner=after["owner_id"]).update(owner=owner)
    for each in (message, *copies):
        if each.outgoing is not None and not outbox.withdraw(each.outgoing, now=now):
            raise TooLate
    _restore_merged(window)
    inquiries = [inquiry.pk, *(int(pk) for pk in window.merged)]
    promises.take_back(inquiries, sent_at=message.created_at)
    kept = window.draft
    for each in (message, *copies):
        each.delete()
    draft = drafts.restore(inquiry, author=actor, kept=kept, now=now)
    journal.record(inquiry, Event.What.UNDONE, actor=actor, now=now)
    inquiry.refresh_from_db()
    searchable.publish(inquiry)
    return draft


def _restore_merged(window: UndoWindow) -> None:
    for pk, (reacted_at, first_answered_at) in window.merged.items():
        Inquiry.objects.filter(pk=int(pk)).update(
            reacted_at=_read("reacted_at", reacted_at),
            first_answered_at=_read("first_answered_at", first_answered_at),
        )


def forget_windows(now: datetime) -> int:
    """Remove what is kept for undoing once its time is over; return how many."""
    return UndoWindow.objects.filter(leaves_at__lte=now).delete()[0]


def _read(name: str, value: Any) -> Any:
    field = next(f for f in Inquiry._meta.concrete_fields if f.attname == name)
    return None if value is None else field.to_python(value)
