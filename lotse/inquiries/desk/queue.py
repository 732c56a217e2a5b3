"""The queue: what is due first stands first, page by page without counting rows.

A page is found by the place of its neighbour (keyset paging), so page 400 costs what page 1 costs.
What no index serves (topics, Länder, words) is looked for in pieces of ``WINDOW`` inquiries: a page
costs the same with a million of them, and says how far it has looked (decision 0049).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from lotse.accounts.models import User
from lotse.inquiries import clock
from lotse.inquiries.desk import statements
from lotse.inquiries.desk.filters import IS_OPEN, VIEWS, Desk, QueueFilter
from lotse.inquiries.desk.statements import SOMETIME
from lotse.inquiries.models import Draft, Inquiry, Presence
from lotse.inquiries.rules.presence import EXPIRES_AFTER
from lotse.lib.paging import AFTER_PARAMETER, BEFORE_PARAMETER, Page
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

PAGE_SIZE = 20
_FACTS = ("received_at", "reaction_due_at", "reacted_at", "work_started_at", "answered_at")
_BEGUN = ("first_answered_at",)
_DUE = ("answer_due_at", "waiting_since", "due_at", "next_due_at", "paused_since", "terms")
_ASKER = ("asker_name", "asker_email", "asker_phone")
_PLACE = [f"municipality__{name}" for name in ("name", "kind", "type", "land_id", "size_class")]
_SHOWN = ("number", "subject", "channel", "closed_at", "area_id", "owner_id", "kind")
_SORTED_BY = ("last_activity_at", "asker_deadline_on")
_SHOWN_FIELDS = (*_SHOWN, *_SORTED_BY, *_FACTS, *_BEGUN, *_DUE, *_ASKER, *_PLACE)
"""Fields of a row; whole records would cost three times as much."""
_TOPICS = Concept.objects.only("name")
_PEOPLE = User.objects.only("name", "email")
COUNT_LIMIT = 1000
"""Counts stop here: a chip that says "1.000+" costs the same with a million rows."""

WINDOW = 1000
"""So many inquiries are looked through for a page when something without an index is chosen."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Segment:
    """A run of the queue in one order: by an instant and the id, or by the id alone."""

    name: str
    where: Q
    field: str = ""
    is_descending: bool = False

    def order(self, is_backward: bool) -> list[str]:
        sign = "-" if self.is_descending != is_backward else ""
        return [sign + name for name in (self.field, "pk") if name]

    def beyond(self, place: "Place", is_backward: bool) -> Q:
        """What stands after the place in this segment, or before it if backward."""
        side = "lt" if self.is_descending != is_backward else "gt"
        by_id = Q(**{f"pk__{side}": place.pk})
        if not self.field:
            return by_id
        assert place.at is not None
        at = place.at.date() if self.field == _DAY else place.at
        # The first half lets an index seek, the second half decides among equal instants.
        return Q(**{f"{self.field}__{side}e": at}) & (Q(**{f"{self.field}__{side}": at}) | by_id)

    def place(self, at: datetime | date | None, pk: int) -> "Place":
        """Return the place of a row in this segment. at: the value of ``field``."""
        if at is not None and not isinstance(at, datetime):
            at = datetime.combine(at, time(), UTC)
        return Place(self.name, at if self.field else None, pk)


WITH_CLOCK = Segment("f", Q(next_due_at__isnull=False), "next_due_at")
WITHOUT_CLOCK = Segment("o", Q(next_due_at=None), is_descending=True)
BY_CLOSING = Segment("z", Q(closed_at__isnull=False), "closed_at", is_descending=True)
BY_RECEIPT = Segment("e", Q(), "received_at", is_descending=True)
_DAY = "asker_deadline_on"
_BY_ORDER = {
    "eingang": [BY_RECEIPT],
    "bewegung": [Segment("b", Q(), "last_activity_at", is_descending=True)],
    "termin": [
        Segment("t", Q(asker_deadline_on__isnull=False), _DAY),
        Segment("u", Q(asker_deadline_on=None), "received_at", is_descending=True),
    ],
}
_LETTERS = "fozebtu"


