"""Send an example in: one thing per screen, and nothing that was entered gets lost."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from lotse.accounts import access as people_access
from lotse.accounts import limits
from lotse.knowledge.models import Submission
from lotse.knowledge.submissions import (
    access,
    beginning,
    content,
    links,
    queries,
    rules,
    steps,
)
from lotse.knowledge.submissions.beginning import Beginning
from lotse.knowledge.submissions.forms import (
    AboutForm,
    SenderForm,
    StoryForm,
    UploadForm,
    about_initial,
    consent_initial,
)
from lotse.lib.errors import RuleError

PER_CLIENT = limits.Limit("submission-client", 60, 60)
PER_ADDRESS = limits.Limit("submission-address", 10, 60)


@never_cache
def story(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        start = beginning.read(request.GET, request.user)
        draft = steps.present(request, start)
        begun = _columns(draft, "raw_text", "benefit", "avoid")
        form = StoryForm(initial=begun or beginning.values(start))
        return _story_page(request, form, draft, start)
    draft = access.draft(request)
    form = StoryForm(request.POST)
    is_valid = form.is_valid()
    # Kept even if something is wrong with it.
    draft = steps.keep(request, draft, form.values(), now=timezone.now())
    if "preview" in request.POST or not is_valid:
        start = beginning.read(request.POST, request.user)
        return _story_page(request, form, draft, start)
    return steps.onward(request, "about")


def _story_page(
    request: HttpRequest, form: StoryForm, draft: Submission | None, start: Beginning
) -> HttpResponse:
    person = access.person(request)
    words = form.data.get("raw_text") or (draft.raw_text if draft else "")
    context = {
        "form": form,
        "draft": draft,
        "start": start,
        "found": queries.similar_examples(words, reach=people_access.reach(request.user)),
        "others": steps.other_drafts(person, draft),
        "address": settings.SUBMISSION_ADDRESS,
    }
    return _page(request, "story", context, has_errors=bool(form.is_bound and form.errors))


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """What may be there already, while somebody writes; fills the box beside the form."""
    words = request.GET.get("raw_text", "")[:2000]
    found = queries.similar_examples(words, reach=people_access.reach(request.user))
    return render(request, "knowledge/submissions/_similar.html", {"found": found})


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """The municipalities that the words in the form may mean, as a choice."""
    form = AboutForm(words=request.GET.get("municipality", "")[:200])
    return render(request, "knowledge/submissions/_places.html", {"form": form})


@never_cache
def about(request: HttpRequest) -> HttpResponse:
    draft = access.draft(request)
    if draft is None:
        return redirect("knowledge:submissions:story")
    form = AboutForm(request.POST or None, known=draft.municipality, initial=about_initial(draft))
    if request.method == "POST" and form.is_valid():
        rules.write(
            draft,
            municipality=form.found,
            concepts=form.cleaned_data["concepts"],
            links=form.cleaned_data["links"],
            now=timezone.now(),
        )
        return steps.onward(request, "files")
    return _page(request, "about", {"form": form, "draft": draft}, has_errors=bool(form.errors))


@never_cache
def files(request: HttpRequest) -> HttpResponse:
    draft = access.draft(request)
    if draft is None:
        return redirect("knowledge:submissions:story")
    upload = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and upload.is_valid():
        if "remove" in request.POST:
            rules.remove_file(draft, request.POST["remove"])
        forms, is_complete = steps.keep_files(draft, upload, request.POST, now=timezone.now())
        if is_complete and not steps.stays(request, upload):
            return steps.onward(request, "sender")
    else:
        forms = steps.file_forms(draft)
    is_left = steps.stays(request, upload)
    context = {"upload": upload, "forms": forms, "draft": draft, "is_left": is_left}
    has_errors = bool(upload.errors) or any(form.errors for form in forms)
    return _page(request, "files", context, has_errors=has_errors)


@never_cache
def sender(request: HttpRequest) -> HttpResponse:
    draft = access.draft(request)
    if draft is None:
        return redirect("knowledge:submissions:story")
    initial = _columns(draft, "email", "name", "office", "phone") | consent_initial(draft)
    form = SenderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        steps.keep_sender(draft, form, now=timezone.now())
        return steps.onward(request, "check")
    return _page(request, "sender", {"form": form, "draft": draft}, has_errors=bool(form.errors))


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    draft = access.draft(request)
    if draft is None:
        return redirect("knowledge:submissions:story")
    if next_step := steps.first_incomplete(draft):
        return redirect(f"knowledge:submissions:{next_step}")
    error = ""
    if request.method == "POST":
        try:
            _send(request, draft)
            return redirect("knowledge:submissions:sent")
        except RuleError as refusal:
            error = refusal.message
    context = {
        "draft": draft,
        "error": error,
        "topics": list(draft.concepts.all()),
        "files": list(draft.files.all()),
        "audience": content.audience_words(draft),
        "is_proven": steps.is_proven(request, draft),
        "months": settings.KEEP_SUBMISSION_MONTHS,
    }
    return _page(request, "check", context, has_errors=bool(error))


def _send(request: HttpRequest, draft: Submission) -> None:
    """Send once. Raises RuleError if too much was sent already or something is missing."""
    now = timezone.now()
    keys = ((PER_ADDRESS, draft.email), (PER_CLIENT, limits.client(request)))
    if any(limits.is_reached(limit, key=key, now=now) for limit, key in keys):
        raise RuleError(
            _(
                "In der letzten Stunde kamen von hier schon sehr viele Beispiele. Ihre Angaben "
                "bleiben stehen. Bitte versuchen Sie es später noch einmal."
            )
        )
    rules.send(draft, is_proven=steps.is_proven(request, draft), now=now)
    for limit, key in keys:
        limits.count(limit, key=key, now=now)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    submission = access.sent(request)
    context = {
        "submission": submission,
        "status_path": links.status_path(submission) if submission.number else "",
    }
    return _page(request, "sent", context)


@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Prove the address: the link shows a button, because programs follow links in mails."""
    submission = access.to_confirm(token)
    if request.method == "POST":
        rules.confirm(submission, now=timezone.now())
    if submission.received_at is not None:
        return redirect(links.status_path(submission))
    return _page(request, "confirm", {"submission": submission})


def _columns(draft: Submission | None, *names: str) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in names} if draft else {}


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, has_errors: bool = False
) -> HttpResponse:
    context = {**context, "has_errors": has_errors}
    return render(request, f"knowledge/submissions/{name}.html", context)
