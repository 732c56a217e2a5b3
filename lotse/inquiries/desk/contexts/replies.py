"""Pages around a reply: preview, interim reply, nothing cited, overtaken by somebody else."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import access, files, mails
from lotse.inquiries.desk import besides, composer
from lotse.inquiries.desk.contexts import deadlines
from lotse.inquiries.desk.contexts.inquiry import conversation, greeting, seen
from lotse.inquiries.desk.contexts.teamwork import unsaved_details
from lotse.inquiries.desk.filters import QueueFilter
from lotse.inquiries.desk.forms import DraftForm, InterimForm
from lotse.inquiries.models import Draft, Inquiry, Message
from lotse.inquiries.rules import AlreadyAnswered, Details, enclosing
from lotse.lib import german
from lotse.lib.errors import RuleError

ANSWER_AFTER = timedelta(days=2)
"""Proposed target for an answer that needs time."""
CLOSING = "Freundliche Grüße"


def context(inquiry: Inquiry, form: DraftForm, request: HttpRequest) -> dict[str, Any]:
    """What every page around a reply needs."""
    now = timezone.now()
    query = QueueFilter.read(request.GET).address
    draft = inquiry.drafts.filter(author=access.desk_user(request)).first()
    return {
        "inquiry": inquiry,
        "form": form,
        "query": f"?{query}" if query else "",
        "deadline": deadlines.of(inquiry, now),
        "sources": composer.sources(inquiry, composer.read(draft)),
        "now": now,
    }


def draft_context(inquiry: Inquiry, draft: Draft | None, *, seen: int) -> dict[str, Any]:
    """The line that says when the text was saved, and whether the conversation went on."""
    return {"draft": draft, "inquiry": inquiry, "is_overtaken": inquiry.turn != seen}


def preview_context(inquiry: Inquiry, draft: Draft, request: HttpRequest) -> dict[str, Any]:
    """The mail as it would leave now."""
    user = draft.author
    message = Message(
        inquiry=inquiry,
        kind=Message.Kind.ANSWER,
        author=user,
        author_name=user.name,
        text=draft.text.strip(),
    )
    cited = composer.citations(composer.read(draft))
    attachments = [files.attachment(file) for file in enclosing.of(draft)]
    message.details = unsaved_details(message, Details.from_json(draft.details), inquiry)
    mail = mails.preview(message, citations=cited, attachments=attachments, now=timezone.now())
    form = DraftForm(initial={"text": draft.text} | seen(inquiry) | draft.details)
    return context(inquiry, form, request) | {
        "mail": mail,
        "draft": draft,
        "enclosed": enclosing.of(draft),
    }


def conflict_context(
    inquiry: Inquiry, form: DraftForm, overtaken: RuleError, request: HttpRequest
) -> dict[str, Any]:
    """Both texts: what came meanwhile, and what was not sent. form: as it was sent."""
    data = form.cleaned_data
    user = access.desk_user(request)
    kept = inquiry.drafts.filter(author=user).first()
    initial = {"text": data["text"]} | seen(inquiry) | (kept.details if kept else {})
    items, _has_older = conversation(
        inquiry, timezone.now(), is_whole=False, besides=besides.of(inquiry, user)
    )
    turns = [item for item in items if item.takes_turn]
    last, count = data.get("letzte"), inquiry.turn - data["turn"]
    news = [item for item in turns if last and item.pk > last] or turns[-count:] * (count > 0)
    return context(inquiry, form, request) | {
        "reason": overtaken.message,
        "news": news,
        "conflict_title": _title(overtaken),
        "composer": DraftForm(initial=initial),
        "draft": kept,
        "enclosed": enclosing.of(kept),
    }


def _title(overtaken: RuleError) -> str:
    if isinstance(overtaken, AlreadyAnswered):
        return _("Jemand war schneller")
    return _("Es gibt etwas Neues")


def interim_form(
    inquiry: Inquiry, user: User, draft: Draft | None, data: Any, *, is_complete: bool
) -> InterimForm:
    """The form as it was filled in, or opened with the text of the composer."""
    if is_complete:
        return InterimForm(data)
    text = data.get("text") or (draft.text if draft else greeting(inquiry, user))
    expected = german.local(timezone.now() + ANSWER_AFTER)
    initial = {"summary": inquiry.subject, "text": text, "expected_on": expected.date()}
    return InterimForm(initial=initial | seen(inquiry))


def with_next_step(text: str, next_step: str) -> str:
    """Put the next step before the closing words, or at the end."""
    sentence = _("Nächster Schritt: {step}").format(step=next_step.strip())
    head, closing, tail = text.rstrip().rpartition(f"\n{CLOSING}")
    if closing:
        return f"{head.rstrip()}\n\n{sentence}\n{closing}{tail}"
    return f"{text.rstrip()}\n\n{sentence}"
