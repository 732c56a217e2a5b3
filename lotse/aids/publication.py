"""What follows when an aid appears, changes or disappears: search, news, cached pages."""

from typing import TYPE_CHECKING

from django.utils import timezone

from lotse.aids import documents, kinds
from lotse.knowledge.facts import users
from lotse.knowledge.facts.marks import Moment
from lotse.lib.audience import Audience
from lotse.search import index
from lotse.subscriptions import publication as news
from lotse.ui import page_cache

if TYPE_CHECKING:
    from lotse.aids.models import Aid


def write(aid: "Aid") -> None:
    """Bring search and pages in line with an aid as it stands in the database."""
    if not aid.live or aid.withdrawn_at is not None:
        remove(aid.pk)
        return
    today = timezone.localdate()
    document = documents.document(aid, today=today)
    index.put(document)
    moment = Moment(today, Audience(aid.audience))
    # A changed fact is then listed for correction at every aid that uses it.
    users.note(documents.KIND, aid.pk, kinds.conduct(aid.kind).marked(aid), moment)
    news.announce(document, now=timezone.now())
    page_cache.content_changed()


def remove(aid_id: int) -> None:
    """Take an aid out of the index."""
    index.remove(documents.KIND, aid_id)
    users.forget(documents.KIND, aid_id)
    page_cache.content_changed()
