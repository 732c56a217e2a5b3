"""Colleagues: asking them, what waits for oneself, time spent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import role_required
from lotse.inquiries import access, tool_access
from lotse.inquiries.desk.contexts import actions, mine, teamwork
from lotse.inquiries.desk.views.addresses import inquiry_page
from lotse.inquiries.desk.writing_forms import ColleagueForm, ReplyToColleagueForm, TimeForm
from lotse.inquiries.rules import asking_colleagues, mentioning, time_spent
from lotse.lib.errors import RuleError

_page = require_http_methods(["GET", "HEAD", "POST"])


@role_required(*access.AT_CASES)
@_page
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a colleague, with a due time that is not the promise."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    people = mentioning.desk_people().exclude(pk=user.pk)
    initial = mine.tomorrow(timezone.now())
    form = ColleagueForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            asking_colleagues.ask(
                inquiry,
                asked=data["asked"],
                text=data["text"],
                due_at=form.due_at,
                actor=user,
                now=now,
            )
            messages.success(request, _("%s bekommt Ihre Frage per Mail.") % data["asked"].name)
            return redirect(inquiry_page(request, inquiry))
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    title, button = _("Kollegin oder Kollegen fragen"), _("Frage stellen")
    context = actions.page(inquiry, form, request, title=title, button=button)
    return render(request, "inquiries/desk/action.html", context)


@role_required(*access.AT_CASES)
@_page
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer a colleague's question by a note, or tick it off."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    question = tool_access.team_question_at_desk(inquiry, pk)
    form = ReplyToColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, now = form.cleaned_data["text"], timezone.now()
        try:
            asking_colleagues.answer(question, text=text, actor=user, now=now)
            messages.success(request, _("Erledigt."))
            return redirect(inquiry_page(request, inquiry))
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    context = teamwork.around(inquiry, request) | {"form": form, "question": question}
    return render(request, "inquiries/desk/team_answer.html", context)


@role_required(*access.AT_CASES)
@require_safe
def for_me(request: HttpRequest) -> HttpResponse:
    """What waits for oneself besides inquiries."""
    context = mine.context(access.desk_user(request), request.GET, timezone.now())
    return render(request, "inquiries/desk/for_me.html", context)


@role_required(*access.AT_CASES)
@require_POST
def mention_done(request: HttpRequest, pk: int) -> HttpResponse:
    mention = tool_access.mention_at_desk(access.desk_user(request), pk)
    mentioning.done(mention, now=timezone.now())
    return redirect("inquiries:desk:for_me")


@role_required(*access.AT_CASES)
@_page
def time_page(request: HttpRequest, number: str) -> HttpResponse:
    """Minutes people say they spent on an inquiry."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    form = TimeForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            time_spent.log(inquiry, person=user, now=timezone.now(), **form.cleaned_data)
            return redirect(request.get_full_path())
        except RuleError as refusal:
            form.add_error(None, refusal.message)
    context = teamwork.around(inquiry, request) | mine.time_context(inquiry, user, request.GET)
    return render(request, "inquiries/desk/time.html", context | {"form": form})


@role_required(*access.AT_CASES)
@require_POST
def strike(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take an own entry out, or put it back; which one the button says."""
    user = access.desk_user(request)
    inquiry = access.inquiry_at_desk(user, number)
    entry = tool_access.time_entry_at_desk(user, inquiry, pk)
    if request.POST.get("tun") == "zurueck":
        time_spent.put_back(entry, person=user)
    else:
        time_spent.strike(entry, person=user, now=timezone.now())
    return redirect("inquiries:desk:time", inquiry.number)
