"""Webhooks in the browser, for lead and operator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.webhooks import access, queries, rules
from lotse.webhooks.forms import DeliveryFilter, WebhookForm


@role_required(*access.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def webhooks(request: HttpRequest) -> HttpResponse:
    """List webhooks and make one. Its secret stands on this answer and nowhere else."""
    found = access.webhooks(_me(request))
    form = WebhookForm(request.POST or None)
    secret = ""
    if form.is_valid():
        try:
            _hook, secret = rules.make(by=_me(request), now=timezone.now(), **form.cleaned_data)
            form = WebhookForm()
        except RuleError as error:
            form.add_error(None, error.message)
    page = paging.by_key(found, order=("name", "pk"), query=request.GET, size=25)
    context = {"form": form, "secret": secret, "page": page}
    return render(request, "webhooks/list.html", context)


@role_required(*access.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    hook = access.webhook(_me(request), pk)
    known = {"name": hook.name, "url": hook.url, "chosen": hook.events}
    form = WebhookForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            rules.change(hook, by=_me(request), now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect("webhooks:webhook", pk)
        except RuleError as error:
            form.add_error(None, error.message)
    page = queries.deliveries(hook, request.GET)
    context = {
        "form": form,
        "hook": hook,
        "page": page,
        "rows": queries.rows(page.rows),
        "filter": DeliveryFilter(request.GET),
    }
    return render(request, "webhooks/webhook.html", context)


@role_required(*access.KEEPERS)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop telling an address, or tell it again."""
    hook = access.webhook(_me(request), pk)
    if request.POST.get("aktion") == "an":
        rules.enable(hook, by=_me(request), now=timezone.now())
        messages.success(
            request, _("Der Webhook ist eingeschaltet. Was wartet, geht jetzt hinaus.")
        )
    else:
        reason = _("von Hand abgeschaltet")
        rules.disable(hook, reason=reason, by=_me(request), now=timezone.now())
        messages.success(request, _("Der Webhook ist abgeschaltet."))
    return redirect("webhooks:webhook", pk)


@role_required(*access.KEEPERS)
@require_POST
def ping(request: HttpRequest, pk: int) -> HttpResponse:
    rules.ping(access.webhook(_me(request), pk), now=timezone.now())
    messages.success(request, _("Eine Probe ist unterwegs. Ob sie ankommt, steht gleich unten."))
    return redirect("webhooks:webhook", pk)


@role_required(*access.KEEPERS)
@require_POST
def resend(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    delivery = access.delivery(_me(request), pk, delivery_pk)
    try:
        rules.resend(delivery, now=timezone.now())
        messages.success(request, _("Die Nachricht geht noch einmal hinaus."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("webhooks:webhook", pk)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
