"""What authors see by a signed link: the state, what is missing, the text to release."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lotse.accounts import limits
from lotse.knowledge.models import ConsentRequest, Submission
from lotse.knowledge.submissions import access, contexts, links, queries, rules, steps
from lotse.knowledge.submissions.forms import (
    CompletionForm,
    DecisionForm,
    LinkForm,
    ReplyForm,
    consent_initial,
)
from lotse.knowledge.submissions.rules.writing import FOLDER
from lotse.lib import files
from lotse.lib.errors import RuleError
from lotse.municipalities.forms import place_label

REPLIES = limits.Limit("submission-reply", 20, 60)
NEW_LINKS = limits.Limit("submission-new-link", 3, 15)


@never_cache
def status(request: HttpRequest, token: str) -> HttpResponse:
    try:
        submission = access.by_status_token(token)
    except links.Expired as expired:
        known = LinkForm(initial={"number": expired.value})
        return _new_link_page(request, known, status=410, is_expired=True)
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _reply(submission, form)
            messages.success(request, _("Ihre Nachricht ist da. Ein Mensch liest sie."))
            return redirect(links.status_path(submission))
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    context = contexts.status(submission, token=token, now=timezone.now()) | {"form": form}
    return _private(render(request, "knowledge/submissions/status.html", context))


def _reply(submission: Submission, form: ReplyForm) -> None:
    now = timezone.now()
    if limits.is_reached(REPLIES, key=submission.key, now=now):
        raise RuleError(
            _("Es kamen gerade sehr viele Nachrichten. Bitte versuchen Sie es später noch einmal.")
        )
    limits.count(REPLIES, key=submission.key, now=now)
    incoming = rules.Incoming(
        text=form.cleaned_data["text"],
        author_name=submission.name,
        author_email=submission.email,
        files=[
            files.store(one.name or "", one.read(), folder=FOLDER)
            for one in form.cleaned_data["attachments"]
        ],
    )
    rules.add_reply(submission, incoming, received_at=now, now=now)


@never_cache
def complete(request: HttpRequest, token: str) -> HttpResponse:
    """Consent, licence and municipality, where a plain mail left them open."""
    submission = access.open_by_status_token(token)
    place = submission.municipality
    initial = consent_initial(submission) | {"municipality": place_label(place) if place else ""}
    form = CompletionForm(request.POST or None, known=place, initial=initial)
    data = request.POST if request.method == "POST" else None
    file_forms = steps.file_forms(submission, data)
    if data is not None and all([form.is_valid(), *(one.is_valid() for one in file_forms)]):
        steps.keep_completion(submission, form, file_forms, now=timezone.now())
        messages.success(request, _("Danke. Ihre Angaben sind gespeichert."))
        return redirect(links.status_path(submission))
    has_errors = bool(form.errors) or any(one.errors for one in file_forms)
    context = {"submission": submission, "form": form, "forms": file_forms, "token": token}
    context |= {"has_errors": has_errors and data is not None}
    return _private(render(request, "knowledge/submissions/complete.html", context))


@never_cache
@require_safe
def file(request: HttpRequest, token: str, pk: int) -> FileResponse:
    return files.download(access.file_by_token(token, pk))


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
        return redirect("knowledge:submissions:new_link")
    return _new_link_page(request, form, status=200)


def _send_link(number: str, email: str) -> None:
    now = timezone.now()
    if limits.is_reached(NEW_LINKS, key=number, now=now):
        return
    limits.count(NEW_LINKS, key=number, now=now)
    found = queries.received().filter(number=number, email=email, anonymised_at=None).first()
    if found is not None:
        rules.send_status_link(found, now=now)


def _new_link_page(
    request: HttpRequest, form: LinkForm, *, status: int, is_expired: bool = False
) -> HttpResponse:
    context = {"form": form, "is_expired": is_expired}
    return render(request, "knowledge/submissions/new_link.html", context, status=status)


@never_cache
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """The text as it will be published, and three answers. No account is needed."""
    asked = access.consent_by_token(token)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(asked, form)
            return redirect(links.consent_path(asked))
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    context = contexts.consent(asked, today=timezone.localdate()) | {"form": form}
    return _private(render(request, "knowledge/submissions/consent.html", context))


def _decide(asked: ConsentRequest, form: DecisionForm) -> None:
    chosen = form.cleaned_data
    rules.answer_consent(
        asked,
        answer=chosen["answer"],
        text=chosen["text"],
        name=chosen["name"],
        now=timezone.now(),
    )


def _private(response: HttpResponse) -> HttpResponse:
    # The address is the key: it must not end up in a search engine.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
