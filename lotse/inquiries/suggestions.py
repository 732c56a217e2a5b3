"""Suggestions kept between two looks at an inquiry, and the ones a person has hidden.

Working them out reads a dozen records closely. The worker does it when the inquiry arrives; the
page does it only if something has changed since: the conversation, the topics, the municipality, or
one of the records that would be shown (decision 0033).
"""

import hashlib
from collections.abc import Sequence, Set
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from lotse.accounts.models import User
from lotse.inquiries import suggest
from lotse.inquiries.models import Dismissal, Inquiry, SuggestionSet
from lotse.inquiries.suggest import Colleague, Place, Suggestion, Suggestions
from lotse.lib.audience import Audience
from lotse.search import generations
from lotse.search.engine import Result
from lotse.search.models import Generation, Record
from lotse.topics.models import Concept

SHOWN = 5
KEPT = 8
"""Worked out for each list, so that hiding some does not empty it."""
FRESH_FOR = timedelta(minutes=10)
"""So long new records elsewhere in the index change nothing."""
KEPT_FOR = timedelta(hours=6)
"""So long changed records elsewhere in the index change nothing."""
LEFT_FOR = timedelta(days=1)
BATCH = 5
LOOKED_AT = 2_000
"""Newest inquiries in which the worker looks for work."""


def of(
    inquiry: Inquiry,
    *,
    topics: Sequence[Concept],
    reach: Audience,
    now: datetime,
    hides_some: bool = True,
) -> Suggestions:
    """Return what helps with an inquiry, without what a person has hidden.

    reach: of the person at the desk; the kept suggestions are those of the team. topics: of the
    inquiry. hides_some: False if it is known that nothing is hidden. Nothing is shown that the
    index no longer holds as it was found.
    """
    if reach < Audience.TEAM:
        return suggest.for_inquiry(inquiry, reach, SHOWN, topics=topics)
    generation = generations.active()
    kept = SuggestionSet.objects.filter(pk=inquiry.pk).first()
    if kept is None or not _is_current(kept, inquiry, topics, generation, now):
        kept = make(inquiry, topics=topics, now=now)
    hidden = set(inquiry.dismissals.values_list("kind", "object_id")) if hides_some else set()
    return _shown(kept, topics, hidden)


def make(inquiry: Inquiry, *, topics: Sequence[Concept], now: datetime) -> SuggestionSet:
    """Work out the suggestions for an inquiry and keep them. now: aware."""
    generation = generations.active()
    found = suggest.for_inquiry(inquiry, Audience.TEAM, KEPT, topics=topics)
    hashes = _hashes(generation, [*found.content, *found.inquiries])
    kept, _created = SuggestionSet.objects.update_or_create(
        inquiry=inquiry,
        defaults={
            "turn": inquiry.turn,
            "basis": _basis(inquiry, topics),
            "index_state": _state(generation),
            "found": _pack(found, hashes),
            "made_at": now,
        },
    )
    return kept


def make_missing(now: datetime) -> int:
    """Work out the suggestions of inquiries that arrived or went on; return how many."""
    newest = Inquiry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    waiting = (
        Inquiry.objects.filter(pk__gt=newest - LOOKED_AT, closed_at=None)
        .exclude(suggestion_set__turn=F("turn"))
        .select_related("municipality")
        .prefetch_related("topics__broader")
        .order_by("-pk")[:BATCH]
    )
    made = 0
    for inquiry in waiting:
        make(inquiry, topics=list(inquiry.topics.all()), now=now)
        made += 1
    return made


@transaction.atomic
def dismiss(inquiry: Inquiry, *, kind: str, object_id: int, actor: User, now: datetime) -> None:
    """Hide a suggestion for this inquiry. Hiding it twice changes nothing."""
    record = Record.objects.filter(
        generation=generations.active(), kind=kind, object_id=object_id
    ).first()
    Dismissal.objects.get_or_create(
        inquiry=inquiry,
        kind=kind,
        object_id=object_id,
        defaults={"title": record.title if record else "", "actor": actor, "dismissed_at": now},
    )


def show_again(inquiry: Inquiry) -> int:
    """Show everything again that was hidden for this inquiry; return how many."""
    return inquiry.dismissals.all().delete()[0]


