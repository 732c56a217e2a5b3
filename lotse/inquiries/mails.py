"""Outgoing mails about inquiries, one function each. All are rows in the caller's transaction."""

import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.inquiries import (
    clock,
    composing,
    feedback_links,
    kinds,
    links,
    queries,
    retention,
    suggest,
)
from lotse.inquiries.composing import Composed
from lotse.inquiries.files import StoredFile
from lotse.inquiries.models import Attachment, Citation, Inquiry, Message
from lotse.lib import body, german
from lotse.mail import outbox, tokens
from lotse.mail.models import OutgoingMail
from lotse.search import registry
from lotse.search.engine import Result

MAX_QUOTE = 600
"""Characters of the question that the receipt repeats."""
MAX_PASSAGE = 280
MAX_REFERENCES = 15
_PURPOSES = {
    Message.Kind.ANSWER: "answer",
    Message.Kind.INTERIM: "interim",
    Message.Kind.CORRECTION: "correction",
}
_SUBJECTS = {
    Message.Kind.ANSWER: gettext_lazy("Antwort: %s"),
    Message.Kind.INTERIM: gettext_lazy("Zwischenstand: %s"),
    Message.Kind.CORRECTION: gettext_lazy("Korrektur unserer Antwort: %s"),
}
_SHORT_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def receipt(
    inquiry: Inquiry,
    *,
    question: str,
    finds: Sequence[Result],
    in_reply_to: str = "",
    references: Sequence[str] = (),
    guessed_kind: str = "",
    ready: Composed | None = None,
    now: datetime,
) -> OutgoingMail:
    """Queue the automatic receipt: number, due time in words, the finds, status link.

    question: its text. finds: only what the asker may see. guessed_kind: what the words look like;
    in an emergency the receipt names the emergency numbers. ready: what ``receipt_ahead`` made for
    the same question, else it is composed now.
    """
    letter = ready or receipt_ahead(
        inquiry, question=question, finds=finds, guessed_kind=guessed_kind
    )
    return _queue(
        inquiry,
        letter.for_inquiry(inquiry),
        purpose="receipt",
        in_reply_to=in_reply_to,
        references=references,
        is_automatic=True,
        now=now,
    )


def receipt_ahead(
    draft: Inquiry, *, question: str, finds: Sequence[Result], guessed_kind: str = ""
) -> Composed:
    """Compose a receipt that lacks only what the number decides; ``for_inquiry`` adds it.

    The text of a mail takes longer than all that is written about it, so the mail door composes it
    before its transaction begins. draft: with a number, or with ``NUMBER_TO_COME`` instead.
    """
    shown = [
        {
            "label": registry.providers[result.kind].label,
            "title": result.title,
            "meta": result.meta,
            "passage": _shorten(result.passage, MAX_PASSAGE),
            "url": settings.BASE_URL + _address(result.url, result.anchor),
        }
        for result in finds
    ]
    due = draft.reaction_due_at
    context = {
        "due": due_in_words(due),
        "quote": _shorten(suggest.plain(question), MAX_QUOTE) or draft.subject,
        "finds": shown,
        "is_emergency": guessed_kind == kinds.EMERGENCY,
        "asks_for_municipality": draft.municipality is None and not guessed_kind,
        "retention": retention,
    }
    subject = _("Ihre Frage ist da – Antwort bis %s") % _short_time(due)
    return composing.compose(draft, "receipt", subject, context)


