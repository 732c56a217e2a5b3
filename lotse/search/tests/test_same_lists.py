"""SQLite and PostgreSQL return the same lists with the same scores.

The lists are kept in ``ranking.expected.json``; the suite runs on both databases. After a wanted
change of the ranking write them anew with ``LOTSE_WRITE_EXPECTED=1`` and look at the difference.
"""

import json
import os
import random
from pathlib import Path

import pytest

from lotse.lib.audience import Audience
from lotse.search import engine, index
from lotse.search.tests.factories import document

EXPECTED = Path(__file__).parent / "ranking.expected.json"
WORDS = """
Turnhalle Gemeinschaftsunterkunft Brandschutz Wohnung Vermieter Ehrenamt Sprachkurs Dolmetscher
Container Winter Heizung Personal Verwaltung Landkreis Gemeinde Schule Kita Beratung Umzug
Sicherheit Verpflegung Leitung Freiwillige Standort Zelt Schneelast Öffentlichkeitsarbeit
freigeben anmieten belegen umziehen beraten koordinieren einstellen informieren
"""
NOUNS = [word for word in WORDS.split() if word[0].isupper()]
VERBS = [word for word in WORDS.split() if word[0].islower()]
QUESTIONS = [
    "Wie können wir die Turnhalle freigeben?",
    "Wohnungen anmieten und Vermieter gewinnen",
    "Ehrenamtliche koordinieren",
    "Schneelast auf dem Zelt im Winter",
    "unterkunft",
    "Wer berät die Gemeinden zum Brandschutz in Containern?",
    "Sprachkurse und Dolmetscherinnen in der Kita",
    "Öffentlichkeitsarbeit der Landkreise",
]


@pytest.mark.django_db
def test_lists_and_scores_are_the_same_on_every_database() -> None:
    chance = random.Random(4711)
    for number in range(120):
        texts = [
            " ".join(
                f"{chance.choice(NOUNS)} {chance.choice(VERBS)}, {chance.choice(NOUNS)}."
                for _ in range(chance.randint(2, 9))
            )
            for _ in range(chance.randint(1, 4))
        ]
        index.put(
            document(
                f"{chance.choice(NOUNS)} {chance.choice(VERBS)}",
                *texts,
                object_id=number,
                audience=Audience(number % 3),
                facets={"land": (chance.choice(["BY", "NW", "HE"]),)},
            )
        )
    lists = {}
    for question in QUESTIONS:
        for reach in Audience:
            found = engine.search(question, reach=reach, limit=15)
            lists[f"{question} [{reach.name}]"] = {
                "total": found.total,
                "counts": dict(sorted(found.facet_counts.get("land", {}).items())),
                "hits": [[hit.object_id, hit.score, hit.passage[:24]] for hit in found.results],
                "best": [hit.object_id for hit in engine.best(question, reach=reach)],
            }
    if os.environ.get("LOTSE_WRITE_EXPECTED"):
        EXPECTED.write_text(json.dumps(lists, ensure_ascii=False, indent=0), encoding="utf-8")
    assert lists == json.loads(EXPECTED.read_text(encoding="utf-8"))
