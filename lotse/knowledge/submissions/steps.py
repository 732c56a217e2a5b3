"""The way through the form: what is kept at each step, and where it goes on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from lotse.accounts import limits
from lotse.accounts.models import User
from lotse.knowledge.models import Submission
from lotse.knowledge.submissions import access, beginning, queries, rules
from lotse.knowledge.submissions.beginning import Beginning
from lotse.knowledge.submissions.forms import CompletionForm, FileForm, SenderForm, UploadForm
from lotse.lib.errors import RuleError

BEGUN = limits.Limit("submission-begin", 120, 60)


def keep(
    request: HttpRequest, draft: Submission | None, values: dict[str, Any], *, now: datetime
) -> Submission | None:
    """Keep what was entered, in a draft of this session; None if nothing was, or too much."""
    if draft is None:
        client = limits.client(request)
        if not any(values.values()) or limits.is_reached(BEGUN, key=client, now=now):
            return None
        limits.count(BEGUN, key=client, now=now)
        draft = rules.begin(person=access.person(request), now=now)
        request.session[access.SESSION_KEY] = draft.key
        beginning.note(draft, beginning.read(request.POST, request.user), now=now)
    rules.write(draft, now=now, **values)
    return draft


def present(request: HttpRequest, start: Beginning) -> Submission | None:
    """Return what this session writes; nothing if a link asks for a new one to an example.

    What somebody signed in has begun stands on the page, so putting it aside loses nothing.
    """
    draft = access.draft(request)
    wanted = start.example
    if draft and wanted and draft.adapted_from_id != wanted.pk and access.person(request):
        del request.session[access.SESSION_KEY]
        return None
    return draft


def onward(request: HttpRequest, step: str) -> HttpResponse:
    """Go to the next step, to the check if one answer was changed, or put it aside."""
    if "later" in request.POST:
        return redirect("knowledge:submissions:later")
    target = "check" if "aendern" in request.GET else step
    return redirect(f"knowledge:submissions:{target}")


def other_drafts(person: User | None, draft: Submission | None) -> Sequence[Submission]:
    """Return what a person has begun besides the one at hand."""
    if person is None:
        return []
    drafts = queries.drafts_of(person)
    return list((drafts.exclude(pk=draft.pk) if draft else drafts)[:5])


def file_forms(draft: Submission, data: QueryDict | None = None) -> list[FileForm]:
    return [FileForm(data, file=file) for file in draft.files.all()]


def keep_files(
    draft: Submission, upload: UploadForm, data: QueryDict, *, now: datetime
) -> tuple[list[FileForm], bool]:
    """Keep new files and what is said about the earlier ones; return the forms to show.

    The second value says whether everything is known about every file.
    """
    known = [form for form in file_forms(draft, data) if form.add_prefix("licence") in data]
    for form in known:
        if form.is_valid():
            rules.describe_file(form.file, now=now, **form.cleaned_data)
    uploaded = upload.cleaned_data.get("attachments") or []
    if uploaded:
        try:
            rules.add_files(draft, uploaded, now=now)
        except RuleError as refusal:
            upload.add_error("attachments", refusal.message)
    described = {form.file.pk for form in known}
    fresh = [form for form in file_forms(draft) if form.file.pk not in described]
    is_complete = all(form.is_valid() for form in known) and not fresh and not upload.errors
    return [*known, *fresh], is_complete


def stays(request: HttpRequest, upload: UploadForm) -> bool:
    """Say whether the files stay on screen: something was added or taken away."""
    return "upload" in request.POST or "remove" in request.POST


def keep_sender(draft: Submission, form: SenderForm, *, now: datetime) -> None:
    """Keep who sends and what was agreed to; consent given before keeps its day."""
    chosen = form.cleaned_data
    contact_until = form.contact_until()
    rules.write(
        draft,
        email=chosen["email"],
        name=chosen["name"],
        office=chosen["office"],
        phone=chosen["phone"],
        audience=chosen["audience"],
        publish_consent_at=draft.publish_consent_at or now,
        contact_consent_at=(draft.contact_consent_at or now) if contact_until else None,
        contact_until=contact_until,
        flash_consent_at=(draft.flash_consent_at or now) if chosen["has_flash_consent"] else None,
        now=now,
    )


def first_incomplete(draft: Submission) -> str:
    """Return the step at which something is missing, empty if nothing is."""
    if not draft.raw_text.strip():
        return "story"
    if draft.municipality_id is None:
        return "about"
    if any(not file.has_rights for file in draft.files.all()):
        return "files"
    if not draft.email or draft.publish_consent_at is None or draft.audience is None:
        return "sender"
    return ""


def is_proven(request: HttpRequest, draft: Submission) -> bool:
    """Say whether the address needs no further proof: signed in, or come by a link sent to it."""
    person = access.person(request)
    if person is not None and person.email == draft.email:
        return True
    return request.session.get(access.PROVEN_KEY) == f"{draft.key}:{draft.email}"


def keep_completion(
    submission: Submission, form: CompletionForm, file_forms: list[FileForm], *, now: datetime
) -> None:
    """Keep consent and municipality given after sending, and what is said about files."""
    for one in file_forms:
        rules.describe_file(one.file, now=now, **one.cleaned_data)
    rules.complete(
        submission,
        audience=form.cleaned_data["audience"],
        has_publish_consent=form.cleaned_data["has_publish_consent"],
        has_flash_consent=form.cleaned_data["has_flash_consent"],
        contact_until=form.contact_until(),
        municipality=form.found,
        now=now,
    )
