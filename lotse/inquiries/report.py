"""How the promise is kept over a period: for the lead, counted from the records themselves.

One narrow row for every promise that has come to its end (``PromiseOutcome``), with its length in
both measures, and those that are overdue now. Counted here and not in SQL, because medians of many
groups are one pass here and a sort for each group there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from lotse.inquiries import terms
from lotse.inquiries.figures import Figures, Row
from lotse.inquiries.models import (
    AnswerTarget,
    Breach,
    BreachCause,
    ClockKind,
    Inquiry,
    PromiseOutcome,
)
from lotse.inquiries.rules import promises
from lotse.lib import german
from lotse.municipalities.models import SIZE_CLASSES, Land
from lotse.topics.models import Concept

MAX_DAYS = 5 * 366
_COLUMNS = (
    "inquiry_id",
    "kind",
    "is_first",
    "started_at",
    "is_kept",
    "is_plain_kept",
    "calendar_seconds",
    "service_seconds",
    "paused_calendar_seconds",
    "paused_service_seconds",
    "inquiry__channel",
    "inquiry__area__name",
    "inquiry__municipality__land_id",
    "inquiry__municipality__size_class",
)
_COLUMNS_OF_INQUIRY = tuple(name.removeprefix("inquiry__") for name in _COLUMNS[-4:])


@dataclass(frozen=True)
class Period:
    """Days of receipt, both included; German days."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), german.BERLIN)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), german.BERLIN)


@dataclass(frozen=True)
class Group:
    label: str
    figures: Figures


@dataclass(frozen=True)
class Section:
    """The same figures, split by one property."""

    name: str
    title: str
    groups: Sequence[Group]


@dataclass(frozen=True)
class Report:
    period: Period
    first: Figures
    """First promises, those that began with an inquiry, and the answers to them."""
    further: Figures
    """Promises that began with a further message of the asker."""
    sections: Sequence[Section]
    causes: Sequence[tuple[str, int]]
    """Missed promises by their latest cause; an empty cause: not given yet."""
    breaches: int


def of(period: Period, now: datetime) -> Report:
    """Return the report for inquiries and messages received in the period. now: aware."""
    rows = [*_ended(period), *_overdue(period, now), *_unanswered(period, now)]
    first, further = Figures(), Figures()
    leading = [row for row in rows if row.is_first]
    for row in rows:
        (first if row.is_first else further).add(row)
    causes = _causes(period)
    return Report(
        period=period,
        first=first,
        further=further,
        sections=_sections(leading, period),
        causes=[(name, count) for name, count in causes.most_common()],
        breaches=sum(causes.values()),
    )


def _ended(period: Period) -> Iterator[Row]:
    """Promises that have come to their end."""
    found = (
        counting(
            PromiseOutcome.objects.filter(
                started_at__gte=period.start,
                started_at__lt=period.end,
                inquiry__kind__in=Inquiry.COUNTED,
            )
        )
        .annotate(is_kept=counts_kept("due_at"), is_plain_kept=counts_kept("plain_due_at"))
        .order_by()
        .values_list(*_COLUMNS)
    )
    for values in found.iterator(chunk_size=5000):
        kept, plain = (None if value < 0 else value == 1 for value in values[4:6])
        columns: list[Any] = [*values[:4], kept, plain, *values[6:]]
        yield Row(*columns)


def counting(outcomes: QuerySet[PromiseOutcome]) -> QuerySet[PromiseOutcome]:
    """Return the outcomes that count: closed in time without a reply counts neither way."""
    return outcomes.exclude(how=PromiseOutcome.How.CLOSED, ended_at__lte=F("due_at"))


def counts_kept(due: str) -> Case:
    """1 in time, 0 late, -1 if nothing was promised. Without a reply nothing is kept."""
    return Case(
        When(**{due: None}, then=Value(-1)),
        When(how=PromiseOutcome.How.CLOSED, then=Value(0)),
        When(ended_at__lte=F(due), then=Value(1)),
        default=Value(0),
    )


def _overdue(period: Period, now: datetime) -> Iterator[Row]:
    """Promises of a reply that are broken and still run."""
    found = Inquiry.objects.filter(
        closed_at=None,
        due_at__lt=now,
        waiting_since__gte=period.start,
        waiting_since__lt=period.end,
        kind__in=Inquiry.COUNTED,
    ).values_list(
        "pk",
        "waiting_since",
        "received_at",
        "reacted_at",
        "terms_id",
        *_COLUMNS_OF_INQUIRY,
    )
    for pk, since, received, reacted, terms_id, *rest in found.iterator(chunk_size=5000):
        is_first = reacted is None and since == received
        kind = ClockKind.REACTION.value
        so_far = promises.both(since, now, terms.by_id(terms_id))
        row = Row(pk, kind, is_first, since, False, False, None, None, 0, 0, *rest)
        yield replace(row, so_far=so_far)


