"""What an inquiry has to do with others, and what kind of inquiry it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import queries
from lotse.inquiries.desk import composer, queue
from lotse.inquiries.desk.besides import Besides
from lotse.inquiries.desk.contexts.queue import Row, rows_of
from lotse.inquiries.desk.filters import Desk, QueueFilter, words_in
from lotse.inquiries.models import Draft, Inquiry, KindProposal, Link, Merge, Message, Split
from lotse.inquiries.rules import Cited, merging, sorting
from lotse.inquiries.rules.splitting import FROM_ASKER

SHOWN = 8
"""Suggestions on a page."""


@dataclass(frozen=True)
class Related:
    """One line of the box "Hängt zusammen mit"."""

    label: str
    inquiry: Inquiry
    link_id: int | None
    """None: the connection comes from the conversation and cannot be removed."""


@dataclass(frozen=True)
class MergedIn:
    merge: Merge
    can_undo: bool


def of(inquiry: Inquiry, desk: Desk, besides: Besides) -> dict[str, Any]:
    """Everything the page of an inquiry shows about its kind and its connections."""
    merges = _merges(inquiry, desk.now) if "merges" in besides else []
    splits = besides.rows(
        "splits",
        Split.objects.filter(Q(source=inquiry) | Q(part=inquiry), undone_at=None).select_related(
            "source", "part"
        ),
    )
    links = Link.objects.filter(Q(first=inquiry) | Q(second=inquiry))
    proposals = KindProposal.objects.filter(inquiry=inquiry, decided_at=None)
    others = queries.further_askers(inquiry) if merges else []
    return {
        "proposal": besides.first("proposal", proposals),
        "kind_label": inquiry.get_kind_display() if inquiry.kind != Inquiry.Kind.INQUIRY else "",
        "has_ready_text": inquiry.kind in sorting.READY_TEXTS and inquiry.closed_at is None,
        "merges": merges,
        "merge_undo_days": merging.UNDO_DAYS,
        "further_askers": others,
        "kept_drafts": _kept_drafts(inquiry, desk) if merges else [],
        "parts": [split for split in splits if split.source_id == inquiry.pk],
        "related": [
            *_related(inquiry, besides.rows("links", links.select_related("first", "second"))),
            *_whole(splits, inquiry),
        ],
        "reopens_until": _reopens_until(inquiry),
    }


def _merges(inquiry: Inquiry, now: datetime) -> list[MergedIn]:
    standing = inquiry.merges_here.filter(undone_at=None).select_related("source", "merged_by")
    limit = timedelta(days=merging.UNDO_DAYS)
    return [MergedIn(merge, now - merge.merged_at <= limit) for merge in standing]


def _kept_drafts(inquiry: Inquiry, desk: Desk) -> list[Draft]:
    """Own drafts that were begun in an inquiry before it was merged into this one."""
    sources = queries.merged_sources(inquiry)
    drafts = Draft.objects.filter(inquiry__in=sources, author=desk.user)
    return list(drafts.select_related("inquiry").order_by("pk"))


def _related(inquiry: Inquiry, links: Sequence[Link]) -> list[Related]:
    related = [
        Related(
            _label(link, is_first=link.first_id == inquiry.pk),
            link.second if link.first_id == inquiry.pk else link.first,
            link.pk,
        )
        for link in links
    ]
    if inquiry.follows:
        related.append(Related(_("setzt fort"), inquiry.follows, None))
    if inquiry.closed_at:
        later = inquiry.followed_by.order_by("pk")[:SHOWN]
        related += [Related(_("wird fortgesetzt in"), found, None) for found in later]
    return related


def _label(link: Link, *, is_first: bool) -> str:
    backwards = {
        Link.Kind.DUPLICATE: _("dieselbe Frage stellt"),
        Link.Kind.FOLLOW_UP: _("wird fortgesetzt in"),
    }
    kind = Link.Kind(link.kind)
    return str(kind.label) if is_first else backwards.get(kind, str(kind.label))


def _whole(splits: Sequence[Split], inquiry: Inquiry) -> list[Related]:
    return [
        Related(_("abgeteilt von"), split.source, None)
        for split in splits
        if split.part_id == inquiry.pk
    ]


def _reopens_until(inquiry: Inquiry) -> datetime | None:
    if inquiry.closed_at is None or inquiry.merged_into_id is not None:
        return None
    return inquiry.closed_at + timedelta(days=queries.reopen_days())


# --- Choosing another inquiry --------------------------------------------------------------------


def candidates(inquiry: Inquiry, desk: Desk, words: str) -> dict[str, Any]:
    """Return open inquiries this one may belong to: by words, else by asker and municipality."""
    words = words.replace("\x00", "").strip()[:100]
    if words:
        return {"words": words, "found": _rows(_by_words(inquiry, desk, words), desk)}
    same_asker = _open(inquiry, desk).filter(asker_email=inquiry.asker_email)
    same_place = _open(inquiry, desk).filter(municipality=inquiry.municipality_id)
    about = _open(inquiry, desk).filter(area=inquiry.area_id, area__isnull=False)
    topics = list(inquiry.topics.values_list("pk", flat=True))
    shown: dict[int, Inquiry] = {}
    groups = []
    for title, query in (
        (_("Von derselben Person"), same_asker if inquiry.asker_email else None),
        (_("Aus derselben Kommune"), same_place if inquiry.municipality_id else None),
        (_("Zu demselben Thema"), about.filter(topics__in=topics) if topics else None),
    ):
        rows = [] if query is None else list(query.distinct()[: SHOWN + len(shown)])
        fresh = [row for row in rows if row.pk not in shown][:SHOWN]
        shown |= {row.pk: row for row in fresh}
        if fresh:
            groups.append({"title": title, "rows": _rows(fresh, desk)})
    return {"words": "", "groups": groups}


def _open(inquiry: Inquiry, desk: Desk) -> QuerySet[Inquiry]:
    return (
        queue.visible(desk)
        .filter(closed_at=None)
        .exclude(pk=inquiry.pk)
        .select_related("municipality")
        .order_by("-received_at", "-pk")
    )


def _by_words(inquiry: Inquiry, desk: Desk, words: str) -> list[Inquiry]:
    newest = _open(inquiry, desk).values("pk")[: queue.WINDOW]
    found = queue.visible(desk).filter(words_in(words), closed_at=None, pk__in=newest)
    return list(
        found.exclude(pk=inquiry.pk).select_related("municipality").order_by("-received_at")[:20]
    )


def _rows(inquiries: Sequence[Inquiry], desk: Desk) -> list[Row]:
    rows = list(inquiries)
    queue.with_relations(rows, desk)
    return rows_of(rows, QueueFilter.read({}), desk)


def with_ready_text(inquiry: Inquiry, user: User) -> tuple[str, list[Cited]]:
    """Return the own draft with the text for this kind of inquiry, below what stands there.

    Raises RuleError if there is no such text.
    """
    ready = sorting.ready_text(inquiry, user)
    draft = Draft.objects.filter(inquiry=inquiry, author=user).first()
    begun = draft.text.strip() if draft else ""
    return (f"{begun}\n\n{ready}" if begun else ready), composer.read(draft)


def sources(inquiry: Inquiry) -> list[Message]:
    """Messages of the asker, from which parts can be taken."""
    messages = inquiry.messages.filter(kind__in=FROM_ASKER).prefetch_related("attachments")
    return list(messages.order_by("created_at", "pk"))
