"""What is kept no longer than promised: names, addresses and files of closed inquiries."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from lotse.inquiries import files
from lotse.inquiries.models import (
    AnswerTarget,
    Attachment,
    AutoAssignment,
    Checklist,
    ChecklistItem,
    Draft,
    DueWarning,
    Event,
    Feedback,
    Forwarding,
    Handover,
    Inquiry,
    Message,
    Outcome,
    Pause,
    RedactionDecision,
    ReplyDetails,
    ScheduledReply,
    TeamQuestion,
    TimeEntry,
    Upload,
)
from lotse.inquiries.retention import INQUIRY_MONTHS, UPLOAD_HOURS
from lotse.inquiries.suggest import KIND
from lotse.lib import redaction, retention
from lotse.search import index

BATCH = 50
_KEPT = Message.TURNS
_MONTH = timedelta(days=365.25 / 12)


def due(now: datetime) -> QuerySet[Inquiry]:
    """Return inquiries that were closed long enough ago and that nobody holds back. now: aware."""
    found = Inquiry.objects.filter(anonymised_at=None, closed_at__lte=now - INQUIRY_MONTHS * _MONTH)
    return retention.free(found, now).order_by("closed_at", "pk")


def anonymise_closed(now: datetime) -> int:
    """Make a batch of them anonymous; return how many."""
    return sum(anonymise(pk, now) for pk in list(due(now).values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def anonymise(pk: int, now: datetime) -> bool:
    """Take out who asked and what they attached; question and answer stay for the figures."""
    known = _known_names(pk)
    ours = Inquiry.objects.filter(pk=pk, anonymised_at=None, closed_at__isnull=False).update(
        anonymised_at=now,
        asker=None,
        asker_name="",
        asker_email="",
        asker_phone="",
        owner=None,
        harvest_reason="",
    )
    if not ours:
        return False
    messages = Message.objects.filter(inquiry=pk)
    # Receipts and delivery reports repeat the address; notes were for the team of those days.
    messages.exclude(kind__in=_KEPT).delete()
    messages.update(author=None, author_name="", author_email="", full_text="", message_id="")
    _mask_texts(pk, known)
    _mask_feedback(pk, known)
    Event.objects.filter(inquiry=pk).update(actor=None, detail="")
    Pause.objects.filter(inquiry=pk).update(started_by=None, detail="")
    AnswerTarget.objects.filter(inquiry=pk).update(set_by=None, reason="")
    DueWarning.objects.filter(inquiry=pk).delete()
    AutoAssignment.objects.filter(inquiry=pk).delete()
    Handover.objects.filter(inquiry=pk).delete()
    _remove_files(Attachment.objects.filter(message__inquiry=pk))
    Draft.objects.filter(inquiry=pk).delete()
    ScheduledReply.objects.filter(inquiry=pk).delete()
    TeamQuestion.objects.filter(inquiry=pk).delete()
    TimeEntry.objects.filter(inquiry=pk).update(person=None)
    Checklist.objects.filter(inquiry=pk).update(added_by=None)
    ChecklistItem.objects.filter(checklist__inquiry=pk).update(changed_by=None)
    ReplyDetails.objects.filter(message__inquiry=pk).update(reviewed_by=None)
    Forwarding.objects.filter(inquiry=pk).delete()
    RedactionDecision.objects.filter(inquiry=pk).delete()
    Inquiry.objects.filter(pk=pk).update(message_count=Message.objects.filter(inquiry=pk).count())
    index.remove(KIND, pk)
    return True


def by_others(address: str) -> QuerySet[Message]:
    """Return what an address wrote into inquiries that somebody else asked."""
    found = Message.objects.filter(author_email=address, kind__in=_KEPT)
    return found.exclude(inquiry__asker_email=address).exclude(kind__in=Message.REPLIES)


@transaction.atomic
def forget_writer(address: str) -> int:
    """Take out who wrote into inquiries of others, and what they attached; return how many
    messages. Question and answer stay with whoever asked."""
    messages = list(by_others(address).only("subject", "text", "author_name"))
    for message in messages:
        known = {message.author_name} - {""}
        Message.objects.filter(pk=message.pk).update(
            author=None,
            author_name="",
            author_email="",
            full_text="",
            subject=redaction.masked(message.subject, known)[:300],
            text=redaction.masked(message.text, known),
        )
    _remove_files(Attachment.objects.filter(message__in=[message.pk for message in messages]))
    passed_on = Q(forwarder_email=address) | Q(original_email=address)
    return len(messages) + Forwarding.objects.filter(passed_on).delete()[0]


def _known_names(pk: int) -> set[str]:
    """Return whose names surely stand in the texts: the asker's and everybody's who wrote."""
    asker = Inquiry.objects.filter(pk=pk).values_list("asker_name", flat=True)
    authors = Message.objects.filter(inquiry=pk).values_list("author_name", flat=True)
    return {name for name in (*asker, *authors) if name}


def _mask_texts(pk: int, known: set[str]) -> None:
    """Take names, addresses and numbers out of the running text, as far as they can be found."""
    for inquiry in Inquiry.objects.filter(pk=pk).only("subject"):
        subject = redaction.masked(inquiry.subject, known)[:300]
        Inquiry.objects.filter(pk=pk).exclude(subject=subject).update(subject=subject)
    for message in Message.objects.filter(inquiry=pk).only("subject", "text"):
        Message.objects.filter(pk=message.pk).update(
            subject=redaction.masked(message.subject, known)[:300],
            text=redaction.masked(message.text, known),
        )


def _mask_feedback(pk: int, known: set[str]) -> None:
    for model in (Feedback, Outcome):
        for row in model.objects.filter(inquiry=pk).exclude(text="").only("text"):
            text = redaction.masked(row.text, known)[:2000]
            model.objects.filter(pk=row.pk).update(text=text)


def _remove_files(attachments: QuerySet[Attachment]) -> None:
    names = set(attachments.exclude(file="").values_list("file", flat=True))
    attachments.delete()
    transaction.on_commit(lambda: files.delete_unused(names))


def uploads_over(now: datetime) -> QuerySet[Upload]:
    """Return files that were handed in with a form and never sent."""
    before = now - timedelta(hours=UPLOAD_HOURS)
    return Upload.objects.filter(created_at__lte=before).order_by("created_at", "pk")


def remove_uploads(now: datetime) -> int:
    """Remove a batch of them; return how many."""
    batch = list(uploads_over(now).values_list("pk", "file")[:BATCH])
    Upload.objects.filter(pk__in=[pk for pk, _name in batch]).delete()
    files.delete_unused({name for _pk, name in batch})
    return len(batch)
