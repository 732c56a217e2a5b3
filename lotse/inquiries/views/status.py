"""The status page: what the asker sees without signing in, by a signed link."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lotse.accounts import limits
from lotse.inquiries import access, feedback_queries, files, links, queries, rules, states
from lotse.inquiries.asking import store_all
from lotse.inquiries.forms import FollowUpForm, LinkForm
from lotse.inquiries.models import Inquiry, Message
from lotse.lib.errors import RuleError

FOLLOW_UPS = limits.Limit("inquiry-follow-up", 20, 60)
NEW_LINKS = limits.Limit("inquiry-new-link", 3, 15)


@never_cache
def status(request: HttpRequest, token: str) -> HttpResponse:
    try:
        inquiry = access.inquiry_by_token(token)
    except links.Expired as expired:
        known = LinkForm(initial={"number": expired.value})
        return _new_link_page(request, known, status=410, is_expired=True)
    form = FollowUpForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            message = _follow_up(inquiry, form)
            messages.success(request, _("Ihre Nachricht ist da. Ein Mensch liest sie."))
            return redirect(links.status_path(message.inquiry))
        except RuleError as error:
            form.add_error(None, error.message)
    return _status_page(request, inquiry, form, token)


def _follow_up(inquiry: Inquiry, form: FollowUpForm) -> Message:
    now = timezone.now()
    if limits.is_reached(FOLLOW_UPS, key=inquiry.number, now=now):
        raise RuleError(
            _("Es kamen gerade sehr viele Nachrichten. Bitte versuchen Sie es später noch einmal.")
        )
    limits.count(FOLLOW_UPS, key=inquiry.number, now=now)
    incoming = rules.Incoming(
        text=form.cleaned_data["text"],
        author_name=inquiry.asker_name,
        author_email=inquiry.asker_email,
        files=store_all(form.cleaned_data["attachments"]),
    )
    return rules.add_message(
        inquiry, incoming, channel=Inquiry.Channel.WEB, received_at=now, now=now
    )


def _status_page(
    request: HttpRequest, inquiry: Inquiry, form: FollowUpForm, token: str
) -> HttpResponse:
    now = timezone.now()
    stands = queries.home(inquiry)
    conversation = list(access.visible_messages(inquiry, now))
    context = {
        "inquiry": inquiry,
        "state": states.of(stands, now),
        "deadline": states.deadline(stands, now),
        "conversation": conversation,
        "feedback": feedback_queries.offer(conversation),
        "form": form,
        "token": token,
        "now": now,
        "valid_days": links.VALID_FOR.days,
    }
    response = render(request, "inquiries/status.html", context)
    # The address is the key: it must not end up in a search engine.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@require_safe
def attachment(request: HttpRequest, token: str, pk: int) -> FileResponse:
    return files.download(access.attachment_by_token(token, pk, timezone.now()))


@never_cache
def new_link(request: HttpRequest) -> HttpResponse:
    """Send a fresh link, and say the same whether number and address belong together or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _send_link(form.cleaned_data["number"], form.cleaned_data["email"])
        messages.success(
            request,
            _("Wenn Nummer und Adresse zusammengehören, ist der neue Link unterwegs zu Ihnen."),
        )
        return redirect("inquiries:new_link")
    return _new_link_page(request, form, status=200)


def _send_link(number: str, email: str) -> None:
    now = timezone.now()
    if limits.is_reached(NEW_LINKS, key=number, now=now):
        return
    limits.count(NEW_LINKS, key=number, now=now)
    inquiry = Inquiry.objects.filter(number=number, asker_email=email).first()
    if inquiry is not None:
        rules.send_status_link(inquiry, now=now)


def _new_link_page(
    request: HttpRequest, form: LinkForm, *, status: int, is_expired: bool = False
) -> HttpResponse:
    context = {"form": form, "is_expired": is_expired, "valid_days": links.VALID_FOR.days}
    return render(request, "inquiries/new_link.html", context, status=status)
