"""Writing: drafts, sources, notes, interim replies and answers."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.accounts.access import role_required
from lotse.inquiries import access, rules
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.contexts import replies
from lotse.inquiries.desk.contexts.suggestions import recall_warning
from lotse.inquiries.desk.forms import AnswerForm, DraftForm, NoteForm
from lotse.inquiries.desk.views.addresses import inquiry_page, wants_fragment
from lotse.inquiries.desk.views.drafts import keep, own_draft, posted_text, take_files, written
from lotse.inquiries.desk.views.inquiry import page
from lotse.inquiries.models import Inquiry, Message
from lotse.inquiries.rules import enclosing, mentioning, presence, recalls
from lotse.lib.errors import RuleError


@role_required(*access.AT_CASES)
@require_POST
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the text; called by the page itself and by its button."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = written(request, inquiry, DraftForm)
    if not form.is_valid():
        return page(request, inquiry, form=form, status=422)
    cited = composer.read(own_draft(request, inquiry))
    saved = keep(inquiry, form, cited, user)
    presence.note(inquiry, person=user, is_writing=True, now=timezone.now())
    if wants_fragment(request):
        context = replies.draft_context(inquiry, saved, seen=form.cleaned_data["turn"])
        return render(request, "inquiries/desk/_draft_state.html", context)
    messages.success(request, _("Entwurf gespeichert."))
    mode = request.GET.get("modus", "")
    return redirect(inquiry_page(request, inquiry, "notiz" if mode == "notiz" else "antwort", mode))


@role_required(*access.AT_CASES)
@require_POST
def cite(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kept = own_draft(request, inquiry)
    text = posted_text(request, kept)
    source = composer.named(request.POST.get("quelle", ""))
    cited, place = composer.add(composer.read(kept), source) if source else (None, 0)
    if cited is None or not place:
        messages.error(request, _("Diese Quelle lässt sich nicht zitieren."))
        return redirect(inquiry_page(request, inquiry, "antwort"))
    if not wants_fragment(request):
        # With scripts the mark goes to the cursor, and the text is saved a moment later.
        text = composer.mark(text, place)
    rules.save_draft(inquiry, text=text, citations=cited, author=user, now=timezone.now())
    return _citations(request, inquiry, cited, {"lotse:cited": {"position": place}})


@role_required(*access.AT_CASES)
@require_POST
def uncite(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kept = own_draft(request, inquiry)
    text = posted_text(request, kept)
    before = composer.read(kept)
    position = request.POST.get("position", "")
    place = int(position) if position.isdecimal() else 0
    text, cited = composer.remove(text, before, place)
    rules.save_draft(inquiry, text=text, citations=cited, author=user, now=timezone.now())
    event = {"lotse:uncited": {"position": place, "count": len(before)}}
    return _citations(request, inquiry, cited, event)


def _citations(
    request: HttpRequest, inquiry: Inquiry, cited: list[rules.Cited], event: Mapping[str, object]
) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(inquiry_page(request, inquiry, "antwort"))
    context = {"inquiry": inquiry, "sources": composer.sources(inquiry, cited)}
    response = render(request, "inquiries/desk/_citations.html", context)
    response["HX-Trigger-After-Swap"] = json.dumps(event)
    return response


@role_required(*access.AT_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the mail as it would leave."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    if request.method == "POST":
        form = written(request, inquiry, AnswerForm)
        if not form.is_valid():
            return page(request, inquiry, form=form, status=422)
        cited = composer.read(own_draft(request, inquiry))
        keep(inquiry, form, cited, user)
        return redirect(
            f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path
        )
    kept = own_draft(request, inquiry)
    if kept is None:
        return redirect(inquiry_page(request, inquiry, "antwort"))
    context = replies.preview_context(inquiry, kept, request)
    return render(request, "inquiries/desk/preview.html", context)


@role_required(*access.AT_CASES)
@require_POST
def reuse(request: HttpRequest, number: str) -> HttpResponse:
    """Take the answer to a similar inquiry over into the draft, with its sources."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    similar = access.similar_at_desk(user, request.POST.get("anfrage", ""))
    kept = own_draft(request, inquiry)
    text = posted_text(request, kept)
    taken = composer.reuse(text, composer.read(kept), similar)
    if taken is None:
        messages.error(request, _("Zu dieser Anfrage gibt es keine Antwort."))
    else:
        text, cited = taken
        rules.save_draft(inquiry, text=text, citations=cited, author=user, now=timezone.now())
        warning = recall_warning(recalls.warnings([similar.pk]).get(similar.pk))
        if warning:
            messages.warning(request, warning)
    return redirect(inquiry_page(request, inquiry, "antwort"))


