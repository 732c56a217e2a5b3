"""Who may read outgoing mails: the operator; in the demonstration everybody, but sign-in mails."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from lotse.mail import outbox
from lotse.mail.models import OutgoingMail


def is_operator(request: HttpRequest) -> bool:
    """Say whether the operator looks. Roles are known by name: accounts lie above this slice."""
    return not isinstance(request.user, AnonymousUser) and "operator" in request.user.roles


def sign_in_first(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the sign-in page for those who may see more once they are known."""
    if settings.IS_DEMO or request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def outgoing(request: HttpRequest) -> QuerySet[OutgoingMail]:
    """Return the outgoing mails this visitor may list. Raises Http404 for who may see none."""
    if is_operator(request):
        return outbox.all_mails()
    if settings.IS_DEMO:
        return outbox.all_mails().filter(is_secret=False)
    raise Http404


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


def mail_to_repeat(request: HttpRequest, mail_id: int) -> OutgoingMail:
    """Return a mail this visitor may have sent again. Raises Http404 for all but operators."""
    if not is_operator(request):
        raise Http404
    return outgoing_mail(request, mail_id)
