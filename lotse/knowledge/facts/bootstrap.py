"""Loads the collected facts; what editors changed stays theirs."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotse.knowledge.models import Fact, FactKey, FactVersion
from lotse.municipalities.models import Land
from lotse.topics.models import Concept
from lotse.ui import page_cache

COLLECTED = Path(__file__).parent / "collected" / "facts.jsonl"
CHECKED_BY = "Grundbestand"
_DAYS = ("valid_from", "valid_to", "as_of", "law_as_of", "checked_on", "accessed_on")
_NUMBERS = ("value", "value_max")


@transaction.atomic
def load(now: datetime) -> str:
    """Create the facts that are missing, and say how many there are.

    Written in bulk and without a revision; setup builds the search index afterwards. A fact whose
    topics or Länder are not loaded waits for the next run.
    """
    rows = [json.loads(line) for line in COLLECTED.read_text(encoding="utf-8").splitlines()]
    known = set(Fact.objects.values_list("code", flat=True))
    concepts, lands = (
        set(Concept.objects.values_list("pk", flat=True)),
        set(Land.objects.values_list("pk", flat=True)),
    )
    missing = [
        row
        for row in rows
        if row["code"] not in known
        and concepts.issuperset(row["concepts"])
        and lands.issuperset(row["lands"])
    ]
    keys = _keys(missing)
    today = timezone.localdate(now)
    facts = Fact.objects.bulk_create(_fact(row, keys[row["key"]], now, today) for row in missing)
    through = Fact.lands.through
    through.objects.bulk_create(
        through(fact_id=fact.pk, land_id=land)
        for fact, row in zip(facts, missing, strict=True)
        for land in row["lands"]
    )
    FactVersion.objects.bulk_create(
        _version(fact, version)
        for fact, row in zip(facts, missing, strict=True)
        for version in row["versions"]
    )
    page_cache.content_changed()
    return f"Zahlen und Regeln: {len(rows)}, davon {len(missing)} neu."


def _keys(rows: list[dict[str, Any]]) -> dict[str, FactKey]:
    wanted = {row["key"]: row for row in rows}
    known = set(FactKey.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    new = [row for slug, row in wanted.items() if slug not in known]
    made = FactKey.objects.bulk_create(FactKey(slug=row["key"], name=row["name"]) for row in new)
    through = FactKey.concepts.through
    through.objects.bulk_create(
        through(factkey_id=key.pk, concept_id=concept)
        for key, row in zip(made, new, strict=True)
        for concept in row["concepts"]
    )
    return {key.slug: key for key in FactKey.objects.filter(slug__in=wanted)}


def _fact(row: dict[str, Any], key: FactKey, now: datetime, today: date) -> Fact:
    due = row["review_due_on"]
    return Fact(
        code=row["code"],
        key=key,
        kind=row["kind"],
        scope=row["scope"],
        review_due_on=due and date.fromisoformat(due),
        found_on=today,
        live=True,
        first_published_at=now,
        last_published_at=now,
    )


def _version(fact: Fact, row: dict[str, Any]) -> FactVersion:
    values = dict(row)
    for name in _DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in _NUMBERS:
        if name in values:
            values[name] = Decimal(values[name])
    checked_by = CHECKED_BY if "checked_on" in values else ""
    return FactVersion(fact=fact, checked_by=checked_by, **values)
