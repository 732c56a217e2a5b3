"""Somebody calls: the question is written down while they speak, with the same promise."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.rules import handling, receiving, replying, sorting
from lotse.inquiries.rules.incoming import Incoming
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Municipality


@dataclass(frozen=True)
class Call:
    """What was heard on the phone."""

    key: str
    """Random; handed in twice, it is one inquiry."""
    question: str
    name: str = ""
    phone: str = ""
    """Where to call back."""
    email: str = ""
    """Empty: nothing is sent, the answer goes by phone."""
    municipality: Municipality | None = None
    urgency: str = Inquiry.Urgency.NORMAL
    asker_deadline_on: date | None = None
    answer: str = ""
    """What was answered right away; empty if the answer comes later."""


def record(call: Call, *, taken_by: User, now: datetime) -> Inquiry:
    """Open an inquiry from a call. Pressing twice records once.

    The promise counts from now. With an address the caller gets a receipt, or the answer at once in
    writing. An answer given on the phone stops the clock in the name of the person who gave it.
    Raises RuleError if there is neither phone nor address to answer to, unless it is answered.
    """
    answer = call.answer.strip()
    if not (call.phone.strip() or call.email or answer):
        raise RuleError(
            _("Notieren Sie eine Telefonnummer oder E-Mail-Adresse, sonst kann niemand antworten.")
        )
    known = Inquiry.objects.filter(form_key=call.key).first()
    if known is not None:
        return known
    try:
        return _record(call, answer, taken_by, now)
    except IntegrityError:
        # The other press was faster; anything else that is wrong is raised again.
        known = Inquiry.objects.filter(form_key=call.key).first()
        if known is None:
            raise
        return known


@transaction.atomic
def _record(call: Call, answer: str, taken_by: User, now: datetime) -> Inquiry:
    inquiry = receiving.receive(
        Incoming(
            text=call.question,
            author_name=call.name,
            author_email=call.email,
            # Who has the answer needs no receipt that promises one.
            can_be_confirmed=not answer,
        ),
        channel=Inquiry.Channel.PHONE,
        received_at=now,
        municipality=call.municipality,
        phone=call.phone.strip(),
        urgency=call.urgency,
        form_key=call.key,
        actor=taken_by,
        now=now,
    )
    if call.asker_deadline_on:
        sorting.set_details(
            inquiry,
            is_confidential=inquiry.is_confidential,
            asker_deadline_on=call.asker_deadline_on,
            actor=taken_by,
            now=now,
        )
    handling.assign(inquiry, owner=taken_by, actor=taken_by, now=now)
    if answer:
        replying.reply(inquiry, kind=Message.Kind.ANSWER, text=answer, author=taken_by, now=now)
    return inquiry