def forget(now: datetime) -> int:
    """Remove suggestions nobody would be shown any more: they quote other inquiries."""
    return SuggestionSet.objects.filter(made_at__lt=now - LEFT_FOR).delete()[0]


def _is_current(
    kept: SuggestionSet,
    inquiry: Inquiry,
    topics: Sequence[Concept],
    generation: Generation | None,
    now: datetime,
) -> bool:
    if kept.turn != inquiry.turn or kept.basis != _basis(inquiry, topics):
        return False
    age = now - kept.made_at
    if age > KEPT_FOR or (age > FRESH_FOR and kept.index_state != _state(generation)):
        return False
    rows = [*kept.found["content"], *kept.found["inquiries"]]
    hashes = {(row["kind"], row["object_id"]): row["hash"] for row in rows}
    return _present(generation, hashes) == hashes


def _present(
    generation: Generation | None, wanted: dict[tuple[str, int], str]
) -> dict[tuple[str, int], str]:
    """Return the fingerprints of records as the index holds them now."""
    if not wanted:
        return {}
    records = Record.objects.filter(
        generation=generation, object_id__in={object_id for _kind, object_id in wanted}
    )
    return {
        (kind, object_id): content_hash
        for kind, object_id, content_hash in records.values_list(
            "kind", "object_id", "content_hash"
        )
        if (kind, object_id) in wanted
    }


def _hashes(
    generation: Generation | None, found: Sequence[Suggestion]
) -> dict[tuple[str, int], str]:
    return _present(generation, {(one.result.kind, one.result.object_id): "" for one in found})


def _basis(inquiry: Inquiry, topics: Sequence[Concept]) -> str:
    facts = f"{inquiry.municipality_id} {sorted(topic.code for topic in topics)}"
    return hashlib.blake2b(facts.encode(), digest_size=16).hexdigest()


def _state(generation: Generation | None) -> str:
    if generation is None:
        return ""
    records = generations.record_count(generation, Audience.TEAM)
    return f"{generation.token}:{records}"


def _pack(found: Suggestions, hashes: dict[tuple[str, int], str]) -> dict[str, Any]:
    """Return suggestions as JSON. Areas are not among them: reading them again costs less."""
    return {
        "content": [_row(one, hashes) for one in found.content],
        "inquiries": [_row(one, hashes) for one in found.inquiries],
        "colleagues": [[one.person.pk, one.reason] for one in found.colleagues],
        "places": [asdict(one) for one in found.places],
    }


def _row(one: Suggestion, hashes: dict[tuple[str, int], str]) -> dict[str, Any]:
    facts = asdict(one.result)
    day = one.result.dated_on
    return facts | {
        "dated_on": day.isoformat() if day else None,
        "hash": hashes.get((one.result.kind, one.result.object_id), ""),
        "reason": one.reason,
    }


def _suggestion(row: dict[str, Any]) -> Suggestion:
    facts = {name: value for name, value in row.items() if name not in ("hash", "reason")}
    facts["dated_on"] = date.fromisoformat(row["dated_on"]) if row["dated_on"] else None
    facts["facets"] = {name: tuple(values) for name, values in row["facets"].items()}
    facts["like_own"] = tuple(row["like_own"])
    return Suggestion(Result(**facts), row["reason"])


def _shown(
    kept: SuggestionSet, topics: Sequence[Concept], hidden: Set[tuple[str, int]]
) -> Suggestions:
    def left(rows: Sequence[dict[str, Any]]) -> list[Suggestion]:
        fitting = [row for row in rows if (row["kind"], row["object_id"]) not in hidden]
        return [_suggestion(row) for row in fitting[:SHOWN]]

    reasons = dict(kept.found["colleagues"])
    people = User.objects.filter(pk__in=reasons, is_active=True) if reasons else []
    by_pk = {person.pk: person for person in people}
    return Suggestions(
        content=left(kept.found["content"]),
        inquiries=left(kept.found["inquiries"]),
        areas=suggest.areas(topics),
        colleagues=[Colleague(by_pk[pk], reasons[pk]) for pk in reasons if pk in by_pk],
        places=[Place(**row) for row in kept.found["places"]],
        hidden=len(hidden),
    )
