"""From a person and an identifier to the inquiries and files they may see.

Desk and lead see all inquiries, press officers those of the press alone. Editors work on what is
published and see none; for them, as for members, what lies behind the desk does not exist.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES, Role
from lotse.inquiries import feedback_links, links, queries
from lotse.inquiries.asking import ASKED_KEY
from lotse.inquiries.models import (
    Attachment,
    Breach,
    BulkRun,
    Cluster,
    Forwarding,
    GroupRecipient,
    GroupReply,
    Handover,
    Harvested,
    Inquiry,
    Link,
    Merge,
    Message,
    Outcome,
    Recall,
    SavedView,
    Split,
)
from lotse.lib.errors import RuleError
from lotse.mail.models import InboundMail
from lotse.team.models import Absence, ProgrammeArea

AT_DESK = tuple(DESK_ROLES)
"""Roles for ``role_required`` on views that show all inquiries."""
AS_LEAD = (Role.LEAD,)
MAX_CHOSEN = 100
"""So many inquiries can be chosen at once."""
AT_CASES = (*AT_DESK, Role.PRESS)
"""Roles on views of the queue and of one inquiry: press officers see press inquiries there."""


def desk_user(request: HttpRequest) -> User:
    """Return who is signed in. Only behind ``role_required``."""
    assert isinstance(request.user, User)
    return request.user


def _desk_only(user: User) -> None:
    if not user.is_desk:
        raise Http404


def seen_at_desk(user: User) -> Q:
    """Return the condition on inquiries that exist for a person at the desk."""
    if user.is_desk:
        return Q()
    if user.is_active and user.has_role(Role.PRESS):
        return Q(kind=Inquiry.Kind.PRESS)
    raise Http404


def inquiries_at_desk(user: User) -> QuerySet[Inquiry]:
    shown = Inquiry.objects.filter(seen_at_desk(user))
    return shown.select_related("municipality__land", "owner", "area", "follows", "merged_into")


def inquiry_at_desk(user: User, number: str) -> Inquiry:
    # PostgreSQL refuses to compare with a NUL character.
    if "\x00" in number:
        raise Http404
    shown = Inquiry.objects.filter(seen_at_desk(user)).select_related(
        "municipality__land", "municipality__membership", "owner", "area"
    )
    return get_object_or_404(shown, number=number)


def inquiry_named(user: User, number: str) -> Inquiry:
    """Return the inquiry whose number somebody typed; the year may be left out.

    Raises RuleError with a sentence if there is none they may see.
    """
    try:
        return inquiry_at_desk(user, number.strip().upper())
    except Http404:
        raise RuleError(
            _("Die Anfrage %s gibt es nicht. Prüfen Sie die Nummer.") % number
        ) from None


def merge_at_desk(user: User, target: Inquiry, pk: str) -> Merge:
    """Return a standing or undone merge into an inquiry."""
    _seen(user, target)
    merges = target.merges_here.select_related("source", "target")
    return get_object_or_404(merges, pk=_id(pk))


def split_at_desk(user: User, source: Inquiry, pk: str) -> Split:
    _seen(user, source)
    splits = source.splits.filter(undone_at=None).select_related("source", "part")
    return get_object_or_404(splits, pk=_id(pk))


def link_at_desk(user: User, inquiry: Inquiry, pk: str) -> Link:
    """Return a link from or to an inquiry."""
    _seen(user, inquiry)
    links = Link.objects.filter(Q(first=inquiry) | Q(second=inquiry))
    return get_object_or_404(links.select_related("first", "second"), pk=_id(pk))


def saved_views(user: User, own_areas: Collection[int]) -> QuerySet[SavedView]:
    """Return own views and those shared with this person. own_areas: they answer for."""
    shared = Q(is_shared=True)
    if not user.has_role(Role.LEAD):
        shared &= Q(area=None) | Q(area__in=own_areas)
    return SavedView.objects.filter(Q(owner=user) | shared, deleted_at=None)


def saved_view(user: User, pk: int, own_areas: Collection[int]) -> SavedView:
    return get_object_or_404(saved_views(user, own_areas), pk=pk)


def saved_view_to_restore(user: User, pk: int) -> SavedView:
    deleted = SavedView.objects.filter(deleted_at__isnull=False)
    return get_object_or_404(deleted.filter(Q(owner=user) | Q(is_shared=True)), pk=pk)


def chosen_at_desk(user: User, chosen: Sequence[str]) -> list[Inquiry]:
    """Return the inquiries with these numbers that exist for this person, in their order."""
    wanted = [number for number in dict.fromkeys(chosen) if "\x00" not in number][:MAX_CHOSEN]
    inquiries = inquiries_at_desk(user).filter(number__in=wanted)
    found = {inquiry.number: inquiry for inquiry in inquiries}
    return [found[number] for number in wanted if number in found]


def bulk_run(user: User, pk: int) -> BulkRun:
    """Return something this person has done to several inquiries; the lead sees everybody's."""
    runs = BulkRun.objects.all() if user.has_role(Role.LEAD) else BulkRun.objects.filter(actor=user)
    return get_object_or_404(runs, pk=pk)


