"""The only way from a person and an address to an example or one of its files."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.documents.models import AbstractDocument

from lotse.accounts.access import Visitor, reach
from lotse.accounts.roles import Role
from lotse.knowledge import queries
from lotse.knowledge.answers import queries as answer_queries
from lotse.knowledge.models import Answer, Attachment, Commission, Example
from lotse.lib.audience import Audience

COMMISSIONERS = (Role.EDITOR, Role.LEAD, Role.DESK)
"""Who sees what is still to be written: editors take it on, the desk asks for it."""


def example(person: Visitor, slug: str) -> Example:
    """Return a published example with all its parts. Raises Http404 if absent or not for them."""
    shown = queries.visible(reach(person)).select_related("list_entry", "adapted_from")
    return get_object_or_404(queries.complete(shown), slug=slug)


def answer(person: Visitor, slug: str) -> Answer:
    """Return a published answered question. Raises Http404 if absent or not for them."""
    return get_object_or_404(
        answer_queries.complete(answer_queries.visible(reach(person))), slug=slug
    )


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
