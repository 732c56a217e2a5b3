"""The outbox in the browser."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.mail import access, compose, contexts, outbox
from lotse.mail.forms import OutboxFilter


@access.readers_only
@require_GET
@never_cache
@vary_on_headers("HX-Request")
def outgoing(request: HttpRequest) -> HttpResponse:
    """List outgoing mails, the newest first."""
    form = OutboxFilter(request.GET)
    mails = form.narrow(access.outgoing(request)).defer("text", "html")
    page = paging.by_key(mails, order=("-pk",), query=request.GET, size=25)
    context = {
        "form": form,
        "page": page,
        "rows": [contexts.row(mail) for mail in page.rows],
        "has_server": bool(settings.SMTP_URL),
        "is_operator": access.is_operator(request),
    }
    template = "mail/_rows.html" if getattr(request, "htmx", None) else "mail/outbox.html"
    return render(request, template, context)


@access.readers_only
@require_GET
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def outgoing_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = access.outgoing_mail(request, mail_id)
    details = contexts.details(
        mail, is_readable=access.may_read(mail), is_operator=access.is_operator(request)
    )
    return render(request, "mail/outgoing_mail.html", {"mail": mail, "details": details})


@access.readers_only
@require_GET
@never_cache
@csp_replace(  # type: ignore[arg-type]
    {
        "default-src": [NONE],
        # What is not named here falls back to "nothing".
        "script-src": None,
        "font-src": None,
        "connect-src": None,
        "manifest-src": None,
        "object-src": None,
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "form-action": [NONE],
        "sandbox": [],
    }
)
def outgoing_html(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The designed version as it is sent, shut in: no script, nothing loaded, no own origin."""
    mail = access.readable_mail(request, mail_id)
    if not mail.html:
        raise Http404
    return HttpResponse(compose.styled_html(mail))


@access.readers_only
@require_GET
@never_cache
def outgoing_source(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The mail byte for byte as it leaves."""
    mail = access.readable_mail(request, mail_id)
    return HttpResponse(
        compose.as_bytes(mail),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="ausgang-{mail.pk}.eml"'},
    )


@access.operators_only
@require_POST
def send_again(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = access.outgoing_mail(request, mail_id)
    try:
        outbox.send_again(mail, now=timezone.now())
        messages.success(request, _("Die Mail wird noch einmal gesendet."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("mail:outgoing_mail", mail_id=mail.pk)