def _seen(user: User, inquiry: Inquiry) -> None:
    if not inquiries_at_desk(user).filter(pk=inquiry.pk).exists():
        raise Http404


def _id(pk: str) -> int:
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return int(pk)


def similar_at_desk(user: User, pk: str) -> Inquiry:
    """Return an inquiry by its id, as suggestions name it."""
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return get_object_or_404(inquiries_at_desk(user), pk=int(pk))


def breach_at_desk(user: User, pk: int) -> Breach:
    _desk_only(user)
    return get_object_or_404(Breach.objects.select_related("inquiry__owner", "end"), pk=pk)


def handover_at_desk(user: User, number: str) -> Handover:
    """Return for whom this person looks after an inquiry now."""
    inquiry = inquiry_at_desk(user, number)
    open_still = Handover.objects.filter(inquiry=inquiry, to=user, ended_at=None)
    found = open_still.select_related("inquiry", "absence__person").order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def absences(user: User) -> QuerySet[Absence]:
    """Return the absences a person may change: their own, for the lead all."""
    _desk_only(user)
    everybody = Absence.objects.filter(cancelled_at=None).select_related("person", "deputy")
    return everybody if user.has_role(Role.LEAD) else everybody.filter(person=user)


def area_as_lead(user: User, slug: str) -> ProgrammeArea:
    if not user.has_role(Role.LEAD):
        raise Http404
    return get_object_or_404(ProgrammeArea, slug=slug)


def cluster_at_desk(user: User, pk: int) -> Cluster:
    _desk_only(user)
    return get_object_or_404(Cluster.objects.select_related("merged_into", "dismissed_by"), pk=pk)


def group_at_desk(user: User, pk: int) -> GroupReply:
    _desk_only(user)
    groups = GroupReply.objects.select_related("author", "cluster", "recall")
    return get_object_or_404(groups, pk=pk)


def recall_at_desk(user: User, pk: int) -> Recall:
    _desk_only(user)
    return get_object_or_404(Recall.objects.select_related("decided_by"), pk=pk)


def attachment_at_desk(user: User, pk: int) -> Attachment:
    seen = Inquiry.objects.filter(seen_at_desk(user))
    return get_object_or_404(Attachment, pk=pk, message__inquiry__in=seen)


def reply_at_desk(user: User, inquiry: Inquiry, pk: str) -> Message:
    """Return a reply of an inquiry by its id."""
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    replies = inquiry.messages.select_related("inquiry", "outgoing")
    return get_object_or_404(replies, pk=int(pk))


def original_at_desk(user: User, pk: int) -> InboundMail:
    """Return the mail as it was received that became the message with this id."""
    seen = Inquiry.objects.filter(seen_at_desk(user))
    messages = Message.objects.select_related("inbound").filter(inbound__isnull=False)
    mail = get_object_or_404(messages, pk=pk, inquiry__in=seen).inbound
    assert mail is not None
    return mail


def forwarding_of(inquiry: Inquiry) -> Forwarding:
    """Return what a forwarded mail said about who asked."""
    return get_object_or_404(Forwarding, inquiry=inquiry)


