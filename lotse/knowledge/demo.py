"""Real examples and answered questions with their sources, for a platform that is not empty."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotse.knowledge import demonstration, rules
from lotse.knowledge.facts import bootstrap as facts
from lotse.knowledge.models import Answer, AnswerSource, Example, ExampleMunicipality, Source
from lotse.knowledge.submissions import demonstration as submissions
from lotse.lib.audience import Audience
from lotse.municipalities.models import Land, Municipality
from lotse.topics.models import Concept

_FOLDER = Path(__file__).parent / "collected"
COLLECTED = _FOLDER / "examples.jsonl"
COLLECTED_ANSWERS = _FOLDER / "answers.jsonl"


@transaction.atomic
def load(now: datetime) -> str:
    """Import the examples that are missing, and say how many there are.

    They are public and due for review at once, without contact and without a check: nobody has
    asked the municipalities yet (``collected/SOURCES.md``).
    """
    # Some answers show facts. They are base data; loading them twice changes nothing.
    facts.load(now)
    rows = _read(COLLECTED)
    known = set(Example.objects.exclude(code=None).values_list("code", flat=True))
    places = Municipality.objects.in_bulk([row["municipality"] for row in rows], field_name="key")
    concepts = Concept.objects.in_bulk()
    missing = [row for row in rows if row["code"] not in known]
    for row in missing:
        _import(row, places[row["municipality"]], concepts, today=timezone.localdate(now))
    counted = f"Gute Beispiele: {len(rows)}, davon {len(missing)} neu."
    told = f"{counted} {_load_answers()} {demonstration.load(now)}"
    return f"{told} {submissions.load(now)}".strip()


def _load_answers() -> str:
    """Import the answered questions that are missing; they rest on the examples."""
    rows = _read(COLLECTED_ANSWERS)
    known = set(Answer.objects.values_list("slug", flat=True))
    missing = [row for row in rows if row["slug"] not in known]
    concepts, lands = Concept.objects.in_bulk(), Land.objects.in_bulk()
    examples = dict(Example.objects.exclude(code=None).values_list("code", "pk"))
    for row in missing:
        _import_answer(row, concepts, lands, examples)
    return f"Beantwortete Fragen: {len(rows)}, davon {len(missing)} neu."


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


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


def _import_answer(
    row: dict[str, Any],
    concepts: dict[str, Concept],
    lands: dict[str, Land],
    examples: dict[str, int],
) -> None:
    answer = Answer(
        live=False,
        question=row["question"],
        slug=row["slug"],
        short_answer=row["short_answer"],
        long_answer=row["long_answer"],
        scope=row["scope"],
        certainty=row["certainty"],
        law_as_of=row["law_as_of"] and date.fromisoformat(row["law_as_of"]),
        as_of=date.fromisoformat(row["as_of"]),
        review_due_on=date.fromisoformat(row["review_due_on"]),
        audience=Audience.PUBLIC,
    )
    answer.concepts.set(concepts[code] for code in row["concepts"])
    answer.lands.set(lands[code] for code in row["lands"])
    for position, source in enumerate(row["sources"]):
        answer.sources.add(
            AnswerSource(
                example_id=examples[source["example"]] if "example" in source else None,
                url=source.get("url", ""),
                title=source.get("title", ""),
                passage=source["passage"],
                accessed_on=date.fromisoformat(source["accessed_on"]) if "url" in source else None,
                sort_order=position,
            )
        )
    answer.save()
    rules.publish_draft(answer)
