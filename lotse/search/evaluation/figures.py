"""What one question, and all together, say about the order of the finds. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

from lotse.search.evaluation.judged import Question

DEPTH = 10
"""Finds looked at of each question."""
MAIN = "ndcg@10"


@dataclass(frozen=True)
class Asked:
    """A question with what was found for it."""

    question: Question
    ranked: Sequence[str]
    """Ids, best first, at most ``DEPTH``."""
    figures: Mapping[str, float]
    milliseconds: float


def measure(ranked: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """Return the figures of one question. ranked: at most ``DEPTH`` document ids, best first."""
    gains = [grades.get(document, 0) for document in ranked]
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    first = next((place for place, gain in enumerate(gains, start=1) if gain), 0)
    return {
        MAIN: _discounted(gains) / _discounted(ideal),
        "mrr@10": 1 / first if first else 0.0,
        "recall@10": sum(1 for gain in gains if gain) / len(grades),
        "success@1": float(first == 1),
    }


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def summary(asked: Sequence[Asked], *, documents: int) -> dict[str, float | int]:
    """Return the means of at least one question. Times are milliseconds of wall clock."""
    times = [one.milliseconds for one in asked]
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return {
        **{name: mean(asked, name) for name in asked[0].figures},
        "p50_ms": round(cuts[9], 2),
        "p95_ms": round(cuts[18], 2),
        "queries": len(asked),
        "documents": documents,
    }


def mean(asked: Sequence[Asked], name: str) -> float:
    return round(fmean(one.figures[name] for one in asked), 4)


def by(asked: Iterable[Asked], groups: Iterable[str]) -> dict[str, dict[str, float | int]]:
    """Return the main figures of each group. groups: the group of each question, in order."""
    members: dict[str, list[Asked]] = {}
    for one, group in zip(asked, groups, strict=True):
        members.setdefault(group, []).append(one)
    return {
        group: {
            MAIN: mean(found, MAIN),
            "recall@10": mean(found, "recall@10"),
            "queries": len(found),
        }
        for group, found in sorted(members.items())
    }
