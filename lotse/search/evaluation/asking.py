"""Judged questions put to the engine as everybody's search does it."""

import time
from collections.abc import Callable

from lotse.lib.audience import Audience
from lotse.search import engine
from lotse.search.evaluation.figures import DEPTH, Asked, measure
from lotse.search.evaluation.judged import Judged


def ask(judged: Judged, name: Callable[[engine.Result], str]) -> list[Asked]:
    """Ask every judged question of the index that serves. name: the id of a find."""
    asked = []
    for question in judged.asked:
        started = time.perf_counter()
        found = engine.search(question.text, reach=Audience.PUBLIC, limit=DEPTH)
        milliseconds = (time.perf_counter() - started) * 1000
        ranked = [name(result) for result in found.results]
        figures = measure(ranked, judged.relevant[question.id])
        asked.append(Asked(question, ranked, figures, milliseconds))
    return asked
