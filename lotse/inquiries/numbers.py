"""Reference numbers: L-2026-0001 and up, anew each year, without gaps."""

import re
from datetime import datetime

from lotse.inquiries.models import NumberRange
from lotse.lib import german
from lotse.lib.counting import next_of_year

PATTERN = re.compile(r"\bL-(\d{4})-(\d{4,9})\b", re.IGNORECASE)


def next_number(now: datetime) -> str:
    """Return the next number of the year (German time), in the caller's transaction. now: aware."""
    year = german.local(now).year
    return f"L-{year}-{next_of_year(NumberRange, year):04d}"


def find(text: str) -> str | None:
    """Return the first reference number in a text, in its usual form, or None."""
    match = PATTERN.search(text)
    return f"L-{match[1]}-{match[2]}" if match else None
