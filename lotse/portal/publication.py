"""What follows when a page appears, changes or disappears: search and kept pages.

Imports no models, because the models import it.
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from lotse.portal import documents
from lotse.search import index
from lotse.subscriptions import publication as news
from lotse.subscriptions import queries as subscriptions
from lotse.ui import page_cache

if TYPE_CHECKING:
    from lotse.portal.pages import ContentPage


def follow(page: "ContentPage") -> None:
    """Bring search and kept pages in line with a page, in the transaction that saved it."""
    document = documents.document(page)
    if document is None:
        index.remove(page.search_kind, page.pk)
    else:
        index.put(document)
        if document.kind in subscriptions.ANNOUNCED:
            news.announce(document, now=timezone.now())
    page_cache.content_changed()


def withdraw(instance: "ContentPage", **_signal: Any) -> None:
    """Take a deleted page out of the search. Receiver of ``post_delete``."""
    index.remove(instance.search_kind, instance.pk)
    page_cache.content_changed()
