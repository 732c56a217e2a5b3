"""Judged questions put to the engine as everybody's search does it."""

import time
from collections.abc import Callable, Set

from lotse.lib.audience import Audience
from lotse.search import engine
from lotse.search.evaluation.figures import DEPTH, Asked, measure
from lotse.search.evaluation.judged import Judged

MAX_SPARE = 20
"""Finds asked for beyond those measured, in place of unread ones."""


def ask(
    judged: Judged,
    name: Callable[[engine.Result], str],
    *,
    unread: Set[str] = frozenset(),
) -> list[Asked]:
    """Ask every judged question of the index that serves. name: the id of a find.

    unread: ids of records that nobody has judged for any question; finds of them are left out
    (condensed lists: Sakai, Alternatives to bpref, SIGIR 2007), so new content is no fall.
    """
    asked = []
    spare = min(len(unread), MAX_SPARE)
    for question in judged.asked:
        started = time.perf_counter()
        found = engine.search(question.text, reach=Audience.PUBLIC, limit=DEPTH + spare)
        milliseconds = (time.perf_counter() - started) * 1000
        ranked = [one for one in map(name, found.results) if one not in unread][:DEPTH]
        figures = measure(ranked, judged.relevant[question.id])
        asked.append(Asked(question, ranked, figures, milliseconds))
    return asked
