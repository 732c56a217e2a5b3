"""The only way from a person and an address to an example or one of its files."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.documents.models import AbstractDocument

from lotse.accounts.access import Visitor, reach
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.knowledge import addressing, documents, queries
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.answers import queries as answer_queries
from lotse.knowledge.facts import queries as fact_queries
from lotse.knowledge.models import (
    Answer,
    Attachment,
    Check,
    Commission,
    Correction,
    Example,
    Fact,
    Picture,
    Remark,
)
from lotse.knowledge.remarks import subjects
from lotse.knowledge.remarks.subjects import Subject
from lotse.knowledge.reviews import links
from lotse.knowledge.reviews.kinds import KINDS, Kind, Record
from lotse.knowledge.reviews.links import Asked
from lotse.lib.audience import Audience
from lotse.search.models import MissedQuestion

COMMISSIONERS = (Role.EDITOR, Role.LEAD, Role.DESK)
"""Who sees what is still to be written: editors take it on, the desk asks for it."""
CONFIRMERS = (Role.EDITOR, Role.LEAD)
"""Who may say that a record still holds, whoever owns it."""


def example(person: Visitor, slug: str) -> Example:
    """Return a published example with all its parts. Raises Http404 if absent or not for them."""
    shown = queries.visible(reach(person)).select_related("list_entry", "adapted_from", "tally")
    return get_object_or_404(queries.complete(shown), slug=slug)


def picture(person: Visitor, slug: str, pk: int) -> Picture:
    """Return a picture of an example this person may see. Raises Http404."""
    shown = Picture.objects.filter(example__in=queries.visible(reach(person)), example__slug=slug)
    found: Picture = get_object_or_404(shown.select_related("image"), pk=pk)
    return found


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


def fact(person: Visitor, slug: str) -> Fact:
    """Return a published fact by its code. Raises Http404 if absent or not for them."""
    shown = fact_queries.visible(reach(person)).select_related("replaced_by__key")
    return get_object_or_404(fact_queries.complete(shown), code__iexact=slug)


def correction(pk: int) -> Correction:
    """Return what has to be corrected. Only behind ``role_required(*COMMISSIONERS)``."""
    return get_object_or_404(Correction, pk=pk)


def review_by_token(token: str) -> tuple[Asked, User, Kind, Record]:
    """Return what a link in a reminder asks about. Raises Http404 also for an old link.

    The person must still work for the team: the link lets somebody act in their name.
    """
    try:
        asked = links.read(token)
    except ValueError:
        raise Http404 from None
    person = get_object_or_404(User, pk=asked.person_id, is_active=True)
    kind = KINDS.get(asked.kind)
    if kind is None or not person.is_team:
        raise Http404
    record: Record = get_object_or_404(kind.model._default_manager, pk=asked.record_id, live=True)
    return asked, person, kind, record


def record_to_review(kind: str, pk: int) -> tuple[Kind, Record]:
    """Return a published record. Only behind ``role_required``."""
    if kind not in KINDS:
        raise Http404
    record: Record = get_object_or_404(KINDS[kind].model._default_manager, pk=pk, live=True)
    return KINDS[kind], record


def may_confirm(person: Visitor) -> bool:
    """Whether somebody is offered to confirm that a record still holds."""
    return isinstance(person, User) and person.has_role(*CONFIRMERS)


def record_to_report(person: Visitor, kind: str, pk: int) -> tuple[Kind, Record]:
    """Return a record this person sees. Raises Http404 if absent or not for them."""
    if kind not in KINDS:
        raise Http404
    return KINDS[kind], get_object_or_404(KINDS[kind].visible(reach(person)), pk=pk)


def record_to_edit(kind: str, pk: int) -> tuple[Subject, Any]:
    """Return what remarks are about, published or not. Only behind a role of the editors."""
    if (subject := subjects.of(kind)) is None:
        raise Http404
    return subject, get_object_or_404(subject.model._default_manager, pk=pk)


def record_to_reword(person: Visitor, kind: str, pk: int) -> tuple[Subject, Any]:
    """Return a record for whose texts this person may propose other words. Raises Http404."""
    if (subject := subjects.of(kind)) is None:
        raise Http404
    return subject, get_object_or_404(subject.visible(reach(person)), pk=pk)


def remark(pk: int) -> Remark:
    """Return a remark with its author. Only behind a role of the editors."""
    return get_object_or_404(Remark.objects.select_related("author"), pk=pk)


def commission(pk: int) -> Commission:
    """Return a commission. Only behind ``role_required(*COMMISSIONERS)``."""
    return get_object_or_404(Commission.objects.select_related("created_by", "taken_by"), pk=pk)


def is_commissioner(person: Visitor) -> bool:
    """Whether somebody is offered what the team wants to be written."""
    return isinstance(person, User) and person.has_role(*COMMISSIONERS)


def missed_question(pk: int) -> MissedQuestion:
    """Return a question searched in vain. Only behind ``role_required(*COMMISSIONERS)``."""
    return get_object_or_404(MissedQuestion, pk=pk)


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


def check(pk: int) -> Check:
    """Return what waits for a second person. Only behind a role that may check."""
    return get_object_or_404(Check.objects.select_related("published_by"), pk=pk)
