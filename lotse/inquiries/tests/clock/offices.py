"""Opening hours of invented offices."""

from datetime import datetime
from zoneinfo import ZoneInfo

from lotse.inquiries.clock import Block, ServiceHours, weekly

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = (Block(9 * 60, 17 * 60),)
NOON_BREAK = (Block(8 * 60, 12 * 60), Block(13 * 60, 16 * 60))
FREE: tuple[Block, ...] = ()


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def office(*, closed: str = "", opened: str = "", land: str = "NI") -> ServiceHours:
    """Monday to Thursday 8-12 and 13-16, Friday 8-12, closed at weekends."""
    friday = NOON_BREAK[:1]
    return ServiceHours(
        weekly=(*[NOON_BREAK] * 4, friday, FREE, FREE),
        land=land,
        closed=weekly.stretches(closed),
        opened=weekly.stretches(opened),
    )


def round_the_clock() -> ServiceHours:
    return ServiceHours(weekly=((Block(0, 1440),),) * 7)


def nights() -> ServiceHours:
    """Every night from midnight to six."""
    return ServiceHours(weekly=((Block(0, 360),),) * 7)