def reply(
    message: Message,
    *,
    citations: Sequence[Citation],
    attachments: Sequence[Attachment] = (),
    send_after: datetime | None = None,
    now: datetime,
) -> OutgoingMail:
    """Queue an answer or interim reply, in the thread of the asker's last mail.

    send_after: until then it can be taken back.
    """
    inquiry = message.origin or message.inquiry
    chain = list(
        queries.own_messages(inquiry)
        .filter(kind__in=Message.VISIBLE_TO_ASKER)
        .exclude(message_id="")
        .order_by("created_at", "pk")
        .values_list("message_id", "kind")
    )
    received = [mid for mid, kind in chain if kind in Message.INBOUND]
    subject, context = _reply_content(message, citations, attachments, now)
    return queue_to_asker(
        inquiry,
        "reply",
        purpose=_PURPOSES[Message.Kind(message.kind)],
        subject=subject,
        context=context,
        # Without a mail to reply to (form, phone) the receipt starts the thread.
        in_reply_to=(received or [mid for mid, _kind in chain] or [""])[-1],
        references=[mid for mid, _kind in chain][-MAX_REFERENCES:],
        send_after=send_after,
        copy_to=queries.copy_address(inquiry),
        files=attachments,
        now=now,
    )


def preview(
    message: Message,
    *,
    citations: Sequence[Citation],
    attachments: Sequence[Attachment] = (),
    now: datetime,
) -> Composed:
    """Return a reply as it would leave now, and queue nothing. message: unsaved."""
    subject, context = _reply_content(message, citations, attachments, now)
    return composing.compose(message.inquiry, "reply", subject, context)


def _reply_content(
    message: Message,
    citations: Sequence[Citation],
    attachments: Sequence[Attachment],
    now: datetime,
) -> tuple[str, dict[str, Any]]:
    inquiry = message.origin or message.inquiry
    is_answer = message.kind == Message.Kind.ANSWER
    sources = [
        {
            "number": citation.position,
            "title": citation.title,
            "meta": citation.meta,
            "dated_on": citation.dated_on,
            "passage": _shorten(citation.passage, MAX_PASSAGE),
            "url": settings.BASE_URL + citation.url,
        }
        for citation in citations
    ]
    subject = _SUBJECTS[Message.Kind(message.kind)]
    is_first = inquiry.reacted_at in (None, now) and message.kind in Message.REPLIES
    return str(subject) % inquiry.subject, {
        "message": message,
        "is_answer": is_answer,
        "helped_url": _feedback_url(message, has_helped=True),
        "missed_url": _feedback_url(message, has_helped=False),
        "blocks": body.blocks(message.text),
        "sources": sources,
        "attachments": attachments,
        "elapsed": clock.elapsed(inquiry.received_at, now) if is_first else None,
        "details": getattr(message, "details", None),
        "answer_due": (
            due_in_words(message.inquiry.answer_due_at)
            if message.inquiry.answer_due_at and message.kind == Message.Kind.INTERIM
            else ""
        ),
    }


def _feedback_url(message: Message, *, has_helped: bool) -> str:
    """Where one click says whether an answer helped; empty for a preview, which has no number."""
    if message.kind != Message.Kind.ANSWER or message.pk is None:
        return ""
    return feedback_links.answer_url(message, has_helped=has_helped)


def status_link(inquiry: Inquiry, *, now: datetime) -> OutgoingMail:
    """Queue a fresh link to the status page, to the address the inquiry came from."""
    return queue_to_asker(
        inquiry,
        "status_link",
        purpose="statusLink",
        subject=_("Neuer Link zu Ihrer Anfrage"),
        context={"valid_days": links.VALID_FOR.days},
        is_automatic=True,
        now=now,
    )


def split_notice(inquiry: Inquiry, parts: Sequence[Inquiry], *, now: datetime) -> OutgoingMail:
    """Queue the mail that tells the asker under which numbers their questions go on."""
    chain = list(
        queries.own_messages(inquiry)
        .filter(kind__in=Message.VISIBLE_TO_ASKER)
        .exclude(message_id="")
        .order_by("created_at", "pk")
        .values_list("message_id", flat=True)
    )
    rows = [
        {
            "number": part.number,
            "subject": part.subject,
            "due": due_in_words(due) if (due := part.due_at or part.answer_due_at) else "",
            "status_url": links.status_url(part),
        }
        for part in parts
    ]
    return queue_to_asker(
        inquiry,
        "split",
        subject=_("Ihre Fragen haben jetzt eigene Nummern"),
        context={"parts": rows},
        in_reply_to=chain[0] if chain else "",
        references=chain[-MAX_REFERENCES:],
        is_automatic=True,
        now=now,
    )


