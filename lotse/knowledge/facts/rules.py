"""What changes facts apart from editors: the clock; and the rules of corrections."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.facts import book, documents, publication, queries
from lotse.knowledge.facts.book import Entry
from lotse.knowledge.models import Correction, Fact, FactKey
from lotse.lib.errors import RuleError
from lotse.search import index
from lotse.ui import page_cache

_BATCH = 50


def follow_time(now: datetime) -> int:
    """Tell search and users which facts began, ended or became due since they were told.

    Returns how many.
    """
    today = timezone.localdate(now)
    told_before = Fact.objects.filter(live=True).filter(Q(found_on__lt=today) | Q(found_on=None))
    moved: list[int] = []
    same: list[int] = []
    for fact in book.complete(told_before):
        entry = book.entry(fact)
        is_same = fact.found_on is not None and _told(entry, fact.found_on) == _told(entry, today)
        (same if is_same else moved).append(fact.pk)
    Fact.objects.filter(pk__in=same).update(found_on=today)
    return sum(_tell(pk, now) for pk in moved[:_BATCH])


def _told(entry: Entry, on: date) -> tuple[object, ...]:
    version = entry.shown(on)
    status = version.status(on) if version else None
    return version and version.pk, status, entry.is_review_due(on)


@transaction.atomic
def _tell(pk: int, now: datetime) -> int:
    # Asked again under lock: another worker may have been faster, or an editor.
    for fact in Fact.objects.select_for_update().filter(pk=pk, live=True):
        if fact.found_on and fact.found_on >= timezone.localdate(now):
            return 0
        publication.write(fact, before=publication.state(fact), now=now)
        return 1
    return 0


@transaction.atomic
def follow_key(key: FactKey) -> int:
    """Bring search and pages in line after a key was renamed; return how many facts it has."""
    page_cache.content_changed()
    facts = list(queries.complete(Fact.objects.filter(key=key, live=True)))
    today = timezone.localdate()
    for fact in facts:
        index.put(documents.document(fact, today=today))
    return len(facts)


@transaction.atomic
def settle(correction: Correction, *, outcome: str, person: User, now: datetime) -> None:
    """Note that a record was corrected or is not affected. Raises RuleError if it is settled."""
    chosen = Correction.Outcome(outcome)
    settled = (
        queries.corrections(is_settled=False)
        .filter(pk=correction.pk)
        .update(outcome=chosen, settled_by=person, settled_at=now)
    )
    if not settled:
        raise RuleError(_("Darum hat sich schon jemand gekümmert. Laden Sie die Liste neu."))
    # Calculators say on their pages that a number has changed.
    page_cache.content_changed()


@transaction.atomic
def reopen(correction: Correction) -> None:
    """Let a correction wait again. Raises RuleError if it does, or if a newer one waits."""
    newer = queries.corrections(is_settled=False).filter(
        fact=correction.fact_id,
        record_kind=correction.record_kind,
        record_id=correction.record_id,
    )
    if newer.exists():
        raise RuleError(_("Für diesen Eintrag wartet schon eine neuere Nacharbeit."))
    settled = queries.corrections(is_settled=True).filter(pk=correction.pk)
    if not settled.update(outcome="", settled_by=None, settled_at=None):
        raise RuleError(_("Diese Nacharbeit wartet schon."))
    page_cache.content_changed()
