"""The web door of feedback: for readers below a page, for editors as an inbox."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts import limits
from lotse.accounts.access import role_required
from lotse.accounts.models import User
from lotse.accounts.roles import EDITOR_ROLES
from lotse.knowledge import access, addressing, documents
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.feedback import rules
from lotse.knowledge.feedback.forms import FeedbackForm, ReplyForm, initial
from lotse.knowledge.models import Answer, Example, PageFeedback
from lotse.knowledge.views.addresses import follows_moves
from lotse.lib import paging
from lotse.lib.errors import RuleError

# A town hall often leaves by one address, so the limit per client is wide.
PER_CLIENT = limits.Limit("page-feedback", 30, 60)
READERS = tuple(EDITOR_ROLES)
STATES = {
    "neu": gettext_lazy("neu"),
    "meine": gettext_lazy("bei mir"),
    "offen": gettext_lazy("wartet auf Antwort"),
    "alle": gettext_lazy("alle"),
}
_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_page
@follows_moves(Example)
def on_example(request: HttpRequest, slug: str) -> HttpResponse:
    return _give(request, access.example(request.user, slug), documents.KIND)


@never_cache
@_page
@follows_moves(Answer)
def on_answer(request: HttpRequest, slug: str) -> HttpResponse:
    return _give(request, access.answer(request.user, slug), answer_documents.KIND)


def _give(request: HttpRequest, record: Example | Answer, kind: str) -> HttpResponse:
    form = FeedbackForm(request.POST or None, initial=initial(request.GET.get("hilft", "")))
    is_given = request.method == "POST" and form.is_valid() and _keep(request, form, record, kind)
    context = {"record": record, "form": form, "is_given": is_given, "address": request.path}
    # Inside the page HTMX asks for the part alone; without script it is a page of its own.
    name = "_box.html" if getattr(request, "htmx", None) else "give.html"
    response = render(request, f"knowledge/feedback/{name}", context)
    patch_vary_headers(response, ["HX-Request"])
    # A form below each of thousands of pages is nothing to be found.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _keep(request: HttpRequest, form: FeedbackForm, record: Example | Answer, kind: str) -> bool:
    now, client = timezone.now(), limits.client(request)
    if limits.is_reached(PER_CLIENT, key=client, now=now):
        form.add_error(None, _("Von hier kamen sehr viele Rückmeldungen. Versuchen Sie es später."))
        return False
    filled = form.cleaned_data
    said = rules.Said(filled["verdict"], filled["text"], filled["reply_email"])
    try:
        rules.give(record, kind=kind, said=said, now=now)
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    limits.count(PER_CLIENT, key=client, now=now)
    return True


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@role_required(*READERS)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("stand", "neu")
    state = state if state in STATES else "neu"
    found = rules.in_state(state, _person(request))
    context = {
        "page": paging.by_key(found, order=("-given_at", "-pk"), query=request.GET),
        "states": STATES.items(),
        "state": state,
        "me": _person(request),
        "now": timezone.now(),
    }
    return render(request, "knowledge/feedback/inbox.html", context)


@role_required(*READERS)
@_page
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with its reply. Opening it does not mark it as read: a button does."""
    feedback = _feedback(pk)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            rules.reply(feedback, text=text, person=_person(request), now=timezone.now())
            messages.success(request, _("Die Antwort ist auf dem Weg."))
            return redirect("knowledge:feedback_entry", pk)
        except RuleError as error:
            form.add_error(None, error.message)
    context = {
        "feedback": feedback,
        "record_url": addressing.short_path(feedback.record_kind, feedback.record_id),
        "form": form,
        "me": _person(request),
        "now": timezone.now(),
    }
    return render(request, "knowledge/feedback/entry.html", context)


@role_required(*READERS)
@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    feedback = _feedback(pk)
    sentence = _("Als gelesen gekennzeichnet.")
    return _done(request, sentence, lambda: rules.mark_read(feedback, now=timezone.now()))


@role_required(*READERS)
@require_POST
def mark_unread(request: HttpRequest, pk: int) -> HttpResponse:
    feedback = _feedback(pk)
    sentence = _("Steht wieder unter „neu“.")
    return _done(request, sentence, lambda: rules.mark_unread(feedback))


@role_required(*READERS)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    feedback, person = _feedback(pk), _person(request)
    sentence = _("Sie kümmern sich darum.")
    return _done(request, sentence, lambda: rules.take(feedback, person=person, now=timezone.now()))


@role_required(*READERS)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    feedback, person = _feedback(pk), _person(request)
    sentence = _("Niemand kümmert sich mehr darum.")
    return _done(request, sentence, lambda: rules.release(feedback, person=person))


def _feedback(pk: int) -> PageFeedback:
    return get_object_or_404(PageFeedback.objects.select_related("owner", "replied_by"), pk=pk)


def _done(request: HttpRequest, sentence: str, rule: Callable[[], None]) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("knowledge:feedback")