def files_left_out(
    inquiry: Inquiry,
    left_out: Sequence[StoredFile],
    *,
    recipient: str,
    in_reply_to: str,
    now: datetime,
) -> OutgoingMail:
    """Tell who sent a mail which of its files were too large or too many, and another way.

    recipient: who sent that mail, not necessarily the asker.
    """
    context = {
        "inquiry": inquiry,
        "files": left_out,
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
        "max_count": settings.ATTACHMENT_MAX_COUNT,
        "mailbox": settings.INQUIRY_ADDRESS,
        "site": settings.WAGTAIL_SITE_NAME,
    }
    return outbox.queue(
        purpose="filesLeftOut",
        recipient=recipient,
        subject=_("[%s] Nicht alle Anlagen kamen gut an") % inquiry.number,
        text=composing.render("files_left_out.txt", context),
        reply_to=tokens.reply_address(inquiry.number),
        in_reply_to=in_reply_to,
        is_automatic=True,
        sender_name=settings.WAGTAIL_SITE_NAME,
        now=now,
    )


def due_in_words(instant: datetime) -> str:
    """Donnerstag, 26. November 2026, 10:46 Uhr"""
    return f"{german.long_date_de(instant)}, {german.local(instant):%H:%M} Uhr"


def _short_time(instant: datetime) -> str:
    """Do, 26.11., 10:46 Uhr"""
    local = german.local(instant)
    return f"{_SHORT_DAYS[local.weekday()]}, {local:%d.%m.}, {local:%H:%M} Uhr"


def queue_to_asker(
    inquiry: Inquiry,
    template: str,
    *,
    purpose: str = "",
    subject: str,
    context: dict[str, Any],
    in_reply_to: str = "",
    references: Sequence[str] = (),
    is_automatic: bool = False,
    send_after: datetime | None = None,
    copy_to: str = "",
    unsubscribe_url: str = "",
    files: Sequence[Attachment] = (),
    now: datetime,
) -> OutgoingMail:
    """Render text and HTML of a mail to the asker and queue it with its reply token."""
    mail = composing.compose(inquiry, template, subject, context)
    return _queue(
        inquiry,
        mail,
        purpose=purpose or template,
        in_reply_to=in_reply_to,
        references=references,
        is_automatic=is_automatic,
        send_after=send_after,
        copy_to=copy_to,
        unsubscribe_url=unsubscribe_url,
        files=files,
        now=now,
    )


def _queue(
    inquiry: Inquiry,
    mail: Composed,
    *,
    purpose: str,
    in_reply_to: str,
    references: Sequence[str],
    is_automatic: bool,
    send_after: datetime | None = None,
    copy_to: str = "",
    unsubscribe_url: str = "",
    files: Sequence[Attachment] = (),
    now: datetime,
) -> OutgoingMail:
    return outbox.queue(
        purpose=purpose,
        recipient=inquiry.asker_email,
        copy_to=copy_to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        reply_to=tokens.reply_address(inquiry.number),
        in_reply_to=in_reply_to,
        references=references,
        is_automatic=is_automatic,
        sender_name=mail.sender_name,
        send_after=send_after,
        unsubscribe_url=unsubscribe_url,
        files=[
            outbox.Enclosure(file.name, file.content_type, file.file.name or "") for file in files
        ],
        now=now,
    )


def _shorten(text: str, length: int) -> str:
    """Cut between words; line breaks become blanks."""
    return textwrap.shorten(text, length, placeholder=" …")


def _address(url: str, anchor: str) -> str:
    return f"{url}#{anchor}" if anchor and "#" not in url else url
