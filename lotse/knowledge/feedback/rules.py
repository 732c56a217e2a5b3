"""What readers say about a page, and what editors do with it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.feedback import mails
from lotse.knowledge.models import Answer, Example, PageFeedback
from lotse.lib.errors import RuleError
from lotse.mail import outbox

MOST_LINKS = 1
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What a reader filled in."""

    verdict: str
    text: str = ""
    reply_email: str = ""


def give(record: Example | Answer, *, kind: str, said: Said, now: datetime) -> PageFeedback:
    """Keep what a reader says about a record.

    kind: name of the search provider. Raises RuleError for advertising, an address nobody can be
    written at, and an address without a question.
    """
    text, address = said.text.strip(), said.reply_email.strip().lower()
    # What programs write into forms is made of links; people name one page at most.
    if len(_LINK.findall(text)) > MOST_LINKS:
        raise RuleError(_("Bitte nennen Sie höchstens eine Internetadresse."))
    if address and not outbox.is_usable(address):
        raise RuleError(_("Bitte prüfen Sie die E-Mail-Adresse."))
    if address and not text:
        raise RuleError(_("Schreiben Sie, worauf wir antworten sollen."))
    return PageFeedback.objects.create(
        record_kind=kind,
        record_id=record.pk,
        record_title=str(record)[:300],
        verdict=PageFeedback.Verdict(said.verdict),
        text=text[:2000],
        reply_email=address,
        given_at=now,
    )


def mark_read(feedback: PageFeedback, *, now: datetime) -> None:
    """Note that somebody has read it. Twice is fine; the first time counts."""
    PageFeedback.objects.filter(pk=feedback.pk, read_at=None).update(read_at=now)


def mark_unread(feedback: PageFeedback) -> None:
    """Put it back among the new ones, owned by nobody. Twice is fine."""
    PageFeedback.objects.filter(pk=feedback.pk).update(read_at=None, owner=None)


def take(feedback: PageFeedback, *, person: User, now: datetime) -> None:
    """Take care of it. Raises RuleError if somebody else does."""
    free = PageFeedback.objects.filter(pk=feedback.pk, owner=None)
    if not free.update(owner=person) and not _is_owned_by(feedback, person):
        raise RuleError(_("Darum kümmert sich schon jemand anderes."))
    mark_read(feedback, now=now)


def release(feedback: PageFeedback, *, person: User) -> None:
    """Hand it back. Raises RuleError if it is somebody else's."""
    if not PageFeedback.objects.filter(pk=feedback.pk, owner=person).update(owner=None):
        raise RuleError(_("Darum kümmert sich jemand anderes."))


@transaction.atomic
def reply(feedback: PageFeedback, *, text: str, person: User, now: datetime) -> None:
    """Answer the reader by mail, once. Raises RuleError without words, address, or if answered."""
    words = text.strip()
    if not words:
        raise RuleError(_("Schreiben Sie eine Antwort."))
    if not feedback.reply_email:
        raise RuleError(_("Hier wurde keine Adresse hinterlassen."))
    open_one = PageFeedback.objects.filter(pk=feedback.pk, replied_at=None)
    # Conditional update: of two replies only one is sent.
    if not open_one.update(reply=words, replied_at=now, replied_by=person, owner=person):
        raise RuleError(_("Darauf hat schon jemand geantwortet."))
    mark_read(feedback, now=now)
    feedback.refresh_from_db()
    mails.reply(feedback, sender=settings.PLATFORM_NAME, now=now)


def in_state(state: str, person: User) -> QuerySet[PageFeedback]:
    """Return the feedback of a state: new, mine, helpful, other or all."""
    found = PageFeedback.objects.select_related("owner", "replied_by")
    if state == "neu":
        return found.filter(read_at=None)
    if state == "meine":
        return found.filter(owner=person)
    if state == "offen":
        return found.filter(replied_at=None).exclude(reply_email="")
    return found


def _is_owned_by(feedback: PageFeedback, person: User) -> bool:
    return PageFeedback.objects.filter(pk=feedback.pk, owner=person).exists()
