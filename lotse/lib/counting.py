"""Numbers without gaps, anew each year, given out in the caller's transaction."""

from django.db import connection, models


def next_of_year(counter: type[models.Model], year: int) -> int:
    """Return the next number of a year, 1 for the first.

    The row of the year is locked until the transaction ends, so a rollback gives the number back
    and nobody else has taken the next one in the meantime. counter: has columns year and last.
    """
    table = connection.ops.quote_name(counter._meta.db_table)
    with connection.cursor() as cursor:
        # One statement on both databases: creates the year, counts up and reads, without a race.
        cursor.execute(
            f"INSERT INTO {table} AS numbers (year, last) VALUES (%s, 1) "  # noqa: S608
            "ON CONFLICT (year) DO UPDATE SET last = numbers.last + 1 RETURNING last",
            [year],
        )
        (last,) = cursor.fetchone()
    return int(last)
