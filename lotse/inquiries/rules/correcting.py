"""Putting an answer right that was sent before."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from lotse.accounts.models import User
from lotse.inquiries import journal, mails, searchable
from lotse.inquiries.models import Citation, Event, Inquiry, Message
from lotse.inquiries.rules import merging, recalls
from lotse.inquiries.rules.overtaking import Overtaken
from lotse.inquiries.rules.sources import Cited, citations_of


@transaction.atomic
def correct(
    answer: Message,
    *,
    text: str,
    citations: Sequence[Cited] = (),
    author: User,
    turn: int,
    now: datetime,
) -> Message:
    """Send a correction of an answer in its thread, to closed inquiries too.

    It neither stops nor starts a clock and opens nothing: the asker has asked nothing new. turn:
    ``inquiry.turn`` as the author saw it. now: aware. Raises Overtaken if the conversation
    went on, RuleError for a source that is gone or not for the asker's eyes.
    """
    inquiry = answer.inquiry
    sources = citations_of(inquiry, text, citations)
    won = Inquiry.objects.filter(pk=inquiry.pk, turn=turn).update(
        turn=turn + 1, message_count=F("message_count") + 1, last_activity_at=now
    )
    if not won:
        raise Overtaken
    inquiry.refresh_from_db()
    message = Message.objects.create(
        inquiry=inquiry,
        kind=Message.Kind.CORRECTION,
        author=author,
        author_name=author.name,
        author_email=author.email,
        subject=inquiry.subject,
        text=text.strip(),
        created_at=now,
    )
    for source in sources:
        source.message = message
    Citation.objects.bulk_create(sources)
    recalls.note(sources, now)
    if inquiry.asker_email:
        mail = mails.reply(message, citations=sources, now=now)
        message.outgoing, message.message_id = mail, mail.message_id
        message.save(update_fields=["outgoing", "message_id"])
    merging.send_copies(message, citations=sources, attachments=(), now=now)
    journal.record(inquiry, Event.What.CORRECTED, actor=author, now=now)
    searchable.publish(inquiry)
    return message
