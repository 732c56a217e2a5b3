"""How good the suggestions are, measured with the production pipeline on judged questions."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, count
from pathlib import Path
from statistics import fmean

from django.utils import timezone

from lotse.inquiries import fingerprints, likeness, routing, suggest
from lotse.inquiries.rules import radar
from lotse.knowledge import demo as knowledge
from lotse.lib.audience import Audience
from lotse.search import gist, rebuild
from lotse.search.documents import Document, Passage
from lotse.search.evaluation import scratch
from lotse.topics import bootstrap as topics
from lotse.topics import queries as matching

QUESTIONS = Path(__file__).with_name("questions.jsonl")
DEPTH = 5


@dataclass(frozen=True)
class Question:
    """A mail of the judged set."""

    id: str
    group: str
    subject: str
    text: str
    relevant: Mapping[str, int]
    """Code of an example to its grade."""


def questions() -> list[Question]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [Question(**json.loads(line)) for line in lines]


def evaluate(now: datetime) -> dict[str, dict[str, float | int]]:
    """Return the figures for content, similar inquiries and pairs, from a scratch database.

    Every question is asked once. For similar inquiries all questions count as answered before;
    right are those of the same group. Unknown: what is shown, on average, with questions of which
    the collection knows nothing; best is nothing. Pairs: of all pairs of questions, those the radar
    takes for the same. now: aware.
    """
    asked = questions()
    examples, codes = _examples()
    content: list[dict[str, float]] = []
    similar: list[dict[str, float]] = []
    unknown: list[dict[str, float]] = []
    prints: list[dict[str, int]] = []
    inquiries: list[Document] = []
    offered = (
        scratch.provider("example", examples),
        scratch.provider(suggest.KIND, inquiries),
    )
    with scratch.database(), scratch.only(*offered):
        topics.load(now)
        about = [_topics(question) for question in asked]
        inquiries += [_inquiry(*row) for row in zip(count(), asked, about, strict=False)]
        rebuild.rebuild(now)
        for place, question in enumerate(asked):
            words = suggest.gist(question.subject, question.text)
            found, others = suggest.helping(
                words, reach=Audience.TEAM, limit=DEPTH, topics=about[place], besides=place
            )
            if question.relevant:
                content.append(measure([codes[one.object_id] for one in found], question.relevant))
            else:
                unknown.append({"shown": float(len(found))})
            fellows = {
                str(number): 1
                for number, other in enumerate(asked)
                if other.group == question.group and number != place
            }
            similar.append(measure([str(one.object_id) for one in others], fellows))
            prints.append(_fingerprint(question, words, about[place]))
    return {
        "content": _means(content),
        "similar": _means(similar),
        "unknown": _means(unknown),
        "pairs": _pairs(asked, prints),
    }


def _fingerprint(question: Question, words: str, about: tuple[str, ...]) -> dict[str, int]:
    finds, _others = suggest.helping(
        words, reach=Audience.MEMBERS, limit=fingerprints.MAX_FINDS, topics=about
    )
    names = {code: code for code in about}
    return fingerprints.read(question.subject, question.text, topics=names, finds=finds).weights


def _pairs(
    asked: Sequence[Question], prints: Sequence[Mapping[str, int]]
) -> dict[str, float | int]:
    """Return how many pairs the radar takes for the same, and how many of them are."""
    same = found = right = 0
    for one, other in combinations(range(len(asked)), 2):
        is_same = asked[one].group == asked[other].group
        words = {
            term: weight for term, weight in prints[one].items() if not fingerprints.is_name(term)
        }
        is_found = (
            likeness.likeness(prints[one], prints[other]) >= radar.ALIKE
            and likeness.likeness(words, prints[other]) >= radar.ALIKE_IN_WORDS
        )
        same += is_same
        found += is_found
        right += is_same and is_found
    return {
        "precision": round(right / found, 4) if found else 0.0,
        "recall": round(right / same, 4),
        "same": same,
        "different": len(asked) * (len(asked) - 1) // 2 - same,
    }


def measure(ranked: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """Return the figures of one question. ranked: at most ``DEPTH`` names, best first."""
    gains = [grades.get(name, 0) for name in ranked[:DEPTH]]
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    return {
        "ndcg@5": _discounted(gains) / _discounted(best),
        "recall@5": sum(1 for gain in gains if gain) / min(len(grades), DEPTH),
        "success@1": float(bool(gains and gains[0])),
    }


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def _means(figures: Sequence[Mapping[str, float]]) -> dict[str, float | int]:
    means = {name: round(fmean(row[name] for row in figures), 4) for name in figures[0]}
    return {**means, "questions": len(figures)}


def _examples() -> tuple[list[Document], list[str]]:
    """Return the collected examples as documents, and their codes in the same order."""
    rows = [
        json.loads(line) for line in knowledge.COLLECTED.read_text(encoding="utf-8").splitlines()
    ]
    documents = [
        Document(
            kind="example",
            object_id=place,
            title=row["title"],
            url=f"/beispiele/{row['slug']}/",
            audience=Audience.PUBLIC,
            passages=tuple(
                Passage(heading, row[name])
                for heading, name in (("Kurz", "what"), ("Grenzen", "limits"), ("Hinweis", "note"))
                if row[name]
            ),
            facets={"concept": tuple(row["concepts"])},
        )
        for place, row in enumerate(rows)
    ]
    return documents, [row["code"] for row in rows]


def _topics(question: Question) -> tuple[str, ...]:
    matched = matching.match(gist.gist(question.subject, question.text), limit=routing.MAX_TOPICS)
    return tuple(topic.code for topic in matched)


def _inquiry(place: int, question: Question, about: tuple[str, ...]) -> Document:
    """Return a question as if it had been answered; found by what was asked alone."""
    return Document(
        kind=suggest.KIND,
        object_id=place,
        title=question.subject,
        url=f"/arbeitsplatz/anfragen/{question.id}/",
        audience=Audience.TEAM,
        passages=(Passage("Frage", gist.body(question.text)),),
        facets={"concept": about},
        dated_on=timezone.localdate(),
    )
