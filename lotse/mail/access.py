"""Who may read outgoing mails: the operator; in the demonstration everybody, but sign-in mails."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from lotse.mail import outbox
from lotse.mail.models import OutgoingMail, SuppressedAddress

View = Callable[..., HttpResponseBase]


def is_operator(request: HttpRequest) -> bool:
    """Say whether the operator looks. Roles are known by name: accounts lie above this slice."""
    return not isinstance(request.user, AnonymousUser) and "operator" in request.user.roles


def readers_only(view: View) -> View:
    """Let only people in who may read the outbox; strangers are asked to sign in."""
    return _guard(view, lambda request: settings.IS_DEMO or is_operator(request))


def addresses_only(view: View) -> View:
    """Let in who looks after undeliverable addresses: the operator, the desk and the lead."""
    return _guard(view, _looks_after_addresses)


def _looks_after_addresses(request: HttpRequest) -> bool:
    if isinstance(request.user, AnonymousUser):
        return False
    return not {"operator", "desk", "lead"}.isdisjoint(request.user.roles)


def suppressed_address(entry_id: int) -> SuppressedAddress:
    return get_object_or_404(SuppressedAddress, pk=entry_id)


def operators_only(view: View) -> View:
    return _guard(view, is_operator)


def _guard(view: View, may_enter: Callable[[HttpRequest], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may_enter(request):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")

    return guarded


def outgoing(request: HttpRequest) -> QuerySet[OutgoingMail]:
    """Return the outgoing mails this visitor may list."""
    mails = outbox.all_mails()
    return mails if is_operator(request) else mails.filter(is_secret=False)


def outgoing_mail(request: HttpRequest, mail_id: int) -> OutgoingMail:
    return get_object_or_404(outgoing(request), pk=mail_id)


def readable_mail(request: HttpRequest, mail_id: int) -> OutgoingMail:
    """Return a mail whose text this visitor may read."""
    mail = outgoing_mail(request, mail_id)
    if not may_read(mail):
        raise Http404
    return mail


def may_read(mail: OutgoingMail) -> bool:
    """A sign-in link opens somebody's account, so nobody reads it but its recipient.

    In the demonstration the operator may, because without a mail server it reaches nobody else.
    """
    return settings.IS_DEMO or not mail.is_secret
