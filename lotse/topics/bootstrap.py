"""Loads the vocabulary from ``taxonomy/concepts.csv``; what editors changed stays theirs."""

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction

from lotse.topics.models import Concept, Label
from lotse.ui import page_cache

TAXONOMY = Path(__file__).parent / "taxonomy" / "concepts.csv"


@transaction.atomic
def load(now: datetime) -> str:
    """Create the concepts that are missing, with their words, and say how many there are."""
    known = set(Concept.objects.values_list("code", flat=True))
    with TAXONOMY.open(encoding="utf-8", newline="") as lines:
        missing = [
            (position, row)
            for position, row in enumerate(csv.DictReader(lines))
            if row["code"] not in known
        ]
    Concept.objects.bulk_create(
        Concept(
            code=row["code"],
            kind=row["kind"],
            broader_id=row["broader"] or None,
            name=row["name"],
            name_en=row["name_en"],
            slug=row["slug"],
            position=position,
            lead_question=row["lead_question"],
            icon=row["icon"],
        )
        for position, row in missing
    )
    Label.objects.bulk_create(
        Label(concept_id=row["code"], text=text, is_hidden=column == "hidden_labels")
        for _, row in missing
        for column in ("labels", "hidden_labels")
        for text in row[column].split("|")
        if text
    )
    page_cache.content_changed()
    return f"Themen: {Concept.objects.count()} Begriffe, {Label.objects.count()} Synonyme."
