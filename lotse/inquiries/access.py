"""From a person and an identifier to the inquiries and files they may see.

Desk and lead see all inquiries. Editors and press work on what is published and see none; for them,
as for members, what lies behind the desk does not exist.
"""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES, Role
from lotse.inquiries import links, queries
from lotse.inquiries.asking import ASKED_KEY
from lotse.inquiries.models import Attachment, Forwarding, Inquiry, Message
from lotse.mail.models import InboundMail

AT_DESK = tuple(DESK_ROLES)
"""Roles for ``role_required`` on every view of the desk."""


def desk_user(request: HttpRequest) -> User:
    """Return who is signed in. Only behind ``role_required``."""
    assert isinstance(request.user, User)
    return request.user


def _desk_only(user: User) -> None:
    if not user.is_desk:
        raise Http404


def inquiries_at_desk(user: User) -> QuerySet[Inquiry]:
    _desk_only(user)
    return Inquiry.objects.select_related("municipality__land", "owner", "area")


def inquiry_at_desk(user: User, number: str) -> Inquiry:
    # PostgreSQL refuses to compare with a NUL character.
    if "\x00" in number:
        raise Http404
    return get_object_or_404(inquiries_at_desk(user), number=number)


def similar_at_desk(user: User, pk: str) -> Inquiry:
    """Return an inquiry by its id, as suggestions name it."""
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return get_object_or_404(inquiries_at_desk(user), pk=int(pk))


def attachment_at_desk(user: User, pk: int) -> Attachment:
    _desk_only(user)
    return get_object_or_404(Attachment, pk=pk)


def reply_at_desk(user: User, inquiry: Inquiry, pk: str) -> Message:
    """Return a reply of an inquiry by its id."""
    _desk_only(user)
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    replies = inquiry.messages.select_related("inquiry", "outgoing")
    return get_object_or_404(replies, pk=int(pk))


def original_at_desk(user: User, pk: int) -> InboundMail:
    """Return the mail as it was received that became the message with this id."""
    _desk_only(user)
    messages = Message.objects.select_related("inbound").filter(inbound__isnull=False)
    mail = get_object_or_404(messages, pk=pk).inbound
    assert mail is not None
    return mail


def forwarding_of(inquiry: Inquiry) -> Forwarding:
    """Return what a forwarded mail said about who asked."""
    return get_object_or_404(Forwarding, inquiry=inquiry)


def quarantined_at_desk(user: User, pk: int) -> InboundMail:
    """Return a mail that waits, or waited, for a person."""
    _desk_only(user)
    return get_object_or_404(InboundMail, pk=pk, quarantined_at__isnull=False)


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
    visible = queries.own_messages(inquiry).filter(kind__in=Message.VISIBLE_TO_ASKER)
    return (
        visible.exclude(undo_window__leaves_at__gt=now)
        .select_related("details")
        .prefetch_related("attachments", "citations")
    )


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