def _unanswered(period: Period, now: datetime) -> Iterator[Row]:
    """Answers that are still to come, though their day is over, or was over before a pause or
    another date moved it."""
    first_day = AnswerTarget.objects.filter(inquiry=OuterRef("pk")).order_by("set_at", "pk")
    counted = PromiseOutcome.objects.filter(inquiry=OuterRef("pk"), kind=ClockKind.ANSWER)
    found = (
        Inquiry.objects.filter(
            ~Exists(counted),
            closed_at=None,
            first_answered_at=None,
            answer_due_at__isnull=False,
            received_at__gte=period.start,
            received_at__lt=period.end,
            kind__in=Inquiry.COUNTED,
        )
        .annotate(first_day=Subquery(first_day.values("due_at")[:1]))
        .filter(Q(answer_due_at__lt=now) | Q(first_day__lt=now))
        .values_list("pk", "received_at", "answer_due_at", "first_day", *_COLUMNS_OF_INQUIRY)
    )
    for pk, received, due, plain, *rest in found.iterator(chunk_size=5000):
        is_kept, is_plain_kept = (
            False if day is not None and day < now else None for day in (due, plain)
        )
        kind = ClockKind.ANSWER.value
        yield Row(pk, kind, True, received, is_kept, is_plain_kept, None, None, 0, 0, *rest)


def _sections(rows: Sequence[Row], period: Period) -> list[Section]:
    fields = _fields_of(period)
    lands = dict(Land.objects.values_list("code", "name"))
    channels = dict(Inquiry.Channel.choices)
    sizes = {code: str(label) for code, label in SIZE_CLASSES.items()}
    unknown = _("unbekannt")
    by: list[tuple[str, str, Callable[[Row], Iterable[str]]]] = [
        ("woche", _("Woche"), lambda row: (_week(row.started_at),)),
        ("thema", _("Themenfeld"), lambda row: fields.get(row.inquiry_id) or (_("ohne Thema"),)),
        ("weg", _("Eingang"), lambda row: (str(channels.get(row.channel, row.channel)),)),
        ("bereich", _("Programmbereich"), lambda row: (row.area or _("ohne Programmbereich"),)),
        ("land", _("Land"), lambda row: (lands.get(row.land or "", unknown),)),
        ("groesse", _("Größenklasse"), lambda row: (sizes.get(row.size or "", unknown),)),
    ]
    return [Section(name, title, _split(rows, keys)) for name, title, keys in by]


def _split(rows: Sequence[Row], keys: Callable[[Row], Iterable[str]]) -> list[Group]:
    groups: dict[str, Figures] = {}
    for row in rows:
        for key in keys(row):
            groups.setdefault(key, Figures()).add(row)
    # Size classes stand by size, all else by name.
    sizes = {str(label): place for place, label in enumerate(SIZE_CLASSES.values())}
    ordered = sorted(groups, key=lambda label: (sizes.get(label, len(sizes)), label))
    return [Group(label, groups[label]) for label in ordered]


_weeks: dict[date, str] = {}


def _week(instant: datetime) -> str:
    """2026-KW48"""
    day = german.local(instant).date()
    if day not in _weeks:
        if len(_weeks) > 10_000:
            _weeks.clear()
        year, week, _weekday = day.isocalendar()
        _weeks[day] = f"{year}-KW{week:02d}"
    return _weeks[day]


def _fields_of(period: Period) -> dict[int, tuple[str, ...]]:
    """Return the names of the fields of every inquiry of the period that has any."""
    names: dict[str, str] = {}
    for code, name, broader in Concept.objects.values_list("code", "name", "broader_id"):
        names[code] = name if broader is None else ""
    broader_of = dict(Concept.objects.values_list("code", "broader_id"))
    links = Inquiry.topics.through._default_manager.filter(
        inquiry__outcomes__started_at__gte=period.start,
        inquiry__outcomes__started_at__lt=period.end,
    )
    overdue = Inquiry.topics.through._default_manager.filter(
        inquiry__closed_at=None,
        inquiry__waiting_since__gte=period.start,
        inquiry__waiting_since__lt=period.end,
    )
    unanswered = Inquiry.topics.through._default_manager.filter(
        inquiry__closed_at=None,
        inquiry__first_answered_at=None,
        inquiry__received_at__gte=period.start,
        inquiry__received_at__lt=period.end,
    )
    found: dict[int, set[str]] = {}
    for source in (links, overdue, unanswered):
        for pk, code in source.values_list("inquiry_id", "concept_id").iterator(chunk_size=5000):
            while broader_of.get(code):
                code = broader_of[code]
            found.setdefault(pk, set()).add(names.get(code) or code)
    return {pk: tuple(sorted(labels)) for pk, labels in found.items()}


def breaches_in(period: Period) -> "QuerySet[Breach]":
    """Missed promises that were given in the period."""
    return Breach.objects.filter(
        started_at__gte=period.start,
        started_at__lt=period.end,
        inquiry__kind__in=Inquiry.COUNTED,
    )


def _causes(period: Period) -> Counter[str]:
    latest: dict[int, str] = dict.fromkeys(breaches_in(period).values_list("pk", flat=True), "")
    given: Any = (
        BreachCause.objects.filter(breach__in=breaches_in(period))
        .order_by("given_at", "pk")
        .values_list("breach_id", "cause")
    )
    # The latest cause of a breach stands last.
    latest |= dict(given)
    return Counter(latest.values())
