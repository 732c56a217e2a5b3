"""The radar: which inquiries ask the same, and what people do about it (decision 0033)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Max, Min, Sum, Value, When
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import fingerprints, likeness, radar_mails
from lotse.inquiries.models import (
    Cluster,
    ClusterAlert,
    ClusterEvent,
    Inquiry,
    RadarLock,
    Removal,
    Trace,
    TraceTerm,
)
from lotse.lib.errors import RuleError

ALIKE = 26
"""Percent of likeness from which two questions count as the same."""
ALIKE_IN_WORDS = 4
"""Percent that must come from words: topic and finds alone do not make it the same question."""
ALIKE_ON_AVERAGE = 12
"""So alike a question must be to the whole cluster; it keeps a chain from growing into one."""
COMPARED_FOR = timedelta(days=30)
"""So long an inquiry is compared with those that follow."""
KEPT_FOR = timedelta(days=90)
"""So long the terms of an inquiry without a cluster are kept."""
MIN_SIMILAR = 3
"""Similar inquiries within ``RADAR_DAYS`` that suggest making an aid."""
SHOWN_WORDS = 6
BATCH = 10
_COUNTS = (
    *("first_at", "last_at", "words", "inquiry_count", "municipality_count"),
    *("recent_inquiries", "recent_municipalities"),
)
LOOKED_BACK, OVERLAP = 2_000, 500
"""Inquiries the radar begins with, and those before the last one it read that it looks at again."""
MAX_TELLING, MAX_CANDIDATES = 8, 50
"""Words that look for neighbours, and neighbours looked at closely."""
COMPARED_MEMBERS = 20
"""Latest inquiries that stand for a cluster."""


def read_new(now: datetime) -> int:
    """Put inquiries the radar has not read yet into clusters; return how many. now: aware."""
    newest = Inquiry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    read = Trace.objects.aggregate(newest=Max("pk"))["newest"] or newest - LOOKED_BACK
    unread = (
        Inquiry.objects.filter(
            # A transaction that began earlier may end later, so a few before the last one count.
            pk__gt=read - OVERLAP,
            trace=None,
            received_at__gte=now - COMPARED_FOR,
        )
        .prefetch_related("topics")
        .order_by("pk")[:BATCH]
    )
    return sum(place(inquiry, now=now) for inquiry in unread)


@transaction.atomic
def place(inquiry: Inquiry, *, now: datetime) -> bool:
    """Read an inquiry once and put it to those that ask the same; say whether it was new."""
    RadarLock.objects.select_for_update().get_or_create(pk=1)
    if Trace.objects.filter(pk=inquiry.pk).exists():
        return False
    found = fingerprints.of(inquiry)
    trace = Trace.objects.create(
        inquiry=inquiry,
        received_at=inquiry.received_at,
        fingerprint=found.weights,
        words=found.words,
        read_at=now,
    )
    TraceTerm.objects.bulk_create(
        TraceTerm(term=term[:60], trace=trace, received_at=trace.received_at, weight=weight)
        for term, weight in found.weights.items()
    )
    _join(trace, now)
    return True


def _join(trace: Trace, now: datetime) -> None:
    alike = neighbours(trace)
    removed = set(trace.inquiry.removals.values_list("cluster", flat=True))
    for near, percent in alike.items():
        if percent < ALIKE:
            break
        other = Trace.objects.select_related("cluster").get(pk=near)
        cluster = other.cluster
        if cluster is None:
            cluster = _form(other, now)
        elif cluster.pk in removed or not _fits(cluster, trace):
            continue
        Trace.objects.filter(pk=trace.pk).update(cluster=cluster, likeness=percent)
        recount(cluster)
        _alert(cluster, now)
        return


def neighbours(trace: Trace) -> dict[int, int]:
    """Return recent inquiries that ask nearly the same, with their likeness, the nearest first.

    The most telling words choose the candidates, in the database; the whole fingerprints of these
    few decide.
    """
    weights: Mapping[str, int] = trace.fingerprint
    words = {term: weight for term, weight in weights.items() if not fingerprints.is_name(term)}
    telling = sorted(words, key=lambda term: (-words[term], term))[:MAX_TELLING]
    if not telling:
        return {}
    whens = [When(term=term[:60], then=Value(words[term])) for term in telling]
    rows = (
        TraceTerm.objects.filter(
            term__in=[term[:60] for term in telling],
            received_at__gte=trace.received_at - COMPARED_FOR,
            received_at__lte=trace.received_at + COMPARED_FOR,
        )
        .exclude(trace=trace.pk)
        .values("trace")
        .annotate(total=Sum(F("weight") * Case(*whens, output_field=IntegerField())))
        .order_by("-total", "-trace")[:MAX_CANDIDATES]
    )
    near = Trace.objects.filter(pk__in=[row["trace"] for row in rows])
    found = {
        pk: likeness.likeness(weights, fingerprint)
        for pk, fingerprint in near.values_list("pk", "fingerprint")
        if likeness.likeness(words, fingerprint) >= ALIKE_IN_WORDS
    }
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _fits(cluster: Cluster, trace: Trace) -> bool:
    """Say whether a question is like the latest of a cluster on average, not only like one."""
    latest = cluster.traces.order_by("-received_at", "-pk").values_list("fingerprint", flat=True)
    likenesses = [likeness.likeness(trace.fingerprint, one) for one in latest[:COMPARED_MEMBERS]]
    return sum(likenesses) >= ALIKE_ON_AVERAGE * len(likenesses)


def _form(trace: Trace, now: datetime) -> Cluster:
    cluster = Cluster.objects.create(first_at=trace.received_at, last_at=trace.received_at)
    Trace.objects.filter(pk=trace.pk).update(cluster=cluster, likeness=100)
    record(cluster, ClusterEvent.What.FORMED, now=now)
    return cluster


def recount(cluster: Cluster) -> None:
    """Bring counts, period and words of a cluster in line with its inquiries."""
    traces = Trace.objects.filter(cluster=cluster)
    facts = traces.aggregate(
        first=Min("received_at"),
        last=Max("received_at"),
        inquiries=Count("pk"),
        places=Count("inquiry__municipality", distinct=True),
    )
    if not facts["inquiries"]:
        cluster.inquiry_count = cluster.municipality_count = 0
        cluster.recent_inquiries = cluster.recent_municipalities = 0
        cluster.save(update_fields=_COUNTS)
        return
    recent = traces.filter(
        received_at__gt=facts["last"] - timedelta(days=settings.RADAR_DAYS)
    ).aggregate(inquiries=Count("pk"), places=Count("inquiry__municipality", distinct=True))
    cluster.first_at, cluster.last_at = facts["first"], facts["last"]
    cluster.inquiry_count, cluster.municipality_count = facts["inquiries"], facts["places"]
    cluster.recent_inquiries = recent["inquiries"]
    cluster.recent_municipalities = recent["places"]
    latest = traces.order_by("-received_at", "-pk").values_list("fingerprint", "words")
    cluster.words = _shared_words(list(latest[:COMPARED_MEMBERS]))
    cluster.save(update_fields=_COUNTS)


def _shared_words(rows: list[tuple[dict[str, int], dict[str, str]]]) -> list[str]:
    """Return the words that several inquiries have, topics and finds left out."""
    weights: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    written: dict[str, str] = {}
    for fingerprint, words in rows:
        for term, weight in fingerprint.items():
            if not fingerprints.is_name(term):
                weights[term] += weight
                uses[term] += 1
                # A noun as the title shows it, rather than a verb form.
                if term not in written or words[term][:1].isupper():
                    written[term] = words[term]
    common = [term for term in weights if uses[term] > 1]
    ordered = sorted(common, key=lambda term: (-uses[term] * weights[term], term))
    # Parts of a compound are written as the whole word; each word once.
    return list(dict.fromkeys(written[term] for term in ordered))[:SHOWN_WORDS]


def _alert(cluster: Cluster, now: datetime) -> None:
    """Tell lead and areas once for each step of growth: 3, 6, 12 … municipalities."""
    cluster.refresh_from_db()
    if cluster.dismissed_at or cluster.last_at < now - timedelta(days=settings.RADAR_DAYS):
        return
    step = settings.RADAR_MUNICIPALITIES
    reached = 0
    while step <= cluster.recent_municipalities:
        reached, step = step, step * 2
    if not reached or cluster.alerts.filter(step__gte=reached).exists():
        return
    ClusterAlert.objects.create(cluster=cluster, step=reached, told_at=now)
    told = radar_mails.same_question(cluster, now=now)
    record(cluster, ClusterEvent.What.ALERTED, detail=", ".join(told), now=now)


# --- What people decide --------------------------------------------------------------------------


@transaction.atomic
def rename(cluster: Cluster, *, name: str, actor: User, now: datetime) -> None:
    """Give a cluster a name; an empty one brings back its words."""
    Cluster.objects.filter(pk=cluster.pk).update(name=name.strip()[:120])
    record(cluster, ClusterEvent.What.NAMED, detail=name.strip(), actor=actor, now=now)


@transaction.atomic
def remove(cluster: Cluster, inquiry: Inquiry, *, actor: User, now: datetime) -> None:
    """Take an inquiry out of a cluster; it never joins it again by itself."""
    RadarLock.objects.select_for_update().get_or_create(pk=1)
    if not Trace.objects.filter(pk=inquiry.pk, cluster=cluster).update(cluster=None, likeness=0):
        raise RuleError(_("Diese Anfrage gehört nicht mehr zu der Häufung."))
    Removal.objects.get_or_create(
        cluster=cluster, inquiry=inquiry, defaults={"actor": actor, "removed_at": now}
    )
    recount(cluster)
    record(cluster, ClusterEvent.What.REMOVED, detail=inquiry.number, actor=actor, now=now)


@transaction.atomic
def merge(cluster: Cluster, into: Cluster, *, actor: User, now: datetime) -> None:
    """Put all inquiries of a cluster into another one. Raises RuleError if they are the same."""
    RadarLock.objects.select_for_update().get_or_create(pk=1)
    if cluster.pk == into.pk:
        raise RuleError(_("Bitte wählen Sie eine andere Häufung."))
    if not Cluster.objects.filter(pk=cluster.pk, merged_into=None).update(merged_into=into):
        raise RuleError(_("Diese Häufung wurde schon zusammengelegt."))
    Trace.objects.filter(cluster=cluster).update(cluster=into)
    recount(cluster)
    recount(into)
    record(cluster, ClusterEvent.What.MERGED, detail=into.label, actor=actor, now=now)
    record(into, ClusterEvent.What.MERGED, detail=cluster.label, actor=actor, now=now)
    _alert(into, now)


@transaction.atomic
def dismiss(cluster: Cluster, *, reason: str, actor: User, now: datetime) -> None:
    """Put a cluster aside with a reason; it goes on counting and can come back."""
    if not reason.strip():
        raise RuleError(_("Bitte schreiben Sie, warum. Ein Satz genügt."))
    changed = Cluster.objects.filter(pk=cluster.pk, dismissed_at=None).update(
        dismissed_at=now, dismissed_by=actor, dismissal_reason=reason.strip()[:300]
    )
    if changed:
        record(cluster, ClusterEvent.What.DISMISSED, detail=reason.strip(), actor=actor, now=now)


@transaction.atomic
def restore(cluster: Cluster, *, actor: User, now: datetime) -> None:
    """Bring a dismissed cluster back."""
    changed = Cluster.objects.filter(pk=cluster.pk, dismissed_at__isnull=False).update(
        dismissed_at=None, dismissed_by=None, dismissal_reason=""
    )
    if changed:
        record(cluster, ClusterEvent.What.RESTORED, actor=actor, now=now)


def forget(now: datetime) -> int:
    """Remove the terms of inquiries that are compared no more; return how many inquiries."""
    old = Trace.objects.filter(cluster=None, received_at__lt=now - KEPT_FOR).exclude(fingerprint={})
    batch = list(old.values_list("pk", flat=True)[:500])
    TraceTerm.objects.filter(trace__in=batch).delete()
    Trace.objects.filter(pk__in=batch).update(fingerprint={}, words={})
    return len(batch)


def record(
    cluster: Cluster,
    what: ClusterEvent.What,
    *,
    detail: str = "",
    actor: User | None = None,
    now: datetime,
) -> None:
    """Write what happened to a cluster in the caller's transaction."""
    ClusterEvent.objects.create(
        cluster=cluster, what=what, detail=detail[:300], actor=actor, happened_at=now
    )
