"""What follows when a fact appears, changes, ends or disappears.

Search, subscribers, cached pages, the records that show it, and the list of what has to be
corrected: all in the transaction of the change. Imports no models, because the models import it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from lotse.knowledge.facts import book, documents, users
from lotse.knowledge.facts.book import Entry
from lotse.search import index
from lotse.subscriptions import publication as news
from lotse.ui import page_cache

if TYPE_CHECKING:
    from lotse.knowledge.models import Fact


@dataclass(frozen=True)
class State:
    """A fact as its users last knew it."""

    entry: Entry
    on: date


def state(fact: "Fact") -> State | None:
    """Return what users of a fact know about it; None if it is not published."""
    return State(book.entry(fact), fact.found_on) if fact.live and fact.found_on else None


def write(fact: "Fact", *, before: State | None, now: datetime) -> None:
    """Bring search, pages and users in line with a fact as it stands in the database."""
    today = timezone.localdate(now)
    type(fact).objects.filter(pk=fact.pk).update(found_on=today)
    # First, so that whoever reads facts from here on reads the new ones.
    page_cache.content_changed()
    if fact.live:
        document = documents.document(fact, today=today)
        index.put(document)
    else:
        index.remove(documents.KIND, fact.pk)
    after = book.entry(fact)
    was_shown = before is not None and before.entry.shown(before.on)
    if fact.live and after.shown(today) and not was_shown:
        # What nobody has confirmed is news to nobody.
        news.announce(document, now=now)
    told = (before.entry, before.on) if before else None
    if users.show_anew(fact, told, after, today, now):
        # What they show was read by others in between.
        page_cache.content_changed()


def forget(fact_id: int) -> None:
    """Take a fact that was never used out of the index."""
    index.remove(documents.KIND, fact_id)
    page_cache.content_changed()