@role_required(*access.AT_CASES)
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Send the answer. Without a source it asks once."""
    inquiry = access.inquiry_at_desk(access.desk_user(request), number)
    form = written(request, inquiry, AnswerForm)
    cited = composer.read(own_draft(request, inquiry))
    if form.is_valid():
        if not cited and not form.cleaned_data["ohne_quelle"]:
            context = replies.context(inquiry, form, request)
            return render(request, "inquiries/desk/unsourced.html", context)
        sent = _reply(
            request,
            inquiry,
            form,
            kind=Message.Kind.ANSWER,
            text=form.cleaned_data["text"],
            citations=cited,
            details=form.details,
        )
        if sent:
            return sent
    return page(request, inquiry, form=form, status=422)


@role_required(*access.AT_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def interim(request: HttpRequest, number: str) -> HttpResponse:
    """A sign of life with the next step and the day of the answer."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    kept = own_draft(request, inquiry)
    # The composer posts here too: its text opens the form, which is not yet filled in.
    is_complete = "next_step" in request.POST
    if refusal := take_files(request, inquiry):
        messages.error(request, refusal)
    form = replies.interim_form(inquiry, user, kept, request.POST, is_complete=is_complete)
    if is_complete and form.is_valid():
        data = form.cleaned_data
        sent = _reply(
            request,
            inquiry,
            form,
            kind=Message.Kind.INTERIM,
            text=replies.with_next_step(data["text"], data["next_step"]),
            citations=composer.read(kept),
            details=form.details,
            answer_due_at=form.answer_due_at,
        )
        if sent:
            return sent
    context = replies.context(inquiry, form, request)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/interim.html", context, status=status)


def _reply(
    request: HttpRequest,
    inquiry: Inquiry,
    form: AnswerForm,
    *,
    kind: str,
    text: str,
    citations: list[rules.Cited],
    details: rules.Details,
    answer_due_at: datetime | None = None,
) -> HttpResponse | None:
    """Send and go back to the inquiry; None if a rule refused, with its sentence in the form."""
    turn, user = form.cleaned_data["turn"], access.desk_user(request)
    try:
        rules.reply(
            inquiry,
            kind=kind,
            text=text,
            citations=citations,
            author=user,
            answer_due_at=answer_due_at,
            files=enclosing.of(own_draft(request, inquiry)),
            turn=turn,
            last_seen=form.cleaned_data["letzte"],
            details=details,
            undo_seconds=settings.UNDO_SECONDS,
            now=timezone.now(),
        )
    except (rules.AlreadyAnswered, rules.NewMessage) as overtaken:
        context = replies.conflict_context(inquiry, form, overtaken, request)
        return render(request, "inquiries/desk/conflict.html", context, status=409)
    except RuleError as refusal:
        form.add_error(None, refusal.message)
        return None
    _tell(request, inquiry, kind)
    return redirect(inquiry_page(request, inquiry))


def _tell(request: HttpRequest, inquiry: Inquiry, kind: str) -> None:
    """Say that it is sent, unless the page offers to take it back."""
    if not settings.UNDO_SECONDS:
        sent = _("Antwort gesendet") if kind == Message.Kind.ANSWER else _("Zwischenstand gesendet")
        messages.success(request, f"{sent}: {inquiry.asker_label}")


@role_required(*access.AT_CASES)
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = NoteForm(request.POST, auto_id="notiz-%s")
    if form.is_valid():
        text = form.cleaned_data["text"]
        rules.note(inquiry, text=text, author=user, now=timezone.now())
        messages.success(request, _("Notiz gespeichert. Nur das Team sieht sie."))
        for name in mentioning.unclear(text):
            messages.warning(request, _("„%s“ passt auf niemanden oder auf mehrere.") % name)
        return redirect(inquiry_page(request, inquiry))
    messages.error(request, _("Schreiben Sie eine Notiz. Ein Satz genügt."))
    return redirect(inquiry_page(request, inquiry, "notiz", "notiz"))
