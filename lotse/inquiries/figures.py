"""Figures of a group of promises: shares, medians, longest waits, each in both measures."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lotse.inquiries.models import ClockKind


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
    so_far: tuple[int, int] | None = None
    """Seconds that somebody has waited until now, in both measures, where it still runs."""


@dataclass
class Figures:
    """Figures of one group. Spans are None where there is nothing to measure."""

    reactions: int = 0
    """Promises of a reply that are over or overdue."""
    kept: int = 0
    calendar: list[int] = field(default_factory=list)
    """Seconds to the reaction."""
    service: list[int] = field(default_factory=list)
    waiting: list[tuple[int, int]] = field(default_factory=list)
    """Seconds that those have waited who still wait beyond their time, in both measures."""
    answer_calendar: list[int] = field(default_factory=list)
    """Seconds from receipt to the first answer."""
    answer_service: list[int] = field(default_factory=list)
    answer_running: list[int] = field(default_factory=list)
    """The same without pauses."""
    answer_running_service: list[int] = field(default_factory=list)
    targets: int = 0
    """Days promised for an answer on which one was given, or that are over."""
    targets_kept: int = 0
    plain_targets: int = 0
    """The same for the days first told to the asker, neither paused nor put off."""
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
        if row.so_far is not None:
            self.waiting.append(row.so_far)

    def _add_answer(self, row: Row) -> None:
        if row.calendar is not None and row.service is not None:
            self.answer_calendar.append(row.calendar)
            self.answer_service.append(row.service)
            self.answer_running.append(row.calendar - row.paused_calendar)
            self.answer_running_service.append(row.service - row.paused_service)
        if row.is_kept is not None:
            self.targets += 1
            self.targets_kept += row.is_kept
        if row.is_plain_kept is not None:
            self.plain_targets += 1
            self.plain_targets_kept += row.is_plain_kept

    @property
    def share(self) -> float | None:
        return self.kept / self.reactions if self.reactions else None

    @property
    def target_share(self) -> float | None:
        return self.targets_kept / self.targets if self.targets else None

    @property
    def plain_target_share(self) -> float | None:
        return self.plain_targets_kept / self.plain_targets if self.plain_targets else None

    @property
    def median(self) -> timedelta | None:
        return _median(self.calendar)

    @property
    def median_service(self) -> timedelta | None:
        return _median(self.service)

    @property
    def longest(self) -> timedelta | None:
        """Who still waits counts as well, else the worst case would be the one that is missing."""
        return _longest([*self.calendar, *(calendar for calendar, _ in self.waiting)])

    @property
    def longest_service(self) -> timedelta | None:
        return _longest([*self.service, *(service for _, service in self.waiting)])

    @property
    def answer_longest(self) -> timedelta | None:
        return _longest(self.answer_calendar)

    @property
    def answer_longest_running(self) -> timedelta | None:
        return _longest(self.answer_running)

    @property
    def answer_median(self) -> timedelta | None:
        return _median(self.answer_calendar)

    @property
    def answer_median_service(self) -> timedelta | None:
        return _median(self.answer_service)

    @property
    def answer_median_running(self) -> timedelta | None:
        return _median(self.answer_running)

    @property
    def answer_median_running_service(self) -> timedelta | None:
        return _median(self.answer_running_service)


def _longest(seconds: list[int]) -> timedelta | None:
    return timedelta(seconds=max(seconds)) if seconds else None


def _median(seconds: list[int]) -> timedelta | None:
    """The lower one of two middle values, as on the start page."""
    if not seconds:
        return None
    return timedelta(seconds=sorted(seconds)[(len(seconds) - 1) // 2])
