"""Ask a question: one thing per screen, and nothing that was entered gets lost."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from lotse.accounts import access as people_access
from lotse.accounts import limits
from lotse.accounts.models import User
from lotse.inquiries import access, asking, links, retention, routing, rules, suggest
from lotse.inquiries.forms import ContactForm, QuestionForm
from lotse.inquiries.models import Inquiry
from lotse.lib.errors import RuleError
from lotse.municipalities.forms import place_label

QUESTION, CONTACT, CHECK = (f"/fragen/neu/{step}/" for step in ("frage", "rueckmeldung", "pruefen"))
MIN_WORDS = 8
"""Letters from which looking for finds makes sense."""
PER_ADDRESS = limits.Limit("inquiry-address", 10, 60)
PER_CLIENT = limits.Limit("inquiry-client", 60, 60)


@require_safe
def start(request: HttpRequest) -> HttpResponseRedirect:
    """The short address leads to the first step and takes a question along."""
    query = request.GET.urlencode()
    return redirect(f"{QUESTION}?{query}" if query else QUESTION)


@never_cache
def question(request: HttpRequest) -> HttpResponse:
    entered = asking.read(request.session, _person(request))
    if request.method != "POST":
        entered.question = request.GET.get("q", "").strip()[:10_000] or entered.question
        form = QuestionForm(initial={"question": entered.question})
        return _question_page(request, form, entered)
    form = QuestionForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    # Kept even if something else is wrong: a browser cannot fill in files again.
    asking.attach(entered, form.cleaned_data.get("attachments") or [], timezone.now())
    entered.question = form.cleaned_data.get("question") or request.POST.get("question", "")
    if "remove" in request.POST:
        asking.detach(entered, request.POST["remove"])
    asking.keep(request.session, entered)
    if "remove" in request.POST or "preview" in request.POST:
        return _question_page(
            request, QuestionForm(initial={"question": entered.question}), entered
        )
    if not is_valid:
        return _question_page(request, form, entered)
    return redirect(CHECK if "aendern" in request.GET else CONTACT)


def _question_page(
    request: HttpRequest, form: QuestionForm, entered: asking.Asking
) -> HttpResponse:
    reach = people_access.reach(request.user)
    context = {
        "form": form,
        "uploads": entered.files(),
        "finds": suggest.finds("", entered.question, reach=reach) if entered.question else [],
        "back": f"/suche/?{urlencode({'q': entered.question})}" if request.GET.get("q") else "",
    }
    return _page(request, "question", context, has_errors=bool(form.is_bound and form.errors))


@require_GET
def finds(request: HttpRequest) -> HttpResponse:
    """What may already help with the question as it stands; fills the box beside the form."""
    words = request.GET.get("question", "").strip()
    reach = people_access.reach(request.user)
    found = suggest.finds("", words, reach=reach) if len(words) >= MIN_WORDS else []
    return render(request, "inquiries/ask/_finds.html", {"finds": found})


@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    entered = asking.read(request.session, _person(request))
    if not entered.question:
        return redirect(QUESTION)
    known = entered.place()
    form = ContactForm(request.POST or None, known=known, initial=_contact_initial(entered, known))
    if request.method == "POST" and form.is_valid():
        entered.name = form.cleaned_data["name"]
        entered.email = form.cleaned_data["email"]
        entered.phone = form.cleaned_data["phone"]
        entered.urgency = form.cleaned_data["urgency"]
        entered.municipality = form.found.key if form.found else ""
        entered.has_publication_consent = form.cleaned_data["publication"] == "yes"
        asking.keep(request.session, entered)
        return redirect(CHECK)
    return _page(request, "contact", {"form": form, "known": known}, has_errors=bool(form.errors))


def _contact_initial(entered: asking.Asking, known: Any) -> dict[str, str]:
    consent = {True: "yes", False: "no", None: ""}[entered.has_publication_consent]
    return {
        "name": entered.name,
        "email": entered.email,
        "phone": entered.phone,
        "municipality": place_label(known) if known else "",
        "urgency": entered.urgency,
        "publication": consent,
    }


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """The municipalities that the words in the contact form may mean, as a choice."""
    form = ContactForm(words=request.GET.get("municipality", ""))
    return render(request, "inquiries/ask/_places.html", {"form": form})


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    entered = asking.read(request.session, _person(request))
    if not entered.question:
        return redirect(_last_asked(request) or QUESTION)
    if not entered.has_contact or entered.has_publication_consent is None:
        return redirect(CONTACT)
    error = ""
    if request.method == "POST":
        try:
            inquiry = _send(request, entered)
            return redirect(f"/fragen/{inquiry.number}/bestaetigung/")
        except RuleError as refusal:
            error = refusal.message
    return _page(request, "check", _check_context(entered, error), has_errors=bool(error))


def _check_context(entered: asking.Asking, error: str) -> dict[str, object]:
    return {
        "error": error,
        "entered": entered,
        "topics": routing.propose(entered.question).topics,
        "uploads": entered.files(),
        "place": entered.place(),
        "urgency": dict(ContactForm.base_fields["urgency"].choices)[entered.urgency],  # type: ignore[attr-defined]
        "retention": retention,
    }


def _send(request: HttpRequest, entered: asking.Asking) -> Inquiry:
    """Send what the session holds, once. Raises RuleError if too much was sent already."""
    now = timezone.now()
    inquiry = Inquiry.objects.filter(form_key=entered.key).first()
    if inquiry is None:
        keys = ((PER_ADDRESS, entered.email), (PER_CLIENT, limits.client(request)))
        if any(limits.is_reached(limit, key=key, now=now) for limit, key in keys):
            raise RuleError(
                _(
                    "In der letzten Stunde kamen von hier schon sehr viele Fragen. Ihre Angaben "
                    "bleiben stehen. Bitte versuchen Sie es später noch einmal."
                )
            )
        inquiry = rules.ask(entered.submission(_person(request)), now=now)
        for limit, key in keys:
            limits.count(limit, key=key, now=now)
    asking.finish(request.session, inquiry)
    return inquiry


def _last_asked(request: HttpRequest) -> str:
    asked = request.session.get(asking.ASKED_KEY) or []
    return f"/fragen/{asked[-1]}/bestaetigung/" if asked else ""


@never_cache
@require_safe
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    inquiry = access.inquiry_just_asked(request, number)
    asked = inquiry.messages.get(kind="question")
    context = {
        "inquiry": inquiry,
        "now": timezone.now(),
        "status_path": links.status_path(inquiry),
        "finds": suggest.finds(
            inquiry.subject, asked.text, reach=people_access.reach(request.user), limit=2
        ),
    }
    return _page(request, "confirmation", context)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _page(
    request: HttpRequest, name: str, context: dict[str, object], *, has_errors: bool = False
) -> HttpResponse:
    context = {**context, "has_errors": has_errors}
    return render(request, f"inquiries/ask/{name}.html", context)
