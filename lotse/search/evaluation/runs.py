"""One measurement kept in a file, and two of them side by side. Pure."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lotse.search.evaluation.figures import MAIN, Asked
from lotse.search.evaluation.judged import BadInput, json_lines, text_of

NOISE = 0.05
"""A fall that chance brings about less often than this is no noise."""
_ROUNDS = 10_000
_SEED = 20_260_801
_SAME = 0.00005
"""Smaller differences come from rounding in the file."""


@dataclass(frozen=True)
class Change:
    """A question that is answered better or worse than before."""

    id: str
    before: float
    after: float


@dataclass(frozen=True)
class Comparison:
    """Two runs over the questions that both have."""

    difference: float
    """Mean of after minus before; below 0: worse."""
    p: float
    """How often chance alone brings about a difference as large in this direction."""
    wins: int
    losses: int
    ties: int
    unpaired: int
    """Questions that only one of the runs has."""
    changes: tuple[Change, ...]
    """Worst first."""

    @property
    def is_worse(self) -> bool:
        """The second run is worse by more than the noise."""
        return self.difference < 0 and self.p < NOISE


def write(path: Path, asked: Iterable[Asked]) -> None:
    """Write one JSON object a question: its figures and what was found. Raises BadInput."""
    rows = (
        {
            "id": one.question.id,
            "text": one.question.text,
            **{name: round(value, 4) for name, value in one.figures.items()},
            "ranked": list(one.ranked),
        }
        for one in asked
    )
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        raise BadInput(f"{path} lässt sich nicht schreiben.") from None


def read(path: Path) -> dict[str, float]:
    """Return the main figure of each question of a run. Raises BadInput, which names the line."""
    found: dict[str, float] = {}
    for number, row in json_lines(path):
        value = row.get(MAIN)
        if not isinstance(value, int | float):
            raise BadInput(f"{path}, Zeile {number}: „{MAIN}“ fehlt.")
        found[text_of(row, path, number, "id")] = float(value)
    return found


def values(asked: Iterable[Asked]) -> dict[str, float]:
    """Return the main figure of each question."""
    return {one.question.id: one.figures[MAIN] for one in asked}


def compare(before: Mapping[str, float], after: Mapping[str, float]) -> Comparison:
    """Hold two runs against each other. Raises BadInput if they share no question."""
    shared = sorted(before.keys() & after.keys())
    if not shared:
        raise BadInput("Die beiden Messungen haben keine Frage gemeinsam.")
    changes = [
        Change(question, before[question], after[question])
        for question in shared
        if abs(after[question] - before[question]) > _SAME
    ]
    changes.sort(key=lambda change: (change.after - change.before, change.id))
    gaps = [change.after - change.before for change in changes]
    return Comparison(
        difference=sum(gaps) / len(shared),
        p=_chance(gaps),
        wins=sum(gap > 0 for gap in gaps),
        losses=sum(gap < 0 for gap in gaps),
        ties=len(shared) - len(gaps),
        unpaired=len(before.keys() ^ after.keys()),
        changes=tuple(changes),
    )


def _chance(gaps: Sequence[float]) -> float:
    """Return how often the sum is as far from 0, on the same side, if every sign is thrown.

    The paired randomisation test (Smucker, Allan, Carterette: A comparison of statistical
    significance tests for information retrieval evaluation, CIKM 2007); always the same throws.
    """
    observed = abs(sum(gaps))
    sizes = [abs(gap) for gap in gaps]
    whole = sum(sizes)
    throws = random.Random(_SEED)  # noqa: S311 - no secret
    reached = 0
    for _round in range(_ROUNDS):
        signs = throws.getrandbits(max(1, len(sizes)))
        positive = sum(size for place, size in enumerate(sizes) if signs >> place & 1)
        reached += 2 * positive - whole >= observed - 1e-9
    return (reached + 1) / (_ROUNDS + 1)
