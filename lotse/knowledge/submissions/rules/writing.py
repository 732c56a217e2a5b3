"""What an author does: begin, write, attach, put aside, send, confirm, complete."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.models import Submission, SubmissionCounter, SubmissionFile, SubmissionMessage
from lotse.knowledge.submissions import content, mails
from lotse.lib import files, german
from lotse.lib.counting import next_of_year
from lotse.lib.errors import RuleError
from lotse.mail import outbox
from lotse.topics.models import Concept

FOLDER = "einsendungen"
"""Where files are kept, apart from those of other slices."""
MAX_FILES = 10


class AlreadySent(RuleError):
    message = _("Dieses Beispiel ist schon abgeschickt. Ergänzen Sie es auf der Seite zum Stand.")


def begin(*, person: User | None, now: datetime) -> Submission:
    """Begin a submission; of a signed-in person we know name, address and municipality."""
    submission = Submission(key=token_hex(16), started_at=now, changed_at=now)
    if person is not None:
        submission.person, submission.municipality = person, person.municipality
        submission.name, submission.office = person.name, person.office
        submission.email, submission.phone = person.email, person.phone
    submission.save()
    return submission


@transaction.atomic
def write(
    submission: Submission,
    *,
    concepts: Collection[Concept] | None = None,
    now: datetime,
    **values: Any,
) -> None:
    """Keep what was entered so far. values: columns. Raises AlreadySent."""
    # Refused in the same statement that writes: it may have been sent in another window.
    unsent = Submission.objects.filter(pk=submission.pk, received_at=None, sent_at=None)
    if not unsent.update(changed_at=now, **values):
        raise AlreadySent
    if concepts is not None:
        submission.concepts.set(concepts)
    submission.refresh_from_db()


@transaction.atomic
def add_files(submission: Submission, uploaded: Sequence[File[bytes]], *, now: datetime) -> None:
    """Keep files that were handed in. Raises RuleError beyond ``MAX_FILES``."""
    if submission.files.count() + len(uploaded) > MAX_FILES:
        raise RuleError(
            _("Mehr als %d Dateien gehen nicht. Schicken Sie die übrigen per E-Mail.") % MAX_FILES
        )
    for one in uploaded:
        stored = files.store(one.name or "", one.read(), folder=FOLDER)
        SubmissionFile.objects.create(submission=submission, created_at=now, **stored.columns())


def describe_file(
    file: SubmissionFile,
    *,
    licence: str,
    credit: str = "",
    alt_text: str = "",
    people_shown: str = "",
    has_rights: bool,
    now: datetime,
) -> None:
    """Note licence and rights of a file, and what a picture shows. Saying it again keeps the day.

    has_rights: the sender confirmed to be allowed to hand it on.
    """
    file.licence, file.credit = licence, credit.strip()
    file.alt_text, file.people_shown = alt_text.strip(), people_shown
    file.rights_confirmed_at = (file.rights_confirmed_at or now) if has_rights else None
    file.save(
        update_fields=["licence", "credit", "alt_text", "people_shown", "rights_confirmed_at"]
    )


def remove_file(submission: Submission, pk: str) -> None:
    """Take a file back; nothing happens if it is none of this submission."""
    if pk.isdecimal() and len(pk) < 18:
        submission.files.filter(pk=int(pk), taken_over_at=None).delete()


@transaction.atomic
def save_for_later(submission: Submission, *, email: str, now: datetime) -> None:
    """Send the link with which the author goes on. Raises UnusableAddress, AlreadySent."""
    if not outbox.is_usable(email):
        raise outbox.UnusableAddress
    write(submission, email=email.lower(), now=now)
    mails.resume(submission, now=now)


@transaction.atomic
def send(submission: Submission, *, is_proven: bool, now: datetime) -> bool:
    """Send what was written; return whether it is received, else a mail asks for the proof.

    is_proven: the author is signed in or came by a link sent to the address. Sending twice is
    once. Raises RuleError if something is missing.
    """
    _check(submission)
    unsent = Submission.objects.filter(pk=submission.pk, sent_at=None)
    if unsent.update(sent_at=now, changed_at=now):
        submission.refresh_from_db()
        if is_proven:
            receive(submission, now=now)
        else:
            mails.confirm_address(submission, now=now)
    submission.refresh_from_db()
    return submission.received_at is not None


@transaction.atomic
def confirm(submission: Submission, *, now: datetime) -> None:
    """Receive what waited for the proof of its address. Doing it twice is once."""
    if submission.received_at is None:
        receive(submission, now=now)


def receive(submission: Submission, *, now: datetime) -> None:
    """Give the number, thank the author and tell the editors, once."""
    waiting = Submission.objects.select_for_update().filter(pk=submission.pk, received_at=None)
    if not waiting.exists():
        return
    year = german.local(now).year
    number = f"E-{year}-{next_of_year(SubmissionCounter, year):04d}"
    Submission.objects.filter(pk=submission.pk).update(
        number=number, received_at=now, last_activity_at=now
    )
    submission.refresh_from_db()
    SubmissionMessage.objects.create(
        submission=submission,
        kind=SubmissionMessage.Kind.FIRST,
        author_name=submission.name,
        author_email=submission.email,
        text=content.paragraphs([submission.raw_text, submission.benefit, submission.avoid]),
        created_at=now,
    )
    mails.receipt(submission, missing=content.missing(submission), now=now)
    mails.notice(submission, _("Ein neues Beispiel ist da"), now=now)


def _check(submission: Submission) -> None:
    if not submission.raw_text.strip():
        raise RuleError(_("Schreiben Sie in einem Satz, was Sie gemacht haben."))
    if submission.municipality_id is None:
        raise RuleError(_("Nennen Sie Ihre Kommune."))
    if not outbox.is_usable(submission.email):
        raise outbox.UnusableAddress
    if submission.publish_consent_at is None or submission.audience is None:
        raise RuleError(_("Sagen Sie, ob wir daraus ein Beispiel machen dürfen und wer es sieht."))
    if any(not file.has_rights for file in submission.files.all()):
        raise RuleError(_("Zu einer Datei fehlen noch Lizenz oder Rechte."))


@transaction.atomic
def complete(
    submission: Submission,
    *,
    audience: int,
    has_publish_consent: bool,
    has_flash_consent: bool,
    contact_until: date | None,
    now: datetime,
    **values: Any,
) -> None:
    """Note what an author adds after sending, for example to a mail. The first consent counts.

    contact_until: until when members may see the contact, None: never. values: further columns.
    """
    Submission.objects.filter(pk=submission.pk).update(
        audience=audience,
        publish_consent_at=(submission.publish_consent_at or now) if has_publish_consent else None,
        flash_consent_at=(submission.flash_consent_at or now) if has_flash_consent else None,
        contact_consent_at=(submission.contact_consent_at or now) if contact_until else None,
        contact_until=contact_until,
        last_activity_at=now,
        **values,
    )
    submission.refresh_from_db()
    mails.notice(submission, _("Angaben zu einem Beispiel sind ergänzt"), now=now)
