"""What changes examples and answers apart from editors: imports, the clock, repairs."""

import logging
from collections.abc import Iterator
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from lotse.knowledge import listing, publication, queries, reading
from lotse.knowledge.answers import publication as answer_publication
from lotse.knowledge.answers import queries as answer_queries
from lotse.knowledge.facts import documents as fact_documents
from lotse.knowledge.facts import queries as fact_queries
from lotse.knowledge.listing import Values
from lotse.knowledge.models import Answer, Example, Fact
from lotse.search import index
from lotse.topics.models import Concept
from lotse.ui import page_cache

logger = logging.getLogger(__name__)
_BATCH = 200


@transaction.atomic
def publish_draft(record: Example | Answer | Fact) -> None:
    """Publish a record as it stands, with a revision, as an import does.

    Raises ValidationError if it is not complete enough.
    """
    record.save_revision(clean=False).publish()


def follow_schedule(now: datetime) -> int:
    """Hide what has expired and show what was scheduled until ``now``; return how many."""
    hidden = []
    for model in (Example, Answer, Fact):
        expired = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
        due_ids = list(expired.values_list("pk", flat=True)[:_BATCH])
        hidden += [_hide(model, pk, now) for pk in due_ids]
    due = Revision.objects.filter(
        content_type__app_label="knowledge",
        content_type__model__in=["example", "answer", "fact"],
        approved_go_live_at__lte=now,
    ).order_by("approved_go_live_at")
    shown = [_show(pk, now) for pk in list(due.values_list("pk", flat=True)[:_BATCH])]
    return sum(hidden) + sum(shown)


@transaction.atomic
def mark_due_reviews(now: datetime) -> int:
    """Tell lists and search index which records have become due for review; return how many."""
    today = timezone.localdate(now)
    due = Example.objects.filter(live=True, review_due_on__lte=today, list_entry__is_stale=False)
    batch = list(queries.complete(due.order_by("review_due_on"))[:_BATCH])
    for example in batch:
        publication.write(example)
    answers = Answer.objects.filter(live=True, review_due_on__lte=today, is_found_stale=False)
    due_answers = list(answer_queries.complete(answers.order_by("review_due_on"))[:_BATCH])
    for answer in due_answers:
        answer_publication.write(answer)
    return len(batch) + len(due_answers)


@transaction.atomic
def rebuild_lists(today: date) -> int:
    """Write the lists anew from the published examples, and return how many there are.

    For imports that bypass ``publish_draft``, and after a change of the register or vocabulary.
    """
    page_cache.content_changed()
    return listing.rebuild(_listed(today))


@transaction.atomic
def follow_vocabulary(concept: Concept) -> int:
    """Bring lists and search in line after a concept was edited; return how many examples moved."""
    page_cache.content_changed()
    about = Example.objects.filter(live=True).filter(
        Q(concepts=concept) | Q(concepts__broader=concept)
    )
    moved = [
        example
        for example in queries.complete(about.distinct().select_related("list_entry"))
        if listing.is_other(example.list_entry, publication.listed_under(example))
    ]
    for example in moved:
        publication.write(example)
    answers = Answer.objects.filter(live=True).filter(
        Q(concepts=concept) | Q(concepts__broader=concept)
    )
    # Few beside the examples, and the index skips what has not changed.
    for answer in answer_queries.complete(answers.distinct()):
        answer_publication.write(answer)
    facts = Fact.objects.filter(live=True).filter(
        Q(key__concepts=concept) | Q(key__concepts__broader=concept)
    )
    today = timezone.localdate()
    for fact in fact_queries.complete(facts.distinct()):
        index.put(fact_documents.document(fact, today=today))
    return len(moved)


def _listed(today: date) -> Iterator[tuple[int, Values, bool]]:
    """Also the withdrawn ones, under nothing, so that they keep their place."""
    known = Example.objects.exclude(first_published_at=None).order_by("first_published_at", "pk")
    for example in queries.complete(known).iterator(chunk_size=500):
        values = publication.listed_under(example) if example.live else {}
        yield example.pk, values, reading.is_review_due(example, today)


@transaction.atomic
def _hide(model: type[Example] | type[Answer] | type[Fact], record_id: int, now: datetime) -> int:
    # Asked again under lock: another worker may have been faster, or an editor.
    expired = model.objects.select_for_update().filter(pk=record_id, live=True, expire_at__lte=now)
    for record in expired:
        record.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        return 1
    return 0


def _show(revision_id: int, now: datetime) -> int:
    with transaction.atomic():
        due = Revision.objects.select_for_update().filter(
            pk=revision_id, approved_go_live_at__lte=now
        )
        for revision in due:
            try:
                with transaction.atomic():
                    revision.publish(log_action="wagtail.publish.scheduled")
            except ValidationError:
                # Stays a draft; retrying every minute would not complete it.
                logger.exception("Scheduled revision %s cannot be published.", revision_id)
                due.update(approved_go_live_at=None)
                return 0
            return 1
    return 0
