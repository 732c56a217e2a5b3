"""What follows when an example appears, changes or disappears: lists, search, cached pages.

Called by ``Example.publish`` and its neighbours inside their transaction, so a reader never finds
what is not there and never misses what is. Imports no models, because the models import it.
"""

from typing import TYPE_CHECKING

from django.utils import timezone

from lotse.knowledge import documents, listing, reading
from lotse.knowledge.easy import following as easy
from lotse.knowledge.facts import users
from lotse.search import index
from lotse.subscriptions import publication as news
from lotse.ui import page_cache

if TYPE_CHECKING:
    from lotse.knowledge.models import Example


def write(example: "Example") -> None:
    """Bring lists and index in line with an example as it stands in the database."""
    if not example.live:
        withdraw(example.pk)
        return
    today = timezone.localdate()
    listing.put(
        example.pk,
        listed_under(example),
        is_stale=reading.is_review_due(example, today),
    )
    document = documents.document(example, today=today)
    index.put(document)
    easy.follow(document)
    news.announce(document, now=timezone.now())
    texts = [section.plain_text for section in reading.sections(example)]
    users.note(documents.KIND, example.pk, texts, documents.moment_of(example, today))
    page_cache.content_changed()


def withdraw(example_id: int) -> None:
    """Take an example out of lists and index."""
    listing.remove(example_id)
    users.forget(documents.KIND, example_id)
    index.remove(documents.KIND, example_id)
    page_cache.content_changed()


def listed_under(example: "Example") -> dict[str, tuple[str, ...]]:
    """Facets and audience of a published example."""
    return {listing.AUDIENCE: (str(int(example.audience)),), **documents.facets(example)}
