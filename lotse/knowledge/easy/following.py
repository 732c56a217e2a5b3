"""Noticing that a record says something else than its easy text was written to.

Imports no models, because the models import it by way of publication.
"""

import hashlib
from typing import TYPE_CHECKING

from django.apps import apps

from lotse.search.documents import Document

if TYPE_CHECKING:
    from lotse.knowledge.models import EasyText


def digest(document: Document) -> str:
    """Return a fingerprint of what a record says to its readers; facts in its texts included."""
    words = [document.title, *(passage.text for passage in document.passages)]
    return hashlib.blake2b("\n".join(words).encode(), digest_size=16).hexdigest()


def follow(document: Document) -> None:
    """Bring the easy text of a record, if there is one, in line with the record. One query."""
    texts: type[EasyText] = apps.get_model("knowledge", "EasyText")
    texts.objects.filter(record_kind=document.kind, record_id=str(document.object_id)).update(
        current_digest=digest(document),
        record_title=document.title[:300],
        record_url=document.url[:300],
    )
