"""What the radar shows: clusters of inquiries that ask the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from lotse.inquiries import fingerprints, likeness, states
from lotse.inquiries.desk.forms_radar import RadarFilter
from lotse.inquiries.models import Cluster, Inquiry, Trace
from lotse.inquiries.rules import radar
from lotse.lib import paging
from lotse.topics.models import Concept

PAGE_SIZE = 20
PERIODS = (14, 30, 90)
SHOWN_INQUIRIES = 100


@dataclass(frozen=True)
class Row:
    """One cluster of the list."""

    cluster: Cluster
    answered: int
    days: int
    """From its first to its latest inquiry, both included."""
    last_week: int
    week_before: int

    @property
    def trend(self) -> str:
        """``rising``, ``falling`` or ``level``."""
        if self.last_week > self.week_before:
            return "rising"
        return "falling" if self.last_week < self.week_before else "level"

    @property
    def suggests_aid(self) -> bool:
        return self.cluster.recent_inquiries >= radar.MIN_SIMILAR


@dataclass(frozen=True)
class Member:
    """One inquiry of a cluster, and why it is in it."""

    inquiry: Inquiry
    state: str
    likeness: int
    shared: list[str]


def listing(query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return one page of clusters. Six queries, however many there are."""
    days = next((one for one in PERIODS if str(one) == query.get("tage")), PERIODS[1])
    view = query.get("ansicht", "")
    clusters = Cluster.objects.filter(
        merged_into=None, inquiry_count__gt=1, last_at__gte=now - timedelta(days=days)
    ).filter(dismissed_at__isnull=view != "verworfen")
    fields = list(Concept.objects.filter(kind=Concept.Kind.FIELD).order_by("position", "code"))
    chosen = next((field for field in fields if field.code == query.get("thema")), None)
    if chosen is not None:
        topics = Concept.objects.filter(Q(pk=chosen.pk) | Q(broader=chosen.pk))
        about = Trace.objects.filter(inquiry__topics__in=topics, cluster__isnull=False)
        clusters = clusters.filter(pk__in=about.values("cluster"))
    page = paging.by_key(clusters, order=("-last_at", "-pk"), query=query, size=PAGE_SIZE)
    return {
        "page": page,
        "rows": rows(list(page.rows), now),
        "filter": RadarFilter(
            initial={"thema": chosen.code if chosen else "", "tage": str(days), "ansicht": view},
            fields=[(field.code, field.name) for field in fields],
            periods=PERIODS,
        ),
        "is_dismissed": view == "verworfen",
        "places": settings.RADAR_MUNICIPALITIES,
        "window": settings.RADAR_DAYS,
    }


def rows(clusters: list[Cluster], now: datetime) -> list[Row]:
    """Count what is not kept in the clusters themselves. One query."""
    week = now - timedelta(days=7)
    before = week - timedelta(days=7)
    counted: dict[int, Any] = {
        row["cluster"]: row
        for row in Trace.objects.filter(cluster__in=clusters)
        .values("cluster")
        .annotate(
            answered=Count("pk", filter=Q(inquiry__first_answered_at__isnull=False)),
            last_week=Count("pk", filter=Q(received_at__gte=week)),
            week_before=Count("pk", filter=Q(received_at__gte=before, received_at__lt=week)),
        )
    }
    return [_row(cluster, counted.get(cluster.pk, {})) for cluster in clusters]


def _row(cluster: Cluster, counts: Mapping[str, int]) -> Row:
    return Row(
        cluster=cluster,
        answered=counts.get("answered", 0),
        days=(cluster.last_at.date() - cluster.first_at.date()).days + 1,
        last_week=counts.get("last_week", 0),
        week_before=counts.get("week_before", 0),
    )


def detail(cluster: Cluster, now: datetime) -> dict[str, Any]:
    """Everything the page of one cluster shows."""
    traces = list(
        cluster.traces.select_related("inquiry__municipality__land", "inquiry__owner").order_by(
            "-received_at", "-pk"
        )[:SHOWN_INQUIRIES]
    )
    others = Cluster.objects.filter(merged_into=None, inquiry_count__gt=0).exclude(pk=cluster.pk)
    return {
        "cluster": cluster,
        "row": rows([cluster], now)[0],
        "members": [_member(trace, traces, now) for trace in traces],
        "open_count": sum(trace.inquiry.closed_at is None for trace in traces),
        "others": list(others.order_by("-last_at", "-pk")[:50]),
        "groups": list(cluster.group_replies.select_related("author")[:10]),
        "events": list(cluster.events.select_related("actor").order_by("-pk")[:50]),
        "now": now,
    }


def _member(trace: Trace, traces: list[Trace], now: datetime) -> Member:
    shared: dict[str, None] = {}
    for other in traces:
        if other.pk != trace.pk:
            for term in likeness.shared(trace.fingerprint, other.fingerprint, limit=3):
                shared.setdefault(_written(term, trace))
    return Member(
        inquiry=trace.inquiry,
        state=str(states.of(trace.inquiry, now).label),
        likeness=trace.likeness,
        shared=list(shared)[:5],
    )


def _written(term: str, trace: Trace) -> str:
    word = str(trace.words.get(term, term.lstrip(fingerprints.TOPIC + fingerprints.FIND)))
    return f"„{word}“" if term.startswith(fingerprints.FIND) else word
