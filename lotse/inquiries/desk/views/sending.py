"""When a reply leaves: taking it back, sending it later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access, rules
from lotse.inquiries.desk.views.addresses import inquiry_page
from lotse.lib.errors import RuleError


@role_required(*access.AT_DESK)
@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Take a reply back while its mail waits."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    message = access.reply_at_desk(user, inquiry, request.POST.get("nachricht", ""))
    try:
        rules.undo(message, actor=user, now=timezone.now())
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(inquiry_page(request, inquiry))
    messages.success(request, _("Zurückgenommen. Der Text ist wieder Ihr Entwurf."))
    return redirect(inquiry_page(request, inquiry, "antwort"))