@dataclass(frozen=True)
class Place:
    """Where an inquiry stands in the queue; in addresses as ``f.1764000000000000.412``."""

    segment: str
    at: datetime | None
    pk: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Return the place an address names, None if it names none."""
        segment, _, rest = text.partition(".")
        micros, _, pk = rest.partition(".")
        if not (
            len(segment) == 1
            and segment in _LETTERS
            and pk.isdecimal()
            and len(pk) < 19
            and len(micros) < 18
        ):
            return None
        if not micros:
            return cls(segment, None, int(pk)) if segment == "o" else None
        if not micros.isdecimal() or segment == "o":
            return None
        return cls(segment, _EPOCH + timedelta(microseconds=int(micros)), int(pk))

    def __str__(self) -> str:
        micros = (self.at - _EPOCH) // timedelta(microseconds=1) if self.at else ""
        return f"{self.segment}.{micros}.{self.pk}"


def segments(chosen: QueueFilter) -> list[Segment]:
    if chosen.view.name == "geschlossen":
        return [BY_CLOSING]
    if chosen.view.name == "alle":
        return [BY_RECEIPT]
    if chosen.order:
        return _BY_ORDER[chosen.order]
    return [WITH_CLOCK] if chosen.view.needs_clock else [WITH_CLOCK, WITHOUT_CLOCK]


def place_of(inquiry: Inquiry, chosen: QueueFilter) -> Place:
    """Return where an inquiry stands, or would stand, in a view."""
    runs = segments(chosen)
    for run in runs:
        if run.field and (at := getattr(inquiry, run.field)) is not None:
            return run.place(at, inquiry.pk)
    if runs[0] is BY_CLOSING:
        return BY_CLOSING.place(inquiry.received_at, inquiry.pk)
    return WITHOUT_CLOCK.place(None, inquiry.pk)


def visible(desk: Desk) -> "QuerySet[Inquiry]":
    """All inquiries that exist for this person, in no order."""
    return Inquiry.objects.filter(desk.visible).order_by()


def found(chosen: QueueFilter, desk: Desk) -> "QuerySet[Inquiry]":
    """All inquiries of a view, in no order."""
    return Inquiry.objects.filter(chosen.where(desk)).order_by()


def _runs_from(chosen: QueueFilter, start: Place | None, is_backward: bool) -> list[Segment]:
    runs = segments(chosen)[:: -1 if is_backward else 1]
    names = [run.name for run in runs]
    if start is None:
        return runs
    return runs[names.index(start.segment) :] if start.segment in names else []


def walk(
    chosen: QueueFilter, desk: Desk, *, start: Place | None, is_backward: bool, limit: int
) -> tuple[list[Inquiry], Place | None]:
    """Return up to ``limit`` inquiries beyond a place, or from the end, in walking order.

    And where the looking stopped, if that was before the end and before ``limit`` was reached.
    """
    rows: list[Inquiry] = []
    for run, ordered, query in _queries(chosen, desk, start, is_backward):
        rows += query.select_related("municipality").only(*_SHOWN_FIELDS)[: limit - len(rows)]
        if len(rows) >= limit:
            break
        if chosen.is_narrowed:
            edge = list(ordered.values_list(run.field or "pk", "pk")[WINDOW - 1 : WINDOW])
            if edge:
                return rows, run.place(*edge[0])
    return rows, None


def _queries(
    chosen: QueueFilter, desk: Desk, start: Place | None, is_backward: bool
) -> "Iterator[tuple[Segment, QuerySet[Inquiry], QuerySet[Inquiry]]]":
    """Yield for each run what lies beyond a place: what an index finds, and what of it is meant."""
    for run in _runs_from(chosen, start, is_backward):
        base = Inquiry.objects.filter(chosen.base(desk)).filter(run.where)
        if start and run.name == start.segment:
            base = base.filter(run.beyond(start, is_backward))
        ordered = base.order_by(*run.order(is_backward))
        query = ordered
        if chosen.is_narrowed:
            pieces = Inquiry.objects.filter(pk__in=ordered.values("pk")[:WINDOW])
            query = pieces.filter(chosen.narrowing(desk)).order_by(*run.order(is_backward))
        yield run, ordered, query


def with_relations(rows: list[Inquiry], desk: Desk) -> None:
    """Add what a row shows of other records, in four queries for the whole page."""
    drafts = Draft.objects.filter(author=desk.user).only("inquiry_id", "author_id")
    prefetch_related_objects(
        rows,
        Prefetch("topics", _TOPICS),
        Prefetch("drafts", drafts),
        Prefetch("owner", _PEOPLE),
        Prefetch("presences", _present(desk)),
    )
    areas = {area.pk: area for area in desk.areas}
    for row in rows:
        row.area = areas.get(row.area_id or 0)


def _present(desk: Desk) -> "QuerySet[Presence]":
    """Who else has an inquiry open right now."""
    others = Presence.objects.filter(seen_at__gt=desk.now - EXPIRES_AFTER)
    return (
        others.exclude(person=desk.user)
        .select_related("person")
        .only("inquiry_id", "writing_at", "person__name", "person__email")
    )


@dataclass(frozen=True)
class Found:
    """A page of the queue."""

    page: Page[Inquiry]
    is_cut: bool
    """The looking stopped after ``WINDOW`` inquiries; the next page goes on from there."""


def page(chosen: QueueFilter, desk: Desk, query: Mapping[str, str]) -> Found:
    """Return the page an address names: the first, the one after or the one before a place."""
    after = Place.read(query.get(AFTER_PARAMETER, ""))
    before = None if after else Place.read(query.get(BEFORE_PARAMETER, ""))
    is_backward = before is not None
    rows, cut = walk(
        chosen, desk, start=after or before, is_backward=is_backward, limit=PAGE_SIZE + 1
    )
    has_more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if is_backward:
        rows.reverse()
    first, last = (place_of(rows[0], chosen), place_of(rows[-1], chosen)) if rows else (None, None)
    if not rows and (after or before):
        # An empty piece lies between what stands before it and what comes after it.
        first = last = after or before
    beyond = first if is_backward else last
    if cut:
        has_more, beyond = True, cut
    previous, following = first, last
    if is_backward:
        previous = beyond
    else:
        following = beyond
    has_previous = has_more if is_backward else after is not None
    has_next = is_backward or has_more
    with_relations(rows, desk)
    return Found(
        Page(
            rows=rows,
            previous={BEFORE_PARAMETER: str(previous)} if previous and has_previous else None,
            next={AFTER_PARAMETER: str(following)} if following and has_next else None,
        ),
        is_cut=cut is not None,
    )


@dataclass(frozen=True)
class Neighbours:
    before: str
    after: str
    """Reference numbers, empty at either end."""
    position: int
    total: int
    """Both 0 if the inquiry is not in this view or the view is too long to count."""


def neighbours(inquiry: Inquiry, chosen: QueueFilter, desk: Desk) -> Neighbours:
    """Return what stands before and after an inquiry in a view of the queue."""
    place = place_of(inquiry, chosen)
    before, after = (_next_number(chosen, desk, place, back) for back in (True, False))
    return Neighbours(before, after, *_position(place, chosen, desk))


def _next_number(chosen: QueueFilter, desk: Desk, place: Place, is_backward: bool) -> str:
    for _run, ordered, query in _queries(chosen, desk, place, is_backward):
        numbers = list(query.values_list("number", flat=True)[:1])
        if numbers:
            return numbers[0]
        if chosen.is_narrowed and ordered.values("pk")[WINDOW - 1 : WINDOW]:
            # What lies further away than one piece is not looked for.
            break
    return ""


def _position(place: Place, chosen: QueueFilter, desk: Desk) -> tuple[int, int]:
    runs = {run.name: run for run in segments(chosen)}
    if place.segment not in runs or chosen.is_narrowed:
        return 0, 0
    everything = found(chosen, desk)
    own = runs[place.segment]
    queries = {
        "total": everything,
        "here": everything.filter(pk=place.pk),
        "before": everything.filter(own.where).filter(own.beyond(place, is_backward=True)),
    }
    earlier = segments(chosen)[0]
    if own is not earlier:
        queries["earlier"] = everything.filter(earlier.where)
    counted = capped_counts(queries)
    if not counted["here"] or counted["total"] >= COUNT_LIMIT:
        return 0, 0
    return counted["before"] + counted.get("earlier", 0) + 1, counted["total"]


def counts(desk: Desk) -> dict[str, int]:
    """Count the main views and the open inquiries of every area, each up to ``COUNT_LIMIT``.

    Keys are names of views, ``area:<id>`` and ``area:`` for no area. One statement.
    """
    statement = _count_statement(
        tuple(a.pk for a in desk.areas), tuple(desk.own_areas), desk.sees_all
    )
    return statement.ask(
        {
            statements.SOMEBODY: desk.user.pk,
            statements.instant(SOMETIME): statements.instant(desk.now),
            statements.instant(_SOON): statements.instant(desk.now + clock.SOON),
        }
    )


_SOON = SOMETIME + clock.SOON


@lru_cache(maxsize=64)
def _count_statement(
    areas: tuple[int, ...], own: tuple[int, ...], sees_all: bool
) -> statements.Statement:
    known = [ProgrammeArea(pk=pk) for pk in areas]
    someone = Desk(User(pk=statements.SOMEBODY), SOMETIME, known, own, sees_all)
    counted = [v for v in VIEWS.values() if v.is_counted and (v.name != "bereich" or own)]
    queries = {view.name: found(QueueFilter(view), someone) for view in counted}
    is_open = Inquiry.objects.filter(IS_OPEN, someone.visible)
    queries |= {f"area:{pk}": is_open.filter(area=pk) for pk in areas}
    queries["area:"] = is_open.filter(area=None)
    return statements.counts(queries, limit=COUNT_LIMIT)


def capped_counts(queries: "dict[str, QuerySet[Any]]") -> dict[str, int]:
    """Count several querysets in one statement, each up to ``COUNT_LIMIT``."""
    return statements.counts(queries, limit=COUNT_LIMIT).ask({}) if queries else {}
