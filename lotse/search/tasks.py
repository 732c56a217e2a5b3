"""What the worker does for the index by the clock."""

from contextlib import suppress
from datetime import datetime

from lotse.lib.audience import Audience
from lotse.lib.schedule import every
from lotse.search import generations, missed, rebuild

GROWTH_PERCENT = 25
"""Growth or shrinkage after which vocabulary and average lengths are learned anew."""
MIN_CHANGE = 50


@every(600, name="search.clear_retired")
def clear_retired(now: datetime) -> int:
    """Delete generations nobody reads any more."""
    return rebuild.clear_retired(now)


@every(3600, name="search.refresh")
def refresh(now: datetime) -> int:
    """Build the index anew when the content has changed much since it learned its words."""
    generation = generations.active()
    if generation is None:
        return 0
    learned = generation.learned_records
    change = abs(generations.record_count(generation, Audience.TEAM) - learned)
    if change < max(MIN_CHANGE, learned * GROWTH_PERCENT // 100):
        return 0
    # Another worker or the operator may begin meanwhile; their rebuild serves as well.
    with suppress(rebuild.Superseded):
        rebuild.rebuild(now)
    return 1


@every(3600, name="search.missed")
def search_again(now: datetime) -> int:
    """See whether questions nothing was found for have an answer now."""
    return missed.search_again(now)
