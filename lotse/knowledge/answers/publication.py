"""What follows when an answered question appears, changes or disappears: search, cached pages."""

from typing import TYPE_CHECKING

from django.utils import timezone

from lotse.knowledge.answers import documents, reading
from lotse.knowledge.easy import following as easy
from lotse.knowledge.facts import users
from lotse.search import index
from lotse.subscriptions import publication as news
from lotse.ui import page_cache

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer


def write(answer: "Answer") -> None:
    """Bring the index in line with an answer as it stands in the database."""
    if not answer.live:
        withdraw(answer.pk)
        return
    today = timezone.localdate()
    is_due = reading.is_review_due(answer, today)
    type(answer).objects.filter(pk=answer.pk).update(is_found_stale=is_due)
    document = documents.document(answer, today=today)
    index.put(document)
    easy.follow(document)
    news.announce(document, now=timezone.now())
    moment = documents.moment_of(answer, today)
    users.note(documents.KIND, answer.pk, documents.texts(answer), moment)
    page_cache.content_changed()


def withdraw(answer_id: int) -> None:
    """Take an answer out of the index."""
    index.remove(documents.KIND, answer_id)
    users.forget(documents.KIND, answer_id)
    page_cache.content_changed()
