"""German dates, spans of time and numbers, as the interface and the mails print them.

Instants are aware; they are shown in Europe/Berlin whatever the zone of the server is.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = (
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
)
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
NO_BREAK = "\u00a0"
_NEAR_DAYS = {-1: "gestern", 0: "heute", 1: "morgen"}
_WEEK = timedelta(days=6)


def local(instant: datetime) -> datetime:
    """Return the instant on a German clock. Raises ValueError if naive."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return instant.astimezone(BERLIN)


def _day(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def _clock(instant: datetime) -> str:
    return f"{local(instant):%H:%M} Uhr"


def date_de(value: date | datetime) -> str:
    """25.11.2026"""
    return f"{_day(value):%d.%m.%Y}"


def long_date_de(value: date | datetime) -> str:
    """Mittwoch, 25. November 2026"""
    day = _day(value)
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def day_de(value: date | datetime, today: date | datetime) -> str:
    """heute, gestern, morgen, 20.11. in the same year, else 20.11.2025"""
    day, reference = _day(value), _day(today)
    near = _NEAR_DAYS.get((day - reference).days)
    if near:
        return near
    return f"{day:%d.%m.}" if day.year == reference.year else date_de(day)


def datetime_de(instant: datetime, now: datetime) -> str:
    """heute, 11:38 Uhr; within six days Donnerstag, 26.11., 10:46 Uhr; else with the year."""
    day, today = _day(instant), _day(now)
    near = _NEAR_DAYS.get((day - today).days)
    if near:
        return f"{near}, {_clock(instant)}"
    if abs(day - today) <= _WEEK:
        return f"{WEEKDAYS[day.weekday()]}, {day:%d.%m.}, {_clock(instant)}"
    return f"{date_de(day)}, {_clock(instant)}"


def weekday_time(instant: datetime) -> str:
    """Donnerstag, 10:46 Uhr"""
    return f"{WEEKDAYS[_day(instant).weekday()]}, {_clock(instant)}"


def span(length: timedelta) -> str:
    """48 Min.; 6 Std. 10 Min.; 3 Tage 4 Std. The sign is dropped, seconds are cut off."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 1:
        return "unter 1 Min."
    days, hours = divmod(minutes // 60, 24)
    if days >= 2:
        return f"{days} Tage" + (f" {hours} Std." if hours else "")
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} Std."] if hours else []
    parts += [f"{rest} Min."] if rest or not hours else []
    return " ".join(parts)


def number_de(value: float | Decimal, decimals: int | None = None) -> str:
    """1.234 or 97,4. decimals: round half up; None keeps what is there, whole numbers have none."""
    number = Decimal(str(value))
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    elif number == number.to_integral():
        number = number.quantize(Decimal(1))
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def percent_de(share: float | Decimal) -> str:
    """97,4 % from 0.974; 100 % stays without decimals, and nothing less is rounded up to it."""
    number = (Decimal(str(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if share < 1:
        number = min(number, Decimal("99.9"))
    return f"{number_de(number)}{NO_BREAK}%"


def euro(value: float | Decimal) -> str:
    """21.300 €; cents only where there are any: 9,20 €"""
    number = Decimal(str(value))
    text = number_de(number) if number == number.to_integral() else number_de(number, 2)
    return f"{text}{NO_BREAK}€"


def size_de(count: int) -> str:
    """Size of a file: 64 KB, 1,2 MB. count: bytes, 1 KB = 1000 bytes."""
    if count < 1000:
        return f"{count}{NO_BREAK}Byte"
    if count < 999_500:
        return f"{number_de(count / 1000, 0)}{NO_BREAK}KB"
    megabytes = Decimal(count) / 1_000_000
    decimals = 0 if megabytes == megabytes.to_integral() else 1
    return f"{number_de(megabytes, decimals)}{NO_BREAK}MB"
