"""The list of undeliverable addresses in the browser."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lotse.lib import paging
from lotse.lib.errors import RuleError
from lotse.mail import access, suppression
from lotse.mail.forms import AddressFilter


@access.addresses_only
@require_GET
@never_cache
def suppressed(request: HttpRequest) -> HttpResponse:
    """List addresses that get no automatic mail, the latest report first."""
    form = AddressFilter(request.GET)
    page = paging.by_key(form.entries(), order=("-last_at", "-pk"), query=request.GET, size=25)
    return render(request, "mail/suppressed.html", {"form": form, "page": page})


@access.addresses_only
@require_POST
def lift(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = access.suppressed_address(entry_id)
    try:
        suppression.lift(entry, actor_label=str(request.user), now=timezone.now())
        messages.success(request, _("%s bekommt wieder automatische Mails.") % entry.address)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("mail:suppressed")
