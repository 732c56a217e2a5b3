"""How the promise is kept over a period: for the lead, counted from the records themselves.

One narrow row for every promise that has come to its end (``PromiseOutcome``), with its length in
both measures, and those that are overdue now. Counted here and not in SQL, because medians of many
groups are one pass here and a sort for each group there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from lotse.inquiries.models import Breach, BreachCause, ClockKind, Inquiry, PromiseOutcome
from lotse.lib import german
from lotse.municipalities.models import Land
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
class Row:
    """One promise. Seconds are of its whole length, pauses included."""

    inquiry_id: int
    kind: str
    is_first: bool
    started_at: datetime
    is_kept: bool | None
    """None: nothing was promised, as for an answer whose day nobody had named."""
    is_plain_kept: bool | None
    """Against the day first told to the asker, neither paused nor put off."""
    calendar: int | None
    """None: it still runs, and is overdue."""
    service: int | None
    paused_calendar: int
    paused_service: int
    channel: str
    area: str | None
    land: str | None
    size: str | None


@dataclass
class Figures:
    """Figures of one group. Spans are None where there is nothing to measure."""

    reactions: int = 0
    """Promises of a reply that are over or overdue."""
    kept: int = 0
    calendar: list[int] = field(default_factory=list)
    """Seconds to the reaction."""
    service: list[int] = field(default_factory=list)
    answer_calendar: list[int] = field(default_factory=list)
    """Seconds from receipt to the first answer."""
    answer_service: list[int] = field(default_factory=list)
    answer_running: list[int] = field(default_factory=list)
    """The same without pauses, calendar hours."""
    targets: int = 0
    """Answers with a promised day."""
    targets_kept: int = 0
    plain_targets_kept: int = 0

    def add(self, row: Row) -> None:
        if row.kind == ClockKind.ANSWER:
            self._add_answer(row)
            return
        self.reactions += 1
        self.kept += row.is_kept is True
        if row.calendar is not None and row.service is not None:
            self.calendar.append(row.calendar)
            self.service.append(row.service)

    def _add_answer(self, row: Row) -> None:
        if row.calendar is not None and row.service is not None:
            self.answer_calendar.append(row.calendar)
            self.answer_service.append(row.service)
            self.answer_running.append(row.calendar - row.paused_calendar)
        if row.is_kept is not None:
            self.targets += 1
            self.targets_kept += row.is_kept
            self.plain_targets_kept += row.is_plain_kept is True

    @property
    def share(self) -> float | None:
        return self.kept / self.reactions if self.reactions else None

    @property
    def target_share(self) -> float | None:
        return self.targets_kept / self.targets if self.targets else None

    @property
    def plain_target_share(self) -> float | None:
        return self.plain_targets_kept / self.targets if self.targets else None

    @property
    def median(self) -> timedelta | None:
        return _median(self.calendar)

    @property
    def median_service(self) -> timedelta | None:
        return _median(self.service)

    @property
    def longest(self) -> timedelta | None:
        return timedelta(seconds=max(self.calendar)) if self.calendar else None

    @property
    def longest_service(self) -> timedelta | None:
        return timedelta(seconds=max(self.service)) if self.service else None

    @property
    def answer_median(self) -> timedelta | None:
        return _median(self.answer_calendar)

    @property
    def answer_median_service(self) -> timedelta | None:
        return _median(self.answer_service)

    @property
    def answer_median_running(self) -> timedelta | None:
        return _median(self.answer_running)


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
    rows = [*_ended(period), *_overdue(period, now)]
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
    """Promises that have come to their end. Closed in time without a reply counts neither way."""
    found = (
        PromiseOutcome.objects.filter(started_at__gte=period.start, started_at__lt=period.end)
        .exclude(how=PromiseOutcome.How.CLOSED, ended_at__lte=F("due_at"))
        .annotate(is_kept=_kept("due_at"), is_plain_kept=_kept("plain_due_at"))
        .order_by()
        .values_list(*_COLUMNS)
    )
    for values in found.iterator(chunk_size=5000):
        kept, plain = (None if value < 0 else value == 1 for value in values[4:6])
        columns: list[Any] = [*values[:4], kept, plain, *values[6:]]
        yield Row(*columns)


def _kept(due: str) -> Case:
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
    ).values_list(
        "pk",
        "waiting_since",
        "received_at",
        "reacted_at",
        *_COLUMNS_OF_INQUIRY,
    )
    for pk, since, received, reacted, *rest in found.iterator(chunk_size=5000):
        is_first = reacted is None and since == received
        kind = ClockKind.REACTION.value
        yield Row(pk, kind, is_first, since, False, False, None, None, 0, 0, *rest)


_COLUMNS_OF_INQUIRY = tuple(name.removeprefix("inquiry__") for name in _COLUMNS[-4:])


def _sections(rows: Sequence[Row], period: Period) -> list[Section]:
    fields = _fields_of(period)
    lands = dict(Land.objects.values_list("code", "name"))
    channels = dict(Inquiry.Channel.choices)
    unknown = _("unbekannt")
    by: list[tuple[str, str, Callable[[Row], Iterable[str]]]] = [
        ("woche", _("Woche"), lambda row: (_week(row.started_at),)),
        ("thema", _("Themenfeld"), lambda row: fields.get(row.inquiry_id) or (_("ohne Thema"),)),
        ("weg", _("Eingang"), lambda row: (str(channels.get(row.channel, row.channel)),)),
        ("bereich", _("Programmbereich"), lambda row: (row.area or _("ohne Programmbereich"),)),
        ("land", _("Land"), lambda row: (lands.get(row.land or "", unknown),)),
        ("groesse", _("Größenklasse"), lambda row: (row.size or unknown,)),
    ]
    return [Section(name, title, _split(rows, keys)) for name, title, keys in by]


def _split(rows: Sequence[Row], keys: Callable[[Row], Iterable[str]]) -> list[Group]:
    groups: dict[str, Figures] = {}
    for row in rows:
        for key in keys(row):
            groups.setdefault(key, Figures()).add(row)
    return [Group(label, groups[label]) for label in sorted(groups)]


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
    found: dict[int, set[str]] = {}
    for source in (links, overdue):
        for pk, code in source.values_list("inquiry_id", "concept_id").iterator(chunk_size=5000):
            while broader_of.get(code):
                code = broader_of[code]
            found.setdefault(pk, set()).add(names.get(code) or code)
    return {pk: tuple(sorted(labels)) for pk, labels in found.items()}


def breaches_in(period: Period) -> "QuerySet[Breach]":
    """Missed promises that were given in the period."""
    return Breach.objects.filter(started_at__gte=period.start, started_at__lt=period.end)


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


def _median(seconds: list[int]) -> timedelta | None:
    """The lower one of two middle values, as on the start page."""
    if not seconds:
        return None
    return timedelta(seconds=sorted(seconds)[(len(seconds) - 1) // 2])
