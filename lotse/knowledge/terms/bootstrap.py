"""Loads the explained words; what editors changed stays theirs."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from lotse.knowledge.models import GlossaryTerm
from lotse.ui import page_cache

COLLECTED = Path(__file__).parent / "collected" / "terms.jsonl"


@transaction.atomic
def load(now: datetime) -> str:
    """Create the words that are missing, and say how many there are."""
    rows = [json.loads(line) for line in COLLECTED.read_text(encoding="utf-8").splitlines()]
    known = set(GlossaryTerm.objects.values_list("slug", flat=True))
    missing = [row for row in rows if row["slug"] not in known]
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(**{**row, "forms": "\n".join(row["forms"])}) for row in missing
    )
    page_cache.content_changed()
    return f"Begriffe: {len(rows)}, davon {len(missing)} neu."
