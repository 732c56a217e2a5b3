"""What editors decide about a submission; each address does one thing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotse.accounts.access import role_required
from lotse.knowledge.models import Submission
from lotse.knowledge.submissions import access, contexts, desk_forms, queries, rules
from lotse.lib.errors import RuleError


@role_required(*access.EDITORS)
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _do(
        request,
        submission,
        _("Die Einsendung gehört jetzt Ihnen."),
        lambda: rules.take(submission, editor=editor, now=timezone.now()),
    )


@role_required(*access.EDITORS)
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    try:
        example = rules.accept(submission, editor=editor, now=timezone.now())
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(submission)
    messages.success(request, _("Der Entwurf ist angelegt und mit der Einsendung verknüpft."))
    return redirect(reverse("wagtailsnippets_knowledge_example:edit", args=[example.pk]))


@role_required(*access.EDITORS)
@require_POST
def reject(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _with_form(
        request,
        submission,
        (desk_forms.ReasonForm, "reason_form"),
        _("Abgelehnt. Die Kommune bekommt den Grund per Mail."),
        lambda chosen: rules.reject(submission, editor=editor, now=timezone.now(), **chosen),
    )


@role_required(*access.EDITORS)
@require_POST
def mark_duplicate(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _with_form(
        request,
        submission,
        (desk_forms.DuplicateForm, "duplicate_form"),
        _("Als schon vorhanden vermerkt. Die Kommune bekommt Dank und Link."),
        lambda chosen: rules.mark_duplicate(
            submission, editor=editor, now=timezone.now(), **chosen
        ),
    )


@role_required(*access.EDITORS)
@require_POST
def ask_back(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _with_form(
        request,
        submission,
        (desk_forms.QuestionForm, "question_form"),
        _("Die Rückfrage ist unterwegs."),
        lambda chosen: rules.ask_back(submission, editor=editor, now=timezone.now(), **chosen),
    )


@role_required(*access.EDITORS)
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _with_form(
        request,
        submission,
        (desk_forms.NoteForm, "note_form"),
        _("Die Notiz ist gespeichert."),
        lambda chosen: rules.note(submission, editor=editor, now=timezone.now(), **chosen),
    )


@role_required(*access.EDITORS)
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _do(
        request,
        submission,
        _("Die Einsendung ist wieder offen. Die Mail an die Kommune ist schon hinaus."),
        lambda: rules.reopen(submission, editor=editor),
    )


@role_required(*access.EDITORS)
@require_POST
def ask_consent(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _with_form(
        request,
        submission,
        (desk_forms.AskConsentForm, "ask_consent_form"),
        _("Die Bitte um Freigabe ist unterwegs. Nach drei Tagen erinnern wir einmal."),
        lambda chosen: rules.ask_consent(submission, editor=editor, now=timezone.now(), **chosen),
    )


@role_required(*access.EDITORS)
@require_POST
def record_consent(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    asked = queries.open_consent(submission)
    if asked is None:
        messages.error(request, _("Es gibt keine Bitte um Freigabe, die noch offen ist."))
        return redirect(submission)
    return _with_form(
        request,
        submission,
        (desk_forms.RecordConsentForm, "record_consent_form"),
        _("Die Antwort der Kommune ist eingetragen."),
        lambda chosen: rules.record_consent(asked, editor=editor, now=timezone.now(), **chosen),
    )


@role_required(*access.EDITORS)
@require_POST
def public_facts(request: HttpRequest, number: str) -> HttpResponse:
    submission, editor = access.for_editor(number), access.signed_in_person(request)
    return _with_form(
        request,
        submission,
        (desk_forms.PublicFactsForm, "public_facts_form"),
        _("Bestätigt. Der Entwurf darf so erscheinen, wie er jetzt ist."),
        lambda chosen: rules.confirm_public_facts(submission, editor=editor, now=timezone.now()),
    )


@role_required(*access.EDITORS)
@require_POST
def take_over_file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    file, editor = access.file_for_editor(number, pk), access.signed_in_person(request)
    return _do(
        request,
        file.submission,
        _("Die Datei steht jetzt im Entwurf."),
        lambda: rules.take_over_file(file, editor=editor, now=timezone.now()),
    )


def _do(
    request: HttpRequest, submission: Submission, sentence: str, rule: Callable[[], Any]
) -> HttpResponse:
    try:
        rule()
        messages.success(request, sentence)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    return redirect(submission)


def _with_form(
    request: HttpRequest,
    submission: Submission,
    named: tuple[type[forms.Form], str],
    sentence: str,
    rule: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    """Do what the form asks for, or show the page again with what was entered."""
    kind, name = named
    form = desk_forms.bound(kind, name, request.POST)
    if form.is_valid():
        try:
            rule(form.cleaned_data)
            messages.success(request, sentence)
            return redirect(submission)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    given = desk_forms.all_forms(**{name: form})
    context = contexts.detail(submission, now=timezone.now()) | given | {"has_errors": True}
    return render(request, "knowledge/submissions/desk/detail.html", context, status=422)
