"""Subscribing to news, with an account or a mail address, and getting out again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lotse.accounts import limits
from lotse.accounts.models import User
from lotse.lib.errors import RuleError
from lotse.subscriptions import access, links, queries, rules
from lotse.subscriptions.forms import RhythmForm, SubscribeByMailForm, SubscribeForm
from lotse.subscriptions.models import Reader, Subscription

PER_ADDRESS = limits.Limit("subscribe-address", 5, 60)
PER_CLIENT = limits.Limit("subscribe-client", 60, 60)
_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_page
def own(request: HttpRequest) -> HttpResponse:
    """The subscriptions of who is signed in; everybody else gives a mail address."""
    person = request.user if isinstance(request.user, User) else None
    if person is None:
        return _by_mail(request)
    reader = access.reader_of(person)
    if changed := _changed(request, reader):
        return changed
    form = SubscribeForm(request.POST or None, initial=_asked_for(request))
    if form.is_valid():
        try:
            wish = rules.subscribe(person=person, now=timezone.now(), **form.wish())
            return redirect(f"{request.path}?neu={wish.pk}")
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "subscriptions/own.html", _listed(request, reader, form))


@never_cache
@_page
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever holds the link of a mail."""
    reader = access.reader_by_token(token)
    if changed := _changed(request, reader):
        return changed
    form = SubscribeForm(request.POST or None)
    if form.is_valid():
        try:
            wish = rules.subscribe(
                person=reader.person, address=reader.address, now=timezone.now(), **form.wish()
            )
            return redirect(f"{request.path}?neu={wish.pk}")
        except RuleError as error:
            form.add_error(None, error.message)
    return _unlisted(render(request, "subscriptions/own.html", _listed(request, reader, form)))


@never_cache
@_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    reader = access.reader_to_confirm(token)
    if request.method == "POST":
        rules.confirm(reader, now=timezone.now())
        return redirect(links.manage_url(reader))
    context = {
        "reader": reader,
        "wishes": [queries.in_words(one) for one in queries.active(reader)],
        "manage_url": links.manage_url(reader),
    }
    return _unlisted(render(request, "subscriptions/confirm.html", context))


# Mail programs unsubscribe with a POST of their own (RFC 8058); they know no CSRF token, and the
# signed address is the proof.
@csrf_exempt
@never_cache
@_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    reader = access.reader_by_token(token)
    if request.method == "POST":
        rules.stop(reader, now=timezone.now())
    context = {
        "is_done": request.method == "POST",
        "manage_url": links.manage_url(reader),
        "wishes": [queries.in_words(one) for one in queries.active(reader)],
    }
    return _unlisted(render(request, "subscriptions/stop.html", context))


def _by_mail(request: HttpRequest) -> HttpResponse:
    form = SubscribeByMailForm(request.POST or None, initial=_asked_for(request))
    if form.is_valid():
        address = form.cleaned_data["adresse"].lower()
        try:
            if _may_write_to(request, address):
                rules.subscribe(address=address, now=timezone.now(), **form.wish())
            # The same answer for everybody: it betrays neither readers nor limits.
            return render(request, "subscriptions/asked.html", {"address": address})
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "subscriptions/by_mail.html", {"form": form})


def _may_write_to(request: HttpRequest, address: str) -> bool:
    now = timezone.now()
    keys = ((PER_ADDRESS, address), (PER_CLIENT, limits.client(request)))
    if any(limits.is_reached(limit, key=key, now=now) for limit, key in keys):
        return False
    for limit, key in keys:
        limits.count(limit, key=key, now=now)
    return True


def _changed(request: HttpRequest, reader: Reader | None) -> HttpResponse | None:
    """Do what a button beside a subscription says; None if none was pressed."""
    for name, change in (("beenden", _end), ("fortsetzen", _resume), ("aendern", _change)):
        pk = request.POST.get(name, "")
        if pk.isdecimal() and len(pk) < 19:
            subscription = access.subscription(reader, int(pk))
            return redirect(request.path + change(request, subscription))
    return None


def _end(request: HttpRequest, subscription: Subscription) -> str:
    rules.end(subscription, now=timezone.now())
    return f"?beendet={subscription.pk}"


def _resume(request: HttpRequest, subscription: Subscription) -> str:
    rules.resume(subscription, now=timezone.now())
    return f"?neu={subscription.pk}"


def _change(request: HttpRequest, subscription: Subscription) -> str:
    form = RhythmForm(request.POST)
    if form.is_valid():
        rules.change_rhythm(subscription, rhythm=form.cleaned_data["rhythmus"])
    return f"?neu={subscription.pk}"


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """What a link elsewhere in the product suggests to subscribe to."""
    return {name: request.GET.get(name, "")[:200] for name in ("thema", "land", "art", "suche")}


def _listed(request: HttpRequest, reader: Reader | None, form: SubscribeForm) -> dict[str, Any]:
    return {
        "form": form,
        "rows": [
            {"subscription": one, "words": queries.in_words(one)} for one in queries.active(reader)
        ],
        "ended": [
            {"subscription": one, "words": queries.in_words(one)} for one in queries.ended(reader)
        ],
        "rhythms": Subscription.Rhythm.choices,
        "fresh": request.GET.get("neu", ""),
        "just_ended": request.GET.get("beendet", ""),
        "recipient": queries.address(reader) if reader else "",
    }


def _unlisted(response: HttpResponse) -> HttpResponse:
    # The address is the key: it must not end up in a search engine.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
