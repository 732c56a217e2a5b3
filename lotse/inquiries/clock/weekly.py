"""Opening hours and closed days as people write them: "8-12, 13-16:30". Pure: no Django.

Errors are ``Unreadable`` with what could not be read, so that the door can say it in German.
"""

import itertools
import re
from datetime import date, datetime, time, timedelta

from lotse.inquiries.clock.service import Block, Stretch

_BLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?(?:\s*Uhr)?")
_DAY = r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
_STRETCH = re.compile(
    rf"{_DAY}(?:\s*(?:-|–|bis)\s*{_DAY})?(?:[\s,]+(\d[\d:.,;\s–-]*\d)(?:\s*Uhr)?)?(?:[\s,:]+(\D.*))?"
)


class Unreadable(ValueError):
    """``part``: what could not be read."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part)


def blocks(text: str) -> tuple[Block, ...]:
    """Read the hours of one day: "8-12, 13-16:30"; nothing means closed. Raises Unreadable."""
    found = sorted(_block(part.strip()) for part in re.split(r"[,;]", text) if part.strip())
    for first, second in itertools.pairwise(found):
        if second.start < first.end:
            raise Unreadable(text.strip())
    return tuple(found)


def _block(part: str) -> Block:
    match = _BLOCK.fullmatch(part)
    if not match:
        raise Unreadable(part)
    hour, minute, end_hour, end_minute = (int(number or 0) for number in match.groups())
    if minute > 59 or end_minute > 59:
        raise Unreadable(part)
    try:
        return Block(hour * 60 + minute, end_hour * 60 + end_minute)
    except ValueError:
        raise Unreadable(part) from None


def blocks_text(day: tuple[Block, ...]) -> str:
    """Write the hours of one day: "8-12, 13-16:30"."""
    return ", ".join(f"{_clock(block.start)}-{_clock(block.end)}" for block in day)


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02d}" if minute else str(hour)


def stretches(text: str) -> tuple[Stretch, ...]:
    """Read closed or open times, one a line; raises Unreadable with the line.

    "24.12.2026", "24.12.2026 - 01.01.2027 Betriebsferien", "27.11.2026 12-16 Versammlung".
    With hours and several days the hours hold on every one of them.
    """
    found: list[Stretch] = []
    for line in text.splitlines():
        if line.strip():
            found += _line(line.strip())
    return tuple(sorted(found))


def _line(line: str) -> list[Stretch]:
    match = _STRETCH.fullmatch(line)
    if not match:
        raise Unreadable(line)
    *numbers, hours, _reason = match.groups()
    try:
        first = _date(numbers[:3])
        last = _date(numbers[3:]) if numbers[3] else first
        if hours is None:
            end = datetime.combine(last, time()) + timedelta(days=1)
            return [Stretch(datetime.combine(first, time()), end)]
        if (last - first).days > 366:
            raise Unreadable(line)
        open_hours = blocks(hours)
    except ValueError:
        raise Unreadable(line) from None
    return [
        Stretch(midnight + timedelta(minutes=b.start), midnight + timedelta(minutes=b.end))
        for midnight in (
            datetime.combine(first, time()) + timedelta(days=n)
            for n in range((last - first).days + 1)
        )
        for b in open_hours
    ] or _nothing(line)


def _nothing(line: str) -> list[Stretch]:
    raise Unreadable(line)


def _date(numbers: list[str]) -> date:
    day, month, year = (int(number) for number in numbers)
    return date(year, month, day)
