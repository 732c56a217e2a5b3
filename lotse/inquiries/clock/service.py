"""When the office is open, and how much open time lies between two instants. Pure: no Django.

Days are German days. A block from 8 to 12 is open from the first instant at which the clock on the
wall shows 8:00 to the last at which it shows 12:00; where a clock change falls inside a block, the
block has an hour less or more, as the people who work in it have (decision 0043).

Every year is worked out once: its open stretches with the time before each. A question is then two
searches in sorted lists and an addition per year, however long the span is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lotse.lib.workdays import holidays

BERLIN = ZoneInfo("Europe/Berlin")
MINUTES_OF_DAY = 24 * 60
MAX_YEARS = 30
"""A promise that does not fit into this many years has no due time."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class NeverOpen(ValueError):
    """The office does not open for as long as the promise needs."""


@dataclass(frozen=True, order=True)
class Block:
    """Open from ``start`` to ``end``, minutes since midnight; 0 to 1440."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MINUTES_OF_DAY:
            raise ValueError("A block needs a beginning before its end, within one day.")


@dataclass(frozen=True, order=True)
class Stretch:
    """Two local wall-clock times, naive, the first before the second."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo or self.start >= self.end:
            raise ValueError("A stretch needs a beginning before its end, both as local times.")


@dataclass(frozen=True)
class _Year:
    starts: list[int]
    """Open stretches of one year: microseconds since 1970, in order, without overlap."""
    ends: list[int]
    before: list[int]
    """Open microseconds of the year before each stretch."""
    total: int

    def open_before(self, instant: int) -> int:
        """Return the open microseconds of the year before an instant."""
        place = bisect_right(self.starts, instant) - 1
        if place < 0:
            return 0
        return self.before[place] + min(instant, self.ends[place]) - self.starts[place]

    def after_open(self, amount: int) -> int:
        """Return the first instant by which ``amount`` of the year's open time has passed.

        amount: more than 0, at most ``total``.
        """
        place = bisect_left(self.before, amount) - 1
        return self.starts[place] + amount - self.before[place]


