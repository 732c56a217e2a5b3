"""Signing in by a link in a mail."""

from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url, perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lotse.accounts import access, adapter, demo, limits, rules, sessions
from lotse.accounts.forms import ConfirmLinkForm, LinkForm
from lotse.accounts.models import SignInRequest, User
from lotse.lib.errors import RuleError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    next_url = get_next_redirect_url(request) or ""
    if isinstance(request.user, User):
        return redirect(next_url or adapter.home(request.user))
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            rules.request_mail(
                purpose=SignInRequest.Purpose.LINK,
                email=form.cleaned_data["email"],
                next_url=next_url[:500],
                client=limits.client(request),
                now=timezone.now(),
            )
            request.session["sign_in_address"] = form.cleaned_data["email"]
            return redirect("accounts:link_sent")
        except RuleError as error:
            form.add_error(None, error.message)
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    context = {
        "form": form,
        "next": next_url,
        "password_url": reverse("account_login") + query,
        "demo_accounts": demo.accounts() if settings.IS_DEMO else [],
    }
    return render(request, "accounts/sign_in.html", context)


@never_cache
@require_http_methods(["GET", "HEAD"])
def link_sent(request: HttpRequest) -> HttpResponse:
    address = request.session.get("sign_in_address", "")
    return render(request, "accounts/link_sent.html", {"address": address})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    # Scanners open the links in mails before people do, so opening it spends nothing.
    link = access.sign_in_link(token, timezone.now())
    form = ConfirmLinkForm(request.POST if request.method == "POST" else None)
    if link and request.method == "POST" and form.is_valid():
        try:
            user = rules.use_link(link, now=timezone.now())
        except RuleError:
            link = None
        else:
            goal = link.next_url or adapter.home(user)
            response: HttpResponse = perform_login(request, user, redirect_url=goal)
            sessions.begin(request.session, stays=form.cleaned_data["stay"], now=timezone.now())
            return response
    status = 200 if link else 410
    context = {"form": form, "link": link}
    return render(request, "accounts/confirm_link.html", context, status=status)
