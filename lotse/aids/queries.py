"""Reads of aids. Everything shown to somebody starts at ``shown``."""

from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from lotse.aids.models import Aid, CopyPoint, Credit, Improvement, LocalCopy
from lotse.lib.audience import Audience
from lotse.topics.models import Concept

PAGE_SIZE = 20


def shown(reach: Audience) -> QuerySet[Aid]:
    """Published aids this reach may see, with those that were withdrawn."""
    found: QuerySet[Aid] = Aid.objects.filter(live=True, audience__lte=reach)
    return found


def visible(reach: Audience) -> QuerySet[Aid]:
    """Published aids that stand."""
    return shown(reach).filter(withdrawn_at=None)


def complete(aids: QuerySet[Aid]) -> QuerySet[Aid]:
    """Load everything a page and ``documents`` read, in a fixed number of queries."""
    return aids.select_related("owner", "replaced_by").prefetch_related(
        Prefetch("concepts", Concept.objects.select_related("broader")), "lands", "sources"
    )


def about(field: str) -> Q:
    """Return the condition that an aid belongs to a field or cross-cutting topic."""
    through = Aid.concepts.through.objects.filter(aid=OuterRef("pk"))
    return Q(Exists(through.filter(Q(concept=field) | Q(concept__broader=field))))


def of_field(field: str, reach: Audience, limit: int) -> list[Aid]:
    """Return the aids of a field published last. One query."""
    found = visible(reach).filter(about(field))
    return list(found.order_by("-first_published_at", "-pk")[:limit])


def used_by(aid: Aid) -> tuple[int, list[str]]:
    """Return how many municipalities use an aid, and the names of those that agreed to be named."""
    copies = LocalCopy.objects.filter(aid=aid)
    count: int = copies.aggregate(count=Count("municipality", distinct=True))["count"]
    named = copies.filter(is_named=True).order_by("municipality__name")
    return count, list(dict.fromkeys(named.values_list("municipality__name", flat=True)))


def usage(aids: Sequence[Aid]) -> dict[int, int]:
    """Return how many municipalities use each of these aids. One query."""
    rows = (
        LocalCopy.objects.filter(aid__in=[aid.pk for aid in aids])
        .values_list("aid")
        .annotate(count=Count("municipality", distinct=True))
    )
    return dict(rows)


def adapted(aid: Aid) -> list[tuple[str, int]]:
    """Return what municipalities change: points and how many say them anew or leave them out.

    Most first, at most five. Nobody is named.
    """
    points = CopyPoint.objects.filter(copy__aid=aid, is_own=False)
    changed = points.filter(Q(is_left_out=True) | ~Q(text=F("parent_text")))
    rows = (
        changed.values_list("parent_text")
        .annotate(count=Count("copy__municipality", distinct=True))
        .order_by("-count", "parent_text")[:5]
    )
    return list(rows)


def contributors(aid: Aid) -> list[Credit]:
    return list(aid.credits.select_related("municipality"))


def improvements(state: str) -> QuerySet[Improvement]:
    found = Improvement.objects.select_related("aid", "municipality", "proposed_by", "version")
    return found.filter(state=state) if state else found
