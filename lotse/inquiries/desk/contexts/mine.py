"""What waits for one person besides inquiries: mentions, questions, drafts to read, own plans."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.desk import statements
from lotse.inquiries.desk.queue import COUNT_LIMIT
from lotse.inquiries.models import (
    Draft,
    Inquiry,
    Mention,
    ScheduledReply,
    TeamQuestion,
    TimeEntry,
)
from lotse.inquiries.rules import time_spent
from lotse.lib import german, paging

DEFAULT = "erwaehnungen"


def tomorrow(now: datetime) -> dict[str, Any]:
    return {"day": german.local(now).date() + timedelta(days=1), "hour": "12:00"}


def rows(user: User) -> dict[str, tuple[str, QuerySet[Any], tuple[str, ...]]]:
    """Return every list with its name and order."""
    mentions = Mention.objects.filter(person=user, done_at=None)
    questions = TeamQuestion.objects.filter(asked=user, done_at=None)
    to_read = Draft.objects.filter(
        Q(reader=user) | Q(reader=None),
        shared_at__isnull=False,
        released_by=None,
        returned_by=None,
    ).exclude(author=user)
    planned = ScheduledReply.objects.filter(author=user, sent_at=None, cancelled_at=None)
    return {
        DEFAULT: (
            _("Erwähnungen"),
            mentions.select_related("message__inquiry"),
            ("-created_at", "-pk"),
        ),
        "rueckfragen": (
            _("Rückfragen an mich"),
            questions.select_related("inquiry", "asked_by"),
            ("due_at", "pk"),
        ),
        "gegenlesen": (
            _("Zum Gegenlesen"),
            to_read.select_related("inquiry", "author"),
            ("saved_at", "pk"),
        ),
        "geplant": (
            _("Meine geplanten Antworten"),
            planned.select_related("inquiry"),
            ("send_at", "pk"),
        ),
    }


def context(user: User, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
    lists = rows(user)
    chosen = query.get("ansicht", "")
    chosen = chosen if chosen in lists else DEFAULT
    label, found, order = lists[chosen]
    return {
        "chosen": chosen,
        "label": label,
        "page": paging.by_key(found, order=order, query=query),
        "tabs": [
            {"name": name, "label": title, "count": list_.count(), "is_current": name == chosen}
            for name, (title, list_, _order) in lists.items()
        ],
        "now": now,
        "has_shortcuts": user.has_shortcuts,
    }


def waiting_for(user: User) -> int:
    """Return how much waits for a person; own plans do not count."""
    return sum(_waiting().ask({statements.SOMEBODY: user.pk}).values())


@cache
def _waiting() -> statements.Statement:
    lists = rows(User(pk=statements.SOMEBODY)).items()
    found = {name: query for name, (_title, query, _order) in lists if name != "geplant"}
    return statements.counts(found, limit=COUNT_LIMIT)


def time_context(inquiry: Inquiry, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    entries = TimeEntry.objects.filter(inquiry=inquiry).select_related("person")
    return {
        "page": paging.by_key(entries, order=("-day", "-pk"), query=query),
        "minutes": time_spent.minutes_of(inquiry),
        "user_id": user.pk,
    }
