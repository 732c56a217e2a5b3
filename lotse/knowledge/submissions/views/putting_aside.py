"""Save and resume: by itself, by a link in a mail, from the list of own submissions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lotse.accounts import limits
from lotse.accounts.access import signed_in
from lotse.knowledge.submissions import access, links, queries, rules, states, steps
from lotse.knowledge.submissions.forms import LaterForm, StoryForm
from lotse.lib.errors import RuleError

LINKS = limits.Limit("submission-resume", 5, 60)


@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the form while somebody writes; answers with the time of it."""
    now = timezone.now()
    draft = steps.keep(request, access.draft(request), StoryForm(request.POST).values(), now=now)
    return render(request, "knowledge/submissions/_saved.html", {"draft": draft})


@never_cache
def later(request: HttpRequest) -> HttpResponse:
    draft = access.draft(request)
    if draft is None:
        return redirect("knowledge:submissions:story")
    form = LaterForm(request.POST or None, initial={"email": draft.email})
    if request.method == "POST" and form.is_valid():
        try:
            _send_link(request, form.cleaned_data["email"])
            messages.success(request, _("Gespeichert. Der Link ist unterwegs zu Ihnen."))
            return redirect("knowledge:submissions:later")
        except RuleError as refusal:
            form.add_error("email", refusal.message)
    context = {"form": form, "draft": draft, "has_errors": bool(form.errors)}
    return render(request, "knowledge/submissions/later.html", context)


def _send_link(request: HttpRequest, email: str) -> None:
    """Send the link to go on. Raises RuleError after too many."""
    now, draft = timezone.now(), access.draft(request)
    keys = (email.lower(), limits.client(request))
    if draft is None or any(limits.is_reached(LINKS, key=key, now=now) for key in keys):
        raise RuleError(_("Es sind schon mehrere Links unterwegs. Sehen Sie in Ihr Postfach."))
    rules.save_for_later(draft, email=email, now=now)
    for key in keys:
        limits.count(LINKS, key=key, now=now)


@never_cache
@require_safe
def resume(request: HttpRequest, token: str) -> HttpResponse:
    draft, address = access.draft_by_token(token)
    if draft.sent_at is not None:
        messages.info(request, _("Dieses Beispiel ist schon abgeschickt."))
        return redirect("knowledge:submissions:story")
    request.session[access.SESSION_KEY] = draft.key
    request.session[access.PROVEN_KEY] = f"{draft.key}:{address}"
    return redirect("knowledge:submissions:story")


@signed_in
@require_POST
def open_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with something begun earlier, perhaps at another computer."""
    draft = access.own_draft(access.signed_in_person(request), pk)
    request.session[access.SESSION_KEY] = draft.key
    return redirect("knowledge:submissions:story")


@require_POST
def start_anew(request: HttpRequest) -> HttpResponse:
    """Leave what was begun aside and start with an empty form."""
    request.session.pop(access.SESSION_KEY, None)
    return redirect("knowledge:submissions:story")


@never_cache
@signed_in
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    person = access.signed_in_person(request)
    rows = [
        {"submission": one, "state": states.of(one), "path": links.status_path(one)}
        for one in queries.own(person)[:50]
    ]
    context = {"rows": rows, "drafts": list(queries.drafts_of(person)[:20])}
    return render(request, "knowledge/submissions/own.html", context)