@dataclass(frozen=True)
class ServiceHours:
    """A weekly pattern, the holidays of a Land, days and hours that are closed or open besides."""

    weekly: tuple[tuple[Block, ...], ...]
    """Monday to Sunday; the blocks of a day do not overlap."""
    land: str = ""
    """Code of a Land whose public holidays are closed, for example NI; empty: no holidays."""
    closed: tuple[Stretch, ...] = ()
    """Closed besides: Betriebsferien, a local holiday, the afternoon of Christmas Eve."""
    opened: tuple[Stretch, ...] = ()
    """Open all the same, also on holidays and on what ``closed`` names."""
    zone: ZoneInfo = BERLIN
    _years: dict[int, _Year] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError("A week has seven days.")
        for blocks in self.weekly:
            pairs = zip(sorted(blocks), sorted(blocks)[1:], strict=False)
            if any(second.start < first.end for first, second in pairs):
                raise ValueError("The blocks of a day must not overlap.")

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two aware instants, never less than nothing."""
        first, last = _micros(start), _micros(end)
        if last <= first:
            return timedelta()
        first_year, last_year = self._year_of(start), self._year_of(end)
        whole = sum(self._year(year).total for year in range(first_year, last_year))
        until = whole + self._year(last_year).open_before(last)
        return (until - self._year(first_year).open_before(first)) * _MICROSECOND

    def after(self, start: datetime, length: timedelta) -> datetime:
        """Return the first instant (UTC) by which ``length`` of open time has passed since start.

        length: more than 0. Raises NeverOpen if the office is closed for too long.
        """
        year = self._year_of(start)
        wanted = length // _MICROSECOND + self._year(year).open_before(_micros(start))
        for number in range(year, min(year + MAX_YEARS, 9998)):
            found = self._year(number)
            if wanted <= found.total:
                return _instant(found.after_open(wanted))
            wanted -= found.total
        raise NeverOpen("The office never opens for that long.")

    def is_open(self, instant: datetime) -> bool:
        """Say whether the office is open. The beginning of a block is open, its end is not."""
        year, now = self._year(self._year_of(instant)), _micros(instant)
        place = bisect_right(year.starts, now) - 1
        return place >= 0 and now < year.ends[place]

    def next_open(self, instant: datetime) -> datetime:
        """Return the instant itself if the office is open, else when it opens next (UTC).

        Raises NeverOpen.
        """
        if self.is_open(instant):
            return instant.astimezone(UTC)
        return self.after(instant, _MICROSECOND) - _MICROSECOND

    def _year_of(self, instant: datetime) -> int:
        return instant.astimezone(self.zone).year

    def _year(self, year: int) -> _Year:
        known = self._years.get(year)
        if known is None:
            # Two threads may both work it out; they find the same.
            known = self._years[year] = self._work_out(year)
        return known

    def _work_out(self, year: int) -> _Year:
        starts: list[int] = []
        ends: list[int] = []
        before: list[int] = []
        total = 0
        for wall in self._walls(year):
            start, end = self._first(wall.start), self._last(wall.end)
            if ends:
                # In the hour that comes twice, a block may end after the next has begun.
                start = max(start, ends[-1])
            if start >= end:
                continue
            starts.append(start)
            ends.append(end)
            before.append(total)
            total += end - start
        return _Year(starts, ends, before, total)

    def _walls(self, year: int) -> Iterator[Stretch]:
        """The open stretches of a year by the clock on the wall, in order."""
        day = date(year, 1, 1)
        closed_on = holidays(self.land, year)
        while day.year == year:
            midnight = datetime.combine(day, time())
            pattern = () if day in closed_on else self.weekly[day.weekday()]
            spans = [
                (midnight + timedelta(minutes=b.start), midnight + timedelta(minutes=b.end))
                for b in sorted(pattern)
            ]
            tomorrow = midnight + timedelta(days=1)
            spans = _without(spans, _on_day(self.closed, midnight, tomorrow))
            spans = _joined([*spans, *_on_day(self.opened, midnight, tomorrow)])
            yield from (Stretch(start, end) for start, end in spans)
            day += timedelta(days=1)

    def _first(self, wall: datetime) -> int:
        """The first instant at which the clock shows ``wall`` or, where it leaps over it, later."""
        early, late = (_micros(wall.replace(tzinfo=self.zone, fold=fold)) for fold in (0, 1))
        return self._leap(late, early) if late < early else early

    def _last(self, wall: datetime) -> int:
        early, late = (_micros(wall.replace(tzinfo=self.zone, fold=fold)) for fold in (0, 1))
        return self._leap(late, early) if late < early else late

    def _leap(self, low: int, high: int) -> int:
        """Return the instant between the two at which the clock is put forward."""
        offset = _instant(low).astimezone(self.zone).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            if _instant(middle).astimezone(self.zone).utcoffset() == offset:
                low = middle
            else:
                high = middle
        return high


_Span = tuple[datetime, datetime]


def _on_day(stretches: tuple[Stretch, ...], midnight: datetime, tomorrow: datetime) -> list[_Span]:
    return [
        (max(one.start, midnight), min(one.end, tomorrow))
        for one in stretches
        if one.start < tomorrow and one.end > midnight
    ]


def _without(spans: list[_Span], holes: list[_Span]) -> list[_Span]:
    for hole_start, hole_end in holes:
        cut: list[_Span] = []
        for start, end in spans:
            cut += [
                (first, last)
                for first, last in ((start, min(end, hole_start)), (max(start, hole_end), end))
                if first < last
            ]
        spans = cut
    return spans


def _joined(spans: list[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _micros(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise ValueError("The clock needs an instant with a time zone.")
    return (instant - _EPOCH) // _MICROSECOND


def _instant(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND
