"""Reference numbers: L-2026-0001 and up, anew each year, without gaps."""

import re
from datetime import datetime

from django.db import connection

from lotse.inquiries.models import NumberRange
from lotse.lib import german

PATTERN = re.compile(r"\bL-(\d{4})-(\d{4,9})\b", re.IGNORECASE)


def next_number(now: datetime) -> str:
    """Return the next number of the year (German time), in the caller's transaction.

    The row of the year is locked until that transaction ends, so a rollback gives the number back
    and nobody else has taken the next one in the meantime. now: aware.
    """
    table = connection.ops.quote_name(NumberRange._meta.db_table)
    year = german.local(now).year
    with connection.cursor() as cursor:
        # One statement on both databases: creates the year, counts up and reads, without a race.
        cursor.execute(
            f"INSERT INTO {table} AS numbers (year, last) VALUES (%s, 1) "  # noqa: S608
            "ON CONFLICT (year) DO UPDATE SET last = numbers.last + 1 RETURNING last",
            [year],
        )
        (last,) = cursor.fetchone()
    return f"L-{year}-{last:04d}"


def find(text: str) -> str | None:
    """Return the first reference number in a text, in its usual form, or None."""
    match = PATTERN.search(text)
    return f"L-{match[1]}-{match[2]}" if match else None
