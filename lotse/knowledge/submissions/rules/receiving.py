"""What comes by mail: a new submission, a reply, an automatic mail, a delivery report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.knowledge.models import Submission, SubmissionCounter, SubmissionFile, SubmissionMessage
from lotse.knowledge.submissions import content, mails
from lotse.lib import german
from lotse.lib.counting import next_of_year
from lotse.lib.errors import RuleError
from lotse.lib.files import StoredFile
from lotse.mail.models import InboundMail
from lotse.topics import queries as topics

Kind = SubmissionMessage.Kind


@dataclass(frozen=True)
class Incoming:
    """What somebody sent, whatever the door."""

    text: str
    subject: str = ""
    author_name: str = ""
    author_email: str = ""
    """Bare address, lower case."""
    message_id: str = ""
    inbound: InboundMail | None = None
    files: Sequence[StoredFile] = ()
    can_be_confirmed: bool = True
    """False for what a machine or a mailing list sent: it gets no receipt, ever."""

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.files)


class Empty(RuleError):
    message = _("Bitte schreiben Sie, worum es geht.")


@transaction.atomic
def receive_mail(incoming: Incoming, *, received_at: datetime, now: datetime) -> Submission:
    """Make a plain mail a submission; the receipt asks for consent and rights.

    Person and municipality are recognised by the address, topics and links by the words.
    Raises Empty without text and file.
    """
    if incoming.is_empty:
        raise Empty
    sender = senders.recognise(incoming.author_email)
    year = german.local(now).year
    text = _clean(incoming.text) or incoming.subject
    submission = Submission.objects.create(
        key=token_hex(16),
        number=f"E-{year}-{next_of_year(SubmissionCounter, year):04d}",
        channel=Submission.Channel.MAIL,
        person=sender.person,
        name=incoming.author_name[:120] or (sender.person.name if sender.person else ""),
        office=sender.person.office if sender.person else "",
        email=incoming.author_email[:320],
        municipality=sender.municipality,
        raw_text=text,
        links=content.links_in(text),
        started_at=received_at,
        changed_at=received_at,
        sent_at=received_at,
        received_at=received_at,
        last_activity_at=received_at,
    )
    found = topics.match(f"{incoming.subject}\n{text}")
    submission.concepts.set(list({concept.top.pk: concept.top for concept in found}.values()))
    _store(submission, incoming, kind=Kind.FIRST, text=text, created_at=received_at)
    if incoming.can_be_confirmed and mails.has_reader(submission.email):
        missing = content.missing(submission)
        mails.receipt(submission, missing=missing, in_reply_to=incoming.message_id, now=now)
    mails.notice(submission, _("Ein neues Beispiel kam per E-Mail"), now=now)
    return submission


@transaction.atomic
def add_reply(
    submission: Submission, incoming: Incoming, *, received_at: datetime, now: datetime
) -> SubmissionMessage:
    """Add what the author writes; it answers a question that was open.

    Whoever was told no, or that it is there already, is heard all the same: the editors are told.
    Raises Empty without text and file.
    """
    if incoming.is_empty:
        raise Empty
    text = _clean(incoming.text)
    message = _store(submission, incoming, kind=Kind.REPLY, text=text, created_at=received_at)
    Submission.objects.filter(pk=submission.pk).update(
        asked_back_at=None, bounced_at=None, last_activity_at=received_at
    )
    submission.refresh_from_db()
    mails.notice(submission, _("Eine Antwort zu einem Beispiel ist da"), now=now)
    return message


def add_automatic(
    submission: Submission, incoming: Incoming, *, received_at: datetime
) -> SubmissionMessage:
    """Keep an automatic mail, such as an out-of-office note. Changes nothing else."""
    text = _clean(incoming.text)
    return _store(submission, incoming, kind=Kind.AUTOMATIC, text=text, created_at=received_at)


@transaction.atomic
def add_bounce(
    submission: Submission, incoming: Incoming, *, received_at: datetime, now: datetime
) -> SubmissionMessage:
    """Keep a delivery report and tell the editors once, until the author is heard of again."""
    message = _store(
        submission,
        incoming,
        kind=Kind.BOUNCE,
        text=_clean(incoming.text),
        created_at=received_at,
    )
    first = Submission.objects.filter(pk=submission.pk, bounced_at=None)
    if first.update(bounced_at=received_at):
        submission.refresh_from_db()
        mails.notice(submission, _("Eine Mail zu einem Beispiel kam zurück"), now=now)
    return message


def send_status_link(submission: Submission, *, now: datetime) -> None:
    """Send a fresh link to the address the submission came from."""
    mails.status_link(submission, now=now)


def _store(
    submission: Submission,
    incoming: Incoming,
    *,
    kind: SubmissionMessage.Kind,
    text: str,
    created_at: datetime,
) -> SubmissionMessage:
    SubmissionFile.objects.bulk_create(
        SubmissionFile(submission=submission, created_at=created_at, **stored.columns())
        for stored in incoming.files
    )
    return SubmissionMessage.objects.create(
        submission=submission,
        kind=kind,
        author_name=incoming.author_name[:120],
        author_email=incoming.author_email[:320],
        subject=incoming.subject[:300],
        text=text,
        message_id=incoming.message_id[:250],
        created_at=created_at,
        inbound=incoming.inbound,
    )


def _clean(text: str) -> str:
    return text.strip().replace("\x00", "")