def quarantined_at_desk(user: User, pk: int) -> InboundMail:
    """Return a mail that waits, or waited, for a person."""
    _desk_only(user)
    return get_object_or_404(InboundMail, pk=pk, quarantined_at__isnull=False)


def inquiry_to_redact(user: User, number: str) -> Inquiry:
    """Return an inquiry whose personal data this person may decide about.

    Editors see it only from the moment something was drafted from it.
    """
    if user.is_desk:
        return inquiry_at_desk(user, number)
    if not user.has_role(Role.EDITOR) or "\x00" in number:
        raise Http404
    drafted = Inquiry.objects.filter(
        harvested__how=Harvested.How.DRAFT, anonymised_at=None
    ).distinct()
    return get_object_or_404(drafted, number=number)


# --- People who ask ------------------------------------------------------------------------------


def inquiry_by_token(token: str) -> Inquiry:
    """Return the inquiry a status link leads to. Raises links.Expired if the link is too old."""
    try:
        number = links.read(token)
    except ValueError:
        raise Http404 from None
    inquiries = Inquiry.objects.select_related("municipality__land", "area", "follows")
    return get_object_or_404(inquiries, number=number)


def visible_messages(inquiry: Inquiry, now: datetime) -> QuerySet[Message]:
    """Return what the asker may read: no notes, no automatic mails, no delivery reports, and no
    reply that can still be taken back."""
    sent = GroupRecipient.objects.filter(sent_at__isnull=False)
    visible = queries.own_messages(inquiry).filter(kind__in=Message.VISIBLE_TO_ASKER)
    return (
        visible.exclude(undo_window__leaves_at__gt=now)
        .select_related("details")
        .prefetch_related("attachments", "citations", Prefetch("corrections", sent))
    )


def answer_by_feedback_token(token: str) -> Message:
    """Return the answer a feedback link belongs to. Raises Http404 also for an old link."""
    try:
        pk = feedback_links.read_answer(token)
    except ValueError:
        raise Http404 from None
    answers = Message.objects.filter(kind=Message.Kind.ANSWER, inquiry__anonymised_at=None)
    return get_object_or_404(answers.select_related("inquiry__area"), pk=pk)


def outcome_by_token(token: str) -> Outcome:
    """Return the question what became of an answer. Raises Http404 also for an old link."""
    try:
        number = feedback_links.read_outcome(token)
    except ValueError:
        raise Http404 from None
    asked = Outcome.objects.filter(inquiry__anonymised_at=None).select_related("inquiry__area")
    return get_object_or_404(asked, inquiry__number=number)


def attachment_by_token(token: str, pk: int, now: datetime) -> Attachment:
    """Return a file from the part of the conversation the asker may read."""
    try:
        number = links.read(token)
    except (ValueError, links.Expired):
        raise Http404 from None
    visible = visible_messages(get_object_or_404(Inquiry, number=number), now)
    return get_object_or_404(
        Attachment, pk=pk, message__in=visible.select_related(None).prefetch_related(None)
    )


def inquiry_just_asked(request: HttpRequest, number: str) -> Inquiry:
    """Return an inquiry this session, or the person signed in, has asked."""
    inquiries = Inquiry.objects.select_related("municipality", "area")
    if number in request.session.get(ASKED_KEY, []):
        return get_object_or_404(inquiries, number=number)
    if not isinstance(request.user, User):
        raise Http404
    return get_object_or_404(inquiries, number=number, asker=request.user)


def sees_whole_municipality(user: User) -> bool:
    """Coordinators see what their colleagues have asked."""
    return user.municipality_id is not None and user.has_role(Role.COORDINATOR)


def inquiries_of(user: User) -> QuerySet[Inquiry]:
    """Return the inquiries a person has asked; for coordinators those of their municipality."""
    own = Q(asker=user) | Q(asker_email=user.email)
    if sees_whole_municipality(user):
        own |= Q(municipality=user.municipality_id)
    return Inquiry.objects.filter(own).select_related("municipality__land", "area")
