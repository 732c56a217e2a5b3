"""Noting that something new can be read. Called in the transaction that publishes it."""

from datetime import datetime

from lotse.search.documents import Document
from lotse.subscriptions.models import Announcement


def announce(document: Document, *, now: datetime) -> None:
    """Have subscribers told of a record, the first time it can be read; later calls do nothing.

    Who may read it is decided when a mail is written, not here. now: aware.
    """
    facets = document.facets
    Announcement.objects.get_or_create(
        kind=document.kind,
        object_id=document.object_id,
        defaults={
            "topics": sorted({*facets.get("field", ()), *facets.get("concept", ())}),
            "lands": sorted(facets.get("land", ())),
            "announced_at": now,
        },
    )
