"""From records and a filled form to what the check compares."""

import hashlib
from collections.abc import Mapping
from typing import Any

from lotse.knowledge import reading
from lotse.knowledge.models import Example
from lotse.knowledge.transfer.fit import Answers, Condition, Conditions, Place, Said
from lotse.municipalities.models import Municipality

DAYS = "tage"
_OWN_DISTRICTS = ("kreisfreie stadt", "stadtkreis")
_CITY_STATES = ("BE", "HB", "HH")


def of(example: Example) -> Conditions:
    """Return the conditions of an example. Needs its parts loaded (``queries.complete``)."""
    places = [part.municipality for part in example.municipalities.all()]
    return Conditions(
        place=place(places[0]) if places else None,
        size_classes=tuple(example.suits_size_classes),
        legal_basis=example.legal_basis.strip(),
        jurisdiction=example.legal_jurisdiction,
        lead_time_days=example.lead_time_days,
        capacity=example.capacity,
        is_failed=reading.is_failed(example),
        is_checked=example.is_checked,
        questions=(
            *(_question(text, False) for text in reading.lines(example.suitable_if)),
            *(_question(text, True) for text in reading.lines(example.unsuitable_if)),
        ),
    )


def place(municipality: Municipality) -> Place:
    """Return a municipality for the check. Reads ``land``."""
    type_ = municipality.type.casefold()
    return Place(
        name=municipality.short_name,
        kind=municipality.kind,
        # A town that is its own district is both, in either of its two records.
        is_own_district=type_ in _OWN_DISTRICTS or municipality.land_id in _CITY_STATES,
        land=municipality.land.name,
        population=municipality.population,
        size_class=municipality.size_class,
    )


def answers(cleaned: Mapping[str, Any], conditions: Conditions) -> Answers:
    """Return what somebody said, from the cleaned fields of ``TransferForm``."""
    said = {
        question.key: Said(cleaned[question.key])
        for question in conditions.questions
        if cleaned.get(question.key)
    }
    return Answers(said, cleaned.get(DAYS))


def _question(text: str, is_obstacle: bool) -> Condition:
    # Named after its words: an address stays right when another condition is added before it.
    digest = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    return Condition(f"{'h' if is_obstacle else 'v'}{digest}", text, is_obstacle)
