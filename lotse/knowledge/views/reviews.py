"""Confirm that a record holds, with a link from a mail or signed in; say that it does not."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lotse.accounts import limits
from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.knowledge import access
from lotse.knowledge.models import ReviewConfirmation
from lotse.knowledge.reviews import rules
from lotse.lib.errors import RuleError

LIMIT = limits.Limit("not-right-any-more", 10, 60)
_page = require_http_methods(["GET", "HEAD", "POST"])
_MONTHS = [
    ("3", gettext_lazy("in drei Monaten")),
    ("6", gettext_lazy("in sechs Monaten")),
    ("12", gettext_lazy("in einem Jahr")),
]


class ConfirmForm(forms.Form):
    months = forms.TypedChoiceField(
        label=gettext_lazy("Wann schauen wir wieder nach?"),
        choices=_MONTHS,
        initial="6",
        coerce=int,
        widget=forms.RadioSelect,
    )


class ReportForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Was stimmt nicht mehr?"),
        max_length=2000,
        help_text=gettext_lazy(
            "Ein Satz genügt, gern mit der Adresse einer Quelle. Bitte keine Namen und nichts über "
            "einzelne Menschen."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Sagen Sie, was nicht mehr stimmt.")},
    )


@never_cache
@_page
def confirm_by_link(request: HttpRequest, token: str) -> HttpResponse:
    asked, person, kind, record = access.review_by_token(token)
    form = ConfirmForm(request.POST or None)
    context: dict[str, object] = {"form": form, "record": record, "kind": kind}
    context |= {"due_on": asked.due_on, "is_settled": record.review_due_on != asked.due_on}
    if request.method == "POST" and form.is_valid():
        try:
            context["confirmation"] = rules.confirm(
                kind,
                record.pk,
                due_on=asked.due_on,
                months=form.cleaned_data["months"],
                person=person,
                channel=ReviewConfirmation.Channel.MAIL,
                now=timezone.now(),
            )
        except RuleError as error:
            context["refused"] = error.message
    return _unlisted(render(request, "knowledge/reviews/confirm.html", context))


@role_required(*access.CONFIRMERS)
@_page
def confirm_signed_in(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    chosen, record = access.record_to_review(kind, pk)
    form, person = ConfirmForm(request.POST or None), request.user
    assert isinstance(person, User)
    if request.method == "POST" and form.is_valid():
        try:
            rules.confirm(
                chosen,
                record.pk,
                due_on=record.review_due_on,
                months=form.cleaned_data["months"],
                person=person,
                channel=ReviewConfirmation.Channel.PAGE,
                now=timezone.now(),
            )
            messages.success(request, _("Bestätigt. Danke fürs Nachsehen."))
            return redirect(record)
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"form": form, "record": record, "kind": chosen, "due_on": record.review_due_on}
    return render(request, "knowledge/reviews/confirm.html", context)


@_page
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    chosen, record = access.record_to_report(request.user, kind, pk)
    form = ReportForm(request.POST or None)
    now, person = timezone.now(), request.user if isinstance(request.user, User) else None
    if request.method == "POST" and form.is_valid():
        key = limits.client(request)
        if limits.is_reached(LIMIT, key=key, now=now):
            form.add_error(
                None, _("Das waren viele Hinweise auf einmal. Bitte später noch einmal.")
            )
        else:
            limits.count(LIMIT, key=key, now=now)
            rules.report(chosen, record, text=form.cleaned_data["text"], person=person, now=now)
            messages.success(request, _("Danke. Die Redaktion schaut sich das an."))
            return redirect(record)
    context = {"form": form, "record": record, "kind": chosen}
    return _unlisted(render(request, "knowledge/reviews/report.html", context))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
