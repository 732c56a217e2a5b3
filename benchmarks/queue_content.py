"""Fill an installation with open and closed inquiries: ``python -m benchmarks.queue_content O C``.

Run with the environment of the installation. A million records through the product's own rules
would take hours; the rows are written as those rules would leave them, straight into the tables.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import django

SUBJECTS = (
    *("Zelthalle winterfest", "Hausmeister gewinnen", "Schneelast prüfen", "Ehrenamt am Abend"),
    *("Fahrdienst für Kinder", "Dolmetschen am Telefon", "Brandschutz der Halle", "Kita-Plätze"),
)
RARE = "Quellwasser"
"""Stands in one subject of ten thousand: what a search without an index finds last."""
CHUNK = 20_000


def fill(open_count: int, closed_count: int) -> None:
    """Bring the installation to this many open and closed inquiries of the benchmark."""
    from django.db import connection, transaction
    from django.utils import timezone

    from lotse.inquiries.models import Inquiry

    fields = [f for f in Inquiry._meta.concrete_fields if not (f.primary_key or f.generated)]
    columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(Inquiry._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
    present = Inquiry.objects.filter(number__startswith="L-1999-").count()
    rows = _rows(fields, present, open_count, closed_count, timezone.now())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Nothing of this has to survive a power cut, and the indexes fit into memory.
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-800000")
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, chunk)
    _topics()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rows(
    fields: Sequence[Any], present: int, open_count: int, closed_count: int, now: datetime
) -> Iterator[list[Any]]:
    from django.db import connection

    from lotse.accounts.models import User
    from lotse.inquiries.models import Inquiry
    from lotse.municipalities.models import Municipality
    from lotse.team.models import ProgrammeArea

    chance = random.Random(present)
    municipalities = list(Municipality.objects.values_list("pk", flat=True)[:3000])
    areas = [*ProgrammeArea.objects.values_list("pk", flat=True), None]
    people = [*User.objects.filter(groups__name="desk").values_list("pk", flat=True), None, None]
    template = Inquiry(channel="mail", subject="", number="", last_activity_at=now)
    base = {f.attname: f.get_db_prep_save(f.pre_save(template, True), connection) for f in fields}
    at = connection.ops.adapt_datetimefield_value
    for number in range(present, open_count + closed_count):
        is_open = number < open_count
        back = timedelta(minutes=number % 1400 if is_open else 2000 + number)
        received = now - back - timedelta(seconds=chance.randrange(60))
        due = received + timedelta(hours=24)
        replied = received + timedelta(hours=3)
        waits = is_open and number % 10 != 0
        rare = f" {RARE}" if number % 10_000 == 77 else ""
        row = base | {
            "number": f"L-1999-{number:07d}",
            "channel": "phone" if number % 5_000 == 13 else "mail",
            "kind": "press" if number % 1_000 == 5 else "inquiry",
            "subject": chance.choice(SUBJECTS) + rare,
            "asker_name": f"Person {number}",
            "asker_email": f"person{number}@gemeinde-{number % 997}.example",
            "municipality_id": chance.choice(municipalities),
            "area_id": chance.choice(areas),
            "owner_id": chance.choice(people),
            "received_at": at(received),
            "reaction_due_at": at(due),
            "waiting_since": at(received) if waits else None,
            "due_at": at(due) if waits else None,
            "reacted_at": None if waits else at(replied),
            "first_answered_at": None if waits else at(replied),
            "answered_at": None if waits else at(replied),
            "closed_at": None if is_open else at(replied + timedelta(hours=1)),
            "last_activity_at": at(replied),
            "asker_deadline_on": None,
            "turn": 1 if waits else 2,
            "message_count": 3,
        }
        yield list(row.values())


def _topics() -> None:
    """Give every inquiry of the benchmark one field, by its id."""
    from django.db import connection

    from lotse.inquiries.models import Inquiry
    from lotse.topics.models import Concept

    through = connection.ops.quote_name(Inquiry.topics.through._meta.db_table)
    inquiries = connection.ops.quote_name(Inquiry._meta.db_table)
    codes = list(Concept.objects.order_by("code").values_list("pk", flat=True)[:20])
    cases = " ".join(f"WHEN {index} THEN %s" for index in range(len(codes)))
    with connection.cursor() as cursor:
        # In one walk over the new ones: what is there already has lower ids.
        cursor.execute(
            f"INSERT INTO {through} (inquiry_id, concept_id) "
            f"SELECT i.id, CASE i.id %% %s {cases} END FROM {inquiries} i "
            f"WHERE i.number LIKE 'L-1999-%%' AND i.id > (SELECT COALESCE(MAX(t.inquiry_id), 0) "
            f"FROM {through} t JOIN {inquiries} o ON o.id = t.inquiry_id "
            f"WHERE o.number LIKE 'L-1999-%%')",
            [len(codes), *codes],
        )


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
