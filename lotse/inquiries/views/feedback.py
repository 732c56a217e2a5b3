"""What askers say with one click, without signing in. A link only leads here; the button counts."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts import limits
from lotse.inquiries import access, links
from lotse.inquiries.models import Feedback, Outcome
from lotse.inquiries.rules import feedback as rules
from lotse.lib.errors import RuleError

LIMIT = limits.Limit("inquiry-feedback", 20, 60)
_page = require_http_methods(["GET", "HEAD", "POST"])


class FeedbackForm(forms.Form):
    hilft = forms.ChoiceField(choices=[("ja", _("Ja")), ("nein", _("Nein"))])
    text = forms.CharField(
        label=_("Möchten Sie etwas dazu sagen? (freiwillig)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OutcomeForm(forms.Form):
    ergebnis = forms.ChoiceField(choices=Outcome.Result.choices)
    text = forms.CharField(
        label=_("Möchten Sie etwas dazu sagen? (freiwillig)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MoreForm(forms.Form):
    text = forms.CharField(
        label=_("Was fehlt noch?"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@never_cache
@_page
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    answer = access.answer_by_feedback_token(token)
    given = Feedback.objects.filter(answer=answer).first()
    form = FeedbackForm(request.POST or None, initial={"text": given.text if given else ""})
    if request.method == "POST" and form.is_valid() and _may(answer.inquiry.number):
        has_helped = form.cleaned_data["hilft"] == "ja"
        text = form.cleaned_data["text"]
        rules.rate(answer, has_helped=has_helped, text=text, now=timezone.now())
        return redirect("inquiries:feedback", token)
    context = {
        "inquiry": answer.inquiry,
        "given": given,
        "form": form,
        "token": token,
        "prefers_no": request.GET.get("hilft") == "nein",
        "more": MoreForm(initial={"text": given.text if given else ""}, auto_id="weiter-%s"),
        "status_path": links.status_path(answer.inquiry),
    }
    return _unlisted(render(request, "inquiries/feedback/answer.html", context))


@never_cache
@require_POST
def ask_more(request: HttpRequest, token: str) -> HttpResponse:
    answer = access.answer_by_feedback_token(token)
    form = MoreForm(request.POST, auto_id="weiter-%s")
    if form.is_valid() and _may(answer.inquiry.number):
        try:
            text = form.cleaned_data["text"]
            message = rules.ask_more(answer, text=text, now=timezone.now())
            return redirect(links.status_path(message.inquiry))
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"inquiry": answer.inquiry, "more": form, "token": token}
    return _unlisted(render(request, "inquiries/feedback/more.html", context))


@never_cache
@_page
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    asked = access.outcome_by_token(token)
    form = OutcomeForm(request.POST or None, initial={"text": asked.text})
    if request.method == "POST" and form.is_valid() and _may(asked.inquiry.number):
        result, text = form.cleaned_data["ergebnis"], form.cleaned_data["text"]
        rules.report_outcome(asked, result=result, text=text, now=timezone.now())
        return redirect("inquiries:outcome", token)
    chosen = request.GET.get("ergebnis", "")
    choices = sorted(Outcome.Result.choices, key=lambda choice: choice[0] != chosen)
    context = {
        "asked": asked,
        "inquiry": asked.inquiry,
        "form": form,
        "token": token,
        "choices": choices,
        "chosen": chosen if chosen in Outcome.Result.values else "",
        "status_path": links.status_path(asked.inquiry),
    }
    return _unlisted(render(request, "inquiries/feedback/outcome.html", context))


# Mail programs unsubscribe with a POST of their own (RFC 8058); they know no CSRF token, and the
# signed address is the proof.
@csrf_exempt
@never_cache
@_page
def refuse_outcomes(request: HttpRequest, token: str) -> HttpResponse:
    asked = access.outcome_by_token(token)
    is_done = request.method == "POST"
    if is_done:
        rules.refuse_outcomes(asked.inquiry, now=timezone.now())
    context = {"inquiry": asked.inquiry, "is_done": is_done}
    return _unlisted(render(request, "inquiries/feedback/refusal.html", context))


def _may(number: str) -> bool:
    """Stop a script that plays with a link; people never press that often."""
    now = timezone.now()
    if limits.is_reached(LIMIT, key=number, now=now):
        return False
    limits.count(LIMIT, key=number, now=now)
    return True


def _unlisted(response: HttpResponse) -> HttpResponse:
    # The address is the key: it must not end up in a search engine.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
