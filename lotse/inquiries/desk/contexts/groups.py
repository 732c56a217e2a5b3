"""What a group reply shows: the text, who gets it, each mail, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from lotse.accounts import access as accounts
from lotse.accounts.models import User
from lotse.inquiries import mails, suggest
from lotse.inquiries.composing import Composed
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.contexts.suggestions import offer
from lotse.inquiries.desk.forms import SourceForm
from lotse.inquiries.models import GroupRecipient, GroupReply, Message
from lotse.inquiries.rules import groups
from lotse.lib import paging
from lotse.search import engine, registry

FOUND = 8


@dataclass(frozen=True)
class Line:
    """One recipient on the page where the text is written."""

    recipient: GroupRecipient
    latest: str
    """What this asker wrote last."""
    turn: int
    has_moved_on: bool
    """The conversation went on since the author last saved."""
    is_closed: bool


@dataclass(frozen=True)
class Preview:
    recipient: GroupRecipient
    mail: Composed
    left_out: list[str]
    refusal: str


def listing(query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of group replies, newest first."""
    rows = GroupReply.objects.select_related("author", "cluster", "recall").annotate(
        recipient_count=Count("recipients", filter=Q(recipients__is_excluded=False)),
        sent_count=Count("recipients", filter=Q(recipients__sent_at__isnull=False)),
        skipped_count=Count("recipients", filter=Q(recipients__skipped_at__isnull=False)),
    )
    return {"page": paging.by_key(rows, order=("-created_at", "-pk"), query=query)}


def writing(group: GroupReply, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The page where the text is written, with what could be cited."""
    cited = groups.cited_by(group)
    words = query.get("quelle", "").replace("\x00", "").strip()[:300]
    asked = Message.objects.filter(kind__in=[Message.Kind.QUESTION, Message.Kind.FOLLOW_UP])
    recipients = group.recipients.select_related("inquiry__municipality").prefetch_related(
        Prefetch("inquiry__messages", asked.order_by("-created_at", "-pk"), to_attr="asked")
    )
    lines = [_line(recipient) for recipient in recipients]
    found = []
    look_for = words or _subject_of(group)
    if look_for:
        kinds = tuple(kind for kind in registry.providers if kind not in suggest.NO_HELP)
        reach = accounts.reach(user)
        results = engine.best(look_for, reach=reach, limit=FOUND, kinds=kinds)
        found = [offer(result, "", {composer.key(one): 1 for one in cited}) for result in results]
    return {
        "group": group,
        "lines": lines,
        "sources": _sources(group),
        "offers": found,
        "words": words,
        "source_form": SourceForm(initial={"quelle": words}),
        "included": sum(not line.recipient.is_excluded for line in lines),
    }


def _line(recipient: GroupRecipient) -> Line:
    inquiry = recipient.inquiry
    asked: list[Message] = inquiry.asked  # type: ignore[attr-defined]  # prefetched
    return Line(
        recipient=recipient,
        latest=asked[0].text if asked else "",
        turn=inquiry.turn,
        has_moved_on=recipient.turn != inquiry.turn,
        is_closed=inquiry.closed_at is not None and recipient.corrects_id is None,
    )


def _subject_of(group: GroupReply) -> str:
    if group.cluster is not None:
        return " ".join(group.cluster.words)
    return group.recall.title if group.recall is not None else ""


def _sources(group: GroupReply) -> list[dict[str, Any]]:
    return [
        {"position": citation.position, "title": citation.title, "url": citation.url}
        for citation in composer.citations(groups.cited_by(group))
    ]


def previews(group: GroupReply) -> dict[str, Any]:
    """Each mail as it would leave now."""
    now = timezone.now()
    recipients = group.recipients.filter(is_excluded=False).select_related(
        "group__author", "inquiry__area", "inquiry__municipality", "corrects"
    )
    return {"group": group, "previews": [_preview(recipient, now) for recipient in recipients]}


def _preview(recipient: GroupRecipient, now: datetime) -> Preview:
    composed = groups.compose(recipient)
    kind = Message.Kind.CORRECTION if recipient.corrects_id else Message.Kind.ANSWER
    message = Message(
        inquiry=recipient.inquiry,
        kind=kind,
        author=recipient.group.author,
        author_name=recipient.group.author.name,
        text=composed.text,
    )
    mail = mails.preview(message, citations=composer.citations(composed.cited), now=now)
    moved_on = recipient.turn != recipient.inquiry.turn
    return Preview(recipient, mail, list(composed.left_out), "turn" if moved_on else "")


def progress(group: GroupReply) -> dict[str, Any]:
    """How far the worker has come, and who was left out and why."""
    recipients = list(
        group.recipients.filter(is_excluded=False).select_related(
            "inquiry__municipality", "message"
        )
    )
    sent = [one for one in recipients if one.sent_at]
    skipped = [one for one in recipients if one.skipped_at]
    return {
        "group": group,
        "recipients": recipients,
        "sent": sent,
        "skipped": skipped,
        "total": len(recipients),
        "settled": len(sent) + len(skipped),
        "is_under_way": len(sent) + len(skipped) < len(recipients),
        "excluded": group.recipients.filter(is_excluded=True).count(),
    }
