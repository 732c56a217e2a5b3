"""The only way from a person and an address to an example or one of its files."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.documents.models import AbstractDocument

from lotse.accounts.access import Visitor, reach
from lotse.accounts.roles import Role
from lotse.knowledge import addressing, documents, queries
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.answers import queries as answer_queries
from lotse.knowledge.models import Answer, Attachment, Commission, Example
from lotse.lib.audience import Audience

COMMISSIONERS = (Role.EDITOR, Role.LEAD, Role.DESK)
"""Who sees what is still to be written: editors take it on, the desk asks for it."""


def example(person: Visitor, slug: str) -> Example:
    """Return a published example with all its parts. Raises Http404 if absent or not for them."""
    shown = queries.visible(reach(person)).select_related("list_entry", "adapted_from", "tally")
    return get_object_or_404(queries.complete(shown), slug=slug)


def answer(person: Visitor, slug: str) -> Answer:
    """Return a published answered question. Raises Http404 if absent or not for them."""
    return get_object_or_404(
        answer_queries.complete(answer_queries.visible(reach(person))), slug=slug
    )


def by_number(
    person: Visitor, record: type[Example] | type[Answer], number: int
) -> Example | Answer:
    """Return the record a short link means. Raises Http404 if absent or not for them."""
    found: Example | Answer = get_object_or_404(_visible(person, record), pk=number)
    return found


def moved(person: Visitor, record: type[Example] | type[Answer], slug: str) -> str | None:
    """Return the present address of a record that was known under this one, if they may see it."""
    kind = documents.KIND if record is Example else answer_documents.KIND
    object_id = addressing.record_of(kind, slug)
    if object_id is None:
        return None
    shown = _visible(person, record).filter(pk=object_id)
    return shown.values_list("slug", flat=True).first()


def _visible(person: Visitor, record: type[Example] | type[Answer]) -> QuerySet[Any]:
    seen_by = reach(person)
    return queries.visible(seen_by) if record is Example else answer_queries.visible(seen_by)


def commission(pk: int) -> Commission:
    """Return a commission. Only behind ``role_required(*COMMISSIONERS)``."""
    return get_object_or_404(Commission.objects.select_related("created_by", "taken_by"), pk=pk)


def check_document(person: Visitor, document: AbstractDocument) -> None:
    """Refuse a file of the editors unless it hangs on an example this person may see.

    Files are members' only unless released; what is attached to nothing is the team's. Raises
    Http404.
    """
    seen_by = reach(person)
    if seen_by >= Audience.TEAM:
        return
    attached = Attachment.objects.filter(document=document, example__in=queries.visible(seen_by))
    if seen_by < Audience.MEMBERS:
        attached = attached.filter(is_released=True)
    if not attached.exists():
        raise Http404
