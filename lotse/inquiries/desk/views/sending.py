"""When a reply leaves: taking it back, sending it later; what was written and is not sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access, rules, tool_access
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.contexts import actions, teamwork
from lotse.inquiries.desk.forms import AnswerForm
from lotse.inquiries.desk.views.addresses import inquiry_page
from lotse.inquiries.desk.views.drafts import keep, written
from lotse.inquiries.desk.views.inquiry import page
from lotse.inquiries.desk.writing_forms import MoveForm, ScheduleForm
from lotse.inquiries.models import Draft, Inquiry
from lotse.inquiries.rules import enclosing, scheduling
from lotse.lib import german
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_CASES)
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


@role_required(*access.AT_CASES)
@_page
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw the own draft away, after asking."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kept = inquiry.drafts.filter(author=user).first()
    if request.method == "POST" or kept is None:
        rules.discard_draft(inquiry, author=user)
        messages.success(request, _("Der Entwurf ist verworfen."))
        return redirect(inquiry_page(request, inquiry))
    context = teamwork.around(inquiry, request) | {"draft": kept}
    return render(request, "inquiries/desk/discard.html", context)


@role_required(*access.AT_CASES)
@_page
def schedule(request: HttpRequest, number: str) -> HttpResponse:
    """Choose when the answer is to leave. The composer posts its text here first."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kept = inquiry.drafts.filter(author=user).first()
    is_complete = "day" in request.POST
    if request.method == "POST" and not is_complete:
        text = written(request, inquiry, AnswerForm)
        if not text.is_valid():
            return page(request, inquiry, form=text, status=422)
        kept = keep(inquiry, text, composer.read(kept), user)
    if kept is None:
        return redirect(inquiry_page(request, inquiry, "antwort"))
    form = ScheduleForm(request.POST if is_complete else None)
    if is_complete and form.is_valid() and _plan(request, inquiry, kept, form):
        return redirect(inquiry_page(request, inquiry))
    context = teamwork.schedule_context(inquiry, kept, form, request)
    return render(request, "inquiries/desk/schedule.html", context)


def _plan(request: HttpRequest, inquiry: Inquiry, kept: Draft, form: ScheduleForm) -> bool:
    """Schedule the draft and say so; False if a rule refused, with its sentence in the form."""
    data, now = form.cleaned_data, timezone.now()
    try:
        planned = scheduling.schedule(
            inquiry,
            text=kept.text,
            citations=composer.read(kept),
            details=rules.Details.from_json(kept.details),
            files=enclosing.of(kept),
            author=access.desk_user(request),
            turn=data["turn"],
            last_seen=data["letzte"],
            send_at=form.send_at,
            is_late_accepted=data["late"],
            now=now,
        )
    except RuleError as refusal:
        form.add_error(None, refusal.message)
        return False
    when = german.datetime_de(planned.send_at, now)
    messages.success(request, _("Geplant: Die Antwort geht hinaus %s.") % when)
    return True


@role_required(*access.AT_CASES)
@_page
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Change when a scheduled answer leaves."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    planned = tool_access.scheduled_at_desk(inquiry)
    local = german.local(planned.send_at)
    initial = {"day": local.date(), "hour": local.time()}
    form = MoveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        late, now = form.cleaned_data["late"], timezone.now()
        try:
            scheduling.move(
                planned, send_at=form.send_at, is_late_accepted=late, actor=user, now=now
            )
            return redirect(inquiry_page(request, inquiry))
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    context = actions.page(
        inquiry, form, request, title=_("Zeitpunkt ändern"), button=_("Speichern")
    )
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Call a scheduled answer off; its text is a draft again."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    planned = tool_access.scheduled_at_desk(inquiry)
    try:
        scheduling.cancel(planned, actor=user, now=timezone.now())
        messages.success(request, _("Abgesagt. Der Text ist wieder ein Entwurf."))
    except RuleError as refusal:
        messages.error(request, refusal.message)
    return redirect(inquiry_page(request, inquiry, "antwort"))
