"""Sixty real good examples with their sources, for a platform that is not empty at the start."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotse.knowledge import rules
from lotse.knowledge.models import Example, ExampleMunicipality, Source
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.topics.models import Concept

COLLECTED = Path(__file__).parent / "collected" / "examples.jsonl"


@transaction.atomic
def load(now: datetime) -> str:
    """Import the examples that are missing, and say how many there are.

    They are public and due for review at once, without contact and without a check: nobody has
    asked the municipalities yet (``collected/SOURCES.md``).
    """
    rows = [json.loads(line) for line in COLLECTED.read_text(encoding="utf-8").splitlines()]
    known = set(Example.objects.exclude(code=None).values_list("code", flat=True))
    places = Municipality.objects.in_bulk([row["municipality"] for row in rows], field_name="key")
    concepts = Concept.objects.in_bulk()
    missing = [row for row in rows if row["code"] not in known]
    for row in missing:
        _import(row, places[row["municipality"]], concepts, today=timezone.localdate(now))
    return f"Gute Beispiele: {len(rows)}, davon {len(missing)} neu."


def _import(
    row: dict[str, Any], place: Municipality, concepts: dict[str, Concept], *, today: date
) -> None:
    example = Example(
        live=False,
        code=row["code"],
        slug=row["slug"],
        title=row["title"],
        what=row["what"],
        status=row["status"],
        year=row["year"],
        year_basis=row["year_basis"],
        evidence=row["evidence"],
        limits=row["limits"],
        note=row["note"],
        audience=Audience.PUBLIC,
        review_due_on=today,
    )
    example.concepts.set(concepts[code] for code in row["concepts"])
    example.municipalities.add(ExampleMunicipality(municipality=place, sort_order=0))
    for position, url in enumerate(row["sources"]):
        example.sources.add(Source(url=url, sort_order=position))
    example.save()
    rules.publish_draft(example)
