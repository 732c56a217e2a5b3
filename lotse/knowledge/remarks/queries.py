"""Reads of remarks, for the page of a record and for the board."""

from django.db.models import QuerySet

from lotse.knowledge.models import Remark
from lotse.knowledge.remarks import passages
from lotse.knowledge.remarks.passages import Passage


def waiting() -> QuerySet[Remark]:
    """Return what nobody has dealt with, the oldest first."""
    return Remark.objects.filter(settled_at=None).select_related("author")


def of_record(kind: str, record_id: int) -> list[Remark]:
    """Return all remarks on a record with their replies, the oldest first. Two queries."""
    found = Remark.objects.filter(record_kind=kind, record_id=record_id)
    return list(found.select_related("author", "settled_by").prefetch_related("replies__author"))


def beside(
    shown: list[Passage], remarks: list[Remark]
) -> tuple[dict[Passage, list[Remark]], list[Remark]]:
    """Return the open remarks by their passage, and what else was said: settled or moved.

    No query.
    """
    places: dict[Passage, list[Remark]] = {}
    elsewhere = []
    for remark in remarks:
        place = passages.find(shown, remark.column, remark.passage)
        if place is None or not remark.is_open:
            elsewhere.append(remark)
        else:
            places.setdefault(place, []).append(remark)
    return places, elsewhere
