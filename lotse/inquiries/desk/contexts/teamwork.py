"""What the page of an inquiry shows of colleagues: who is there, what is planned, asked, to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from lotse.accounts.models import User
from lotse.inquiries import access, files, mails, states
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.besides import Besides
from lotse.inquiries.desk.contexts import deadlines
from lotse.inquiries.desk.contexts.sending import statement
from lotse.inquiries.desk.filters import QueueFilter
from lotse.inquiries.models import (
    ChecklistItem,
    Draft,
    Inquiry,
    Message,
    ReplyDetails,
    ScheduledReply,
    TeamQuestion,
)
from lotse.inquiries.rules import Details, enclosing, presence, releasing, time_spent
from lotse.inquiries.rules.details import completed
from lotse.lib import german
from lotse.lib.errors import RuleError

FIRST_HOUR = 8


@dataclass(frozen=True)
class ListBox:
    """A checklist as the page shows it."""

    pk: int
    title: str
    items: Sequence[ChecklistItem]
    done: int
    is_untouched: bool


def around(inquiry: Inquiry, request: HttpRequest) -> dict[str, Any]:
    """What every small page of an inquiry needs."""
    query = QueueFilter.read(request.GET).address
    return {
        "inquiry": inquiry,
        "query": f"?{query}" if query else "",
        "deadline": deadlines.of(inquiry, timezone.now()),
        "now": timezone.now(),
    }


def presence_context(inquiry: Inquiry, user: User, now: datetime) -> dict[str, Any]:
    """Who else is there; says that this person is."""
    present = presence.note(inquiry, person=user, now=now)
    key = "|".join(f"{one.name}{'+' * one.is_writing}" for one in present)
    return {"inquiry": inquiry, "present": present, "present_key": key}


def page_context(
    inquiry: Inquiry, user: User, drafts: Sequence[Draft], now: datetime, besides: Besides
) -> dict[str, Any]:
    """Everything about colleagues on the page of an inquiry."""
    own = next((draft for draft in drafts if draft.author_id == user.pk), None)
    questions = TeamQuestion.objects.filter(inquiry=inquiry, done_at=None)
    planned = ScheduledReply.objects.filter(inquiry=inquiry, sent_at=None, cancelled_at=None)
    return presence_context(inquiry, user, now) | {
        "planned": besides.first("planned", planned.select_related("author")),
        "shared_drafts": [d for d in drafts if d.shared_at and d.author_id != user.pk],
        "own_share": _own_share(own) if own else None,
        "lists": lists(inquiry) if "lists" in besides else [],
        "team_questions": besides.rows(
            "questions", questions.select_related("asked", "asked_by").order_by("due_at")
        ),
        "minutes": time_spent.minutes_of(inquiry) if "time" in besides else 0,
        "user_id": user.pk,
    }


def _own_share(draft: Draft) -> dict[str, Any] | None:
    """Where the own draft stands between its author and a second person."""
    if not (draft.shared_at or draft.released_at or draft.returned_at):
        return None
    is_released = bool(draft.released_digest) and draft.released_digest == releasing.digest_of(
        draft
    )
    return {
        "draft": draft,
        "is_released": is_released,
        "was_released": bool(draft.released_digest) and not is_released,
    }


def lists(inquiry: Inquiry) -> list[ListBox]:
    """Return the checklists of an inquiry with their steps. One query."""
    items = ChecklistItem.objects.filter(checklist__inquiry=inquiry)
    rows = items.select_related("checklist", "changed_by").order_by(
        "checklist__added_at", "checklist_id", "position"
    )
    grouped: dict[int, list[ChecklistItem]] = {}
    for item in rows:
        grouped.setdefault(item.checklist_id, []).append(item)
    return [
        ListBox(
            pk=pk,
            title=steps[0].checklist.title,
            items=steps,
            done=sum(step.state != ChecklistItem.State.OPEN for step in steps),
            is_untouched=all(step.state == ChecklistItem.State.OPEN for step in steps),
        )
        for pk, steps in grouped.items()
    ]


def schedule_context(
    inquiry: Inquiry, kept: Draft, form: Form, request: HttpRequest
) -> dict[str, Any]:
    """The page that asks when an answer is to leave."""
    now = timezone.now()
    if not form.is_bound:
        form.initial = _next_morning(now) | _seen(inquiry)
    return around(inquiry, request) | {
        "form": form,
        "draft": kept,
        "sources": composer.sources(inquiry, composer.read(kept)),
        "due_at": states.next_due_at(inquiry),
    }


def _next_morning(now: datetime) -> dict[str, Any]:
    day = german.local(now).date() + timedelta(days=1)
    return {"day": day, "hour": f"{FIRST_HOUR:02d}:00"}


def _seen(inquiry: Inquiry) -> dict[str, Any]:
    turns = inquiry.messages.filter(kind__in=Message.TURNS).order_by("-pk")
    return {"turn": inquiry.turn, "letzte": turns.values_list("pk", flat=True).first()}


def shared_page(draft: Draft) -> str:
    return reverse("inquiries:desk:shared_draft", args=[draft.inquiry.number, draft.pk])


def shared_context(
    inquiry: Inquiry, draft: Draft, form: Form, request: HttpRequest
) -> dict[str, Any]:
    """A colleague's draft as it would leave."""
    details = Details.from_json(draft.details)
    message = Message(
        inquiry=inquiry,
        kind=Message.Kind.ANSWER,
        author=draft.author,
        author_name=draft.author.name,
        text=draft.text.strip(),
    )
    message.details = unsaved_details(message, details, inquiry)
    cited = composer.citations(composer.read(draft))
    attachments = [files.attachment(file) for file in enclosing.of(draft)]
    return around(inquiry, request) | {
        "draft": draft,
        "is_own": draft.author_id == access.desk_user(request).pk,
        "is_released": draft.released_digest == releasing.digest_of(draft),
        "mail": mails.preview(
            message, citations=cited, attachments=attachments, now=timezone.now()
        ),
        "enclosed": enclosing.of(draft),
        "statement": statement(message),
        "reasons": releasing.reasons(inquiry, draft, details),
        "comments": list(draft.comments.select_related("author")),
        "form": form,
    }


def unsaved_details(message: Message, details: Details, inquiry: Inquiry) -> ReplyDetails:
    """Return what a reply would state, as far as it is complete."""
    try:
        stated = completed(details, inquiry, message.kind)
    except RuleError:
        stated = Details(details.certainty)
    return ReplyDetails(
        message=message,
        certainty=stated.certainty,
        law_as_of=stated.law_as_of,
        jurisdiction=stated.jurisdiction,
        summary_of_question=stated.summary,
        next_step=stated.next_step,
    )
