"""Recall: notice that a cited record changed, and decide about the answers built on it.

Nothing below the desk tells it about changes. The worker compares: of every cited record the
fingerprint in the search index, which is written in the transaction of each publication, with the
one it saw last (decision 0034).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import radar_mails
from lotse.inquiries.models import Citation, CitedSource, Message, Recall
from lotse.lib.errors import RuleError
from lotse.search import generations
from lotse.search.models import Passage, Record

_BUILT_ON = (*Message.REPLIES, Message.Kind.CORRECTION)
BATCH = 100
Key = tuple[str, int]


def note(cited: Sequence[Citation], now: datetime) -> None:
    """Begin to watch what a reply cites, in its transaction. One query if all of it is watched."""
    keys = {(one.kind, one.object_id): one for one in cited}
    if not keys:
        return
    watched = CitedSource.objects.filter(object_id__in=[object_id for _kind, object_id in keys])
    known = set(watched.values_list("kind", "object_id"))
    new = [citation for key, citation in keys.items() if key not in known]
    found = _records({(one.kind, one.object_id) for one in new})
    CitedSource.objects.bulk_create(
        (_source(one, found.get((one.kind, one.object_id)), now) for one in new),
        ignore_conflicts=True,
    )


def watch(now: datetime) -> int:
    """Compare every cited record with what it was; return how many recalls that opened or changed.

    now: aware.
    """
    present = Record.objects.filter(
        generation=generations.active(), kind=OuterRef("kind"), object_id=OuterRef("object_id")
    )
    content_hash = Subquery(present.values("content_hash")[:1])
    different = CitedSource.objects.annotate(
        present_hash=Coalesce(content_hash, Value(""))
    ).exclude(content_hash=F("present_hash"))
    seen = list(different.order_by("pk")[:BATCH])
    found = _records({(one.kind, one.object_id) for one in seen})
    return sum(_compare(one, found.get((one.kind, one.object_id)), now) for one in seen)


def meet_unwatched(now: datetime) -> int:
    """Begin to watch what was cited before anybody watched; return how many records.

    Whether they have changed since, the passage that was shown tells.
    """
    watched = CitedSource.objects.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"))
    unwatched = Citation.objects.filter(~Exists(watched), message__kind__in=_BUILT_ON)
    keys = set(unwatched.order_by().values_list("kind", "object_id").distinct()[:BATCH])
    found = _records(keys)
    for key in sorted(keys):
        _meet(key, found.get(key), now)
    return len(keys)


def _records(keys: set[Key]) -> dict[Key, "Found"]:
    """Return cited records as the index holds them. Two queries."""
    if not keys:
        return {}
    records = Record.objects.filter(
        generation=generations.active(), object_id__in={object_id for _kind, object_id in keys}
    ).prefetch_related(Prefetch("passages", Passage.objects.order_by("position")))
    return {
        (record.kind, record.object_id): Found(
            title=record.title,
            url=record.url,
            content_hash=record.content_hash,
            audience=record.audience,
            is_stale=record.is_stale,
            passages=[[passage.heading, passage.text] for passage in record.passages.all()],
        )
        for record in records
        if (record.kind, record.object_id) in keys
    }


@dataclass(frozen=True)
class Found:
    """A record as the search index holds it."""

    title: str
    url: str
    content_hash: str
    audience: int
    is_stale: bool
    passages: list[list[str]]

    @property
    def substance(self) -> dict[str, Any]:
        return {"title": self.title, "passages": self.passages}


def _source(citation: Citation, found: Found | None, now: datetime) -> CitedSource:
    return CitedSource(
        kind=citation.kind,
        object_id=citation.object_id,
        title=found.title if found else citation.title,
        content_hash=found.content_hash if found else "",
        substance=found.substance if found else {},
        audience=found.audience if found else 0,
        is_stale=bool(found and found.is_stale),
        checked_at=now,
    )


@transaction.atomic
def _meet(key: Key, found: Found | None, now: datetime) -> None:
    cited = list(_citations(*key).order_by("pk"))
    source = _source(cited[0], found, now)
    CitedSource.objects.bulk_create([source], ignore_conflicts=True)
    shown = [[_("Zitierte Stelle"), one.passage] for one in cited if one.passage]
    before = {"title": cited[0].title, "passages": shown}
    if found is None:
        _notice(key, Recall.Why.WITHDRAWN, before, {}, cited[0].url, now)
        return
    whole = _flat(" ".join(text for _heading, text in found.passages))
    if any(_flat(one.passage) not in whole for one in cited):
        _notice(key, Recall.Why.CHANGED, before, found.substance, found.url, now)


def _flat(text: str) -> str:
    """A passage as it is compared: without line breaks and without the sign that it was cut."""
    return " ".join(text.replace("…", " ").split())


@transaction.atomic
def _compare(seen: CitedSource, found: Found | None, now: datetime) -> bool:
    why = _why(seen, found)
    # Conditional update: of two workers only one notices.
    won = CitedSource.objects.filter(pk=seen.pk, content_hash=seen.content_hash).update(
        content_hash=found.content_hash if found else "",
        title=found.title if found else seen.title,
        substance=found.substance if found else seen.substance,
        audience=found.audience if found else seen.audience,
        is_stale=bool(found and found.is_stale),
        checked_at=now,
    )
    if not won or why is None:
        return False
    after = found.substance if found else {}
    key = (seen.kind, seen.object_id)
    return _notice(key, why, seen.substance, after, found.url if found else "", now)


def _why(seen: CitedSource, found: Found | None) -> Recall.Why | None:
    """Return what is different about a record; None if only its surroundings are."""
    if found is None:
        return Recall.Why.WITHDRAWN
    if found.substance != seen.substance:
        return Recall.Why.CHANGED
    if found.audience > seen.audience:
        return Recall.Why.HIDDEN
    if found.is_stale and not seen.is_stale:
        return Recall.Why.EXPIRED
    return None


def _notice(
    key: Key,
    why: Recall.Why,
    before: dict[str, Any],
    after: dict[str, Any],
    url: str,
    now: datetime,
) -> bool:
    """Open a recall, or bring the one that waits up to date; what answers built on stays."""
    title = str(after.get("title") or before.get("title") or "")[:300]
    waiting = Recall.objects.filter(kind=key[0], object_id=key[1], decided_at=None)
    facts = {"why": why, "title": title, "after": after, "changed_at": now}
    if waiting.update(**facts):
        return True
    recall = Recall.objects.create(
        kind=key[0], object_id=key[1], url=url[:300], before=before, noticed_at=now, **facts
    )
    radar_mails.source_changed(recall, answers=answers(recall).count(), now=now)
    return True


def _citations(kind: str, object_id: int) -> QuerySet[Citation]:
    return Citation.objects.filter(
        kind=kind, object_id=object_id, message__kind__in=_BUILT_ON
    ).select_related("message__inquiry__municipality")


def citations(recall: Recall) -> QuerySet[Citation]:
    """Return the citations of a record in replies that were sent before it changed."""
    sent = _citations(recall.kind, recall.object_id)
    return sent.filter(message__created_at__lt=recall.changed_at).order_by(
        "-message__created_at", "-pk"
    )


def answers(recall: Recall) -> QuerySet[Message]:
    """Return the replies built on a record, the oldest first."""
    return (
        Message.objects.filter(pk__in=citations(recall).order_by().values("message"))
        .select_related("inquiry")
        .order_by("created_at", "pk")
    )


@transaction.atomic
def decide(recall: Recall, *, decision: str, reason: str, actor: User, now: datetime) -> None:
    """Settle a recall without a mail: the answers stand, or nobody needs to be told.

    Raises RuleError without a reason, or if it is decided already. Corrections are released through
    ``groups``, which settles the recall too.
    """
    if decision not in (Recall.Decision.STANDS, Recall.Decision.UNNEEDED):
        raise ValueError("A correction is sent, not only decided.")
    if not reason.strip():
        raise RuleError(_("Bitte schreiben Sie, warum. Ein Satz genügt."))
    settled = Recall.objects.filter(pk=recall.pk, decided_at=None).update(
        decision=decision, reason=reason.strip()[:300], decided_at=now, decided_by=actor
    )
    if not settled:
        raise RuleError(_("Darüber hat schon jemand entschieden."))


def warnings(inquiry_ids: Sequence[int]) -> dict[int, Recall]:
    """Return recalls that touch the answers of inquiries and were not settled as standing.

    Two queries, however many inquiries there are.
    """
    cited = Citation.objects.filter(
        message__inquiry__in=inquiry_ids, message__kind__in=_BUILT_ON
    ).values_list("message__inquiry", "kind", "object_id", "message__created_at")
    rows = list(cited)
    ids = {object_id for _pk, _kind, object_id, _at in rows}
    open_ones = Recall.objects.filter(object_id__in=ids).exclude(
        decision__in=[Recall.Decision.STANDS, Recall.Decision.UNNEEDED]
    )
    by_key: dict[Key, list[Recall]] = {}
    for recall in open_ones.order_by("noticed_at"):
        by_key.setdefault((recall.kind, recall.object_id), []).append(recall)
    found: dict[int, Recall] = {}
    for pk, kind, object_id, at in rows:
        for recall in by_key.get((kind, object_id), []):
            if at < recall.changed_at:
                found[pk] = recall
    return found
