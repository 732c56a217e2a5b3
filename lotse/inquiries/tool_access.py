"""From a person and an identifier to what the desk works with. Part of ``access``.

What belongs to an inquiry takes the inquiry that ``access.inquiry_at_desk`` has let through; the
rest asks whether the person works at the desk at all.
"""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from lotse.accounts.models import User
from lotse.inquiries.access import seen_at_desk
from lotse.inquiries.models import (
    Checklist,
    ChecklistItem,
    ChecklistTemplate,
    Draft,
    Inquiry,
    Macro,
    Mention,
    ScheduledReply,
    TeamQuestion,
    TextModule,
    TimeEntry,
)


def scheduled_at_desk(inquiry: Inquiry) -> ScheduledReply:
    """Return the answer that waits to be sent, held back or not."""
    waiting = ScheduledReply.objects.filter(inquiry=inquiry, sent_at=None, cancelled_at=None)
    return get_object_or_404(waiting.select_related("inquiry", "author"))


def shared_draft_at_desk(user: User, inquiry: Inquiry, pk: int) -> Draft:
    """Return a draft its author has shared; their own also if they have not."""
    readable = Q(shared_at__isnull=False) | Q(author=user)
    drafts = Draft.objects.filter(readable, inquiry=inquiry)
    return get_object_or_404(drafts.select_related("inquiry", "author", "reader"), pk=pk)


def team_question_at_desk(inquiry: Inquiry, pk: int) -> TeamQuestion:
    questions = TeamQuestion.objects.filter(inquiry=inquiry)
    return get_object_or_404(questions.select_related("inquiry", "asked", "asked_by"), pk=pk)


def checklist_item_at_desk(inquiry: Inquiry, pk: str) -> ChecklistItem:
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    items = ChecklistItem.objects.filter(checklist__inquiry=inquiry)
    return get_object_or_404(items.select_related("checklist__inquiry"), pk=int(pk))


def checklist_at_desk(inquiry: Inquiry, pk: int) -> Checklist:
    return get_object_or_404(Checklist.objects.filter(inquiry=inquiry), pk=pk)


def time_entry_at_desk(user: User, inquiry: Inquiry, pk: int) -> TimeEntry:
    """Return an own entry: only its person changes it."""
    return get_object_or_404(TimeEntry.objects.filter(inquiry=inquiry, person=user), pk=pk)


def mention_at_desk(user: User, pk: int) -> Mention:
    """Return a mention of oneself."""
    seen_at_desk(user)
    return get_object_or_404(Mention.objects.filter(person=user), pk=pk)


def text_module_at_desk(user: User, pk: int) -> TextModule:
    """Return a shared text module, or an own one."""
    seen_at_desk(user)
    modules = TextModule.objects.filter(Q(owner=None) | Q(owner=user))
    return get_object_or_404(modules, pk=pk)


def macro_at_desk(user: User, pk: int) -> Macro:
    """Return a shared macro, or an own one."""
    seen_at_desk(user)
    macros = Macro.objects.filter(Q(owner=None) | Q(owner=user))
    return get_object_or_404(macros, pk=pk)


def checklist_template_at_desk(user: User, pk: int) -> ChecklistTemplate:
    seen_at_desk(user)
    return get_object_or_404(ChecklistTemplate, pk=pk)
