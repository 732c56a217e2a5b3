"""Rules of questions the search had nothing good for: noted, searched again, dismissed.

Kept is the question alone, without whatever may point at a person, and how often it came in a
week. What the team itself tries out does not count.
"""

import re
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.lib import redaction
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import engine
from lotse.search.engine import Results
from lotse.search.models import MissedQuestion, MissedWeek

MAX_LETTERS = 200
MIN_LETTERS = 3
MAX_NEW_A_DAY = 500
"""Whoever floods the search fills no list."""
KEPT_WEEKS = 26
RECHECK_DAYS = 1
BATCH = 50

_LONG_NUMBER = re.compile(r"\d(?:[\s./-]?\d){4,}")
_MARK = re.compile(r"\[[^\]]*\]")
_PUNCTUATION = re.compile(r"[^\w\[\]]+")


def cleaned(text: str) -> str:
    """Return a question without names, addresses and long numbers, in one line.

    Empty if nothing else is left of it. Text in small letters is also read as if it had capitals,
    because names are recognised by them: "hans müller" is a name as well.
    """
    line = " ".join(text.split())[:MAX_LETTERS]
    line = redaction.masked(_capitalised_names(line))
    line = " ".join(_LONG_NUMBER.sub(f"[{_('Zahl')}]", line).split())[:MAX_LETTERS]
    rest = _MARK.sub("", line)
    return line if sum(letter.isalpha() for letter in rest) >= MIN_LETTERS else ""


def _capitalised_names(line: str) -> str:
    """Write names in a line of small letters with capitals, so that they are found."""
    titled = line.title()
    if line != line.lower() or len(titled) != len(line):
        return line
    parts, position = [], 0
    for span in redaction.find(titled):
        parts += [line[position : span.start], span.of(titled)]
        position = span.end
    return "".join([*parts, line[position:]])


def outcome_of(found: Results) -> str:
    """Return how badly a question was answered, empty if it was not."""
    if found.promoted:
        return ""
    if not found.total:
        return MissedQuestion.Outcome.NOTHING
    return MissedQuestion.Outcome.WEAK if found.is_weak else ""


@transaction.atomic
def note(text: str, *, outcome: str, reach: Audience, now: datetime) -> MissedQuestion | None:
    """Count a question nothing good was found for; None if nothing may be kept of it. now: aware.

    A question that had been answered meanwhile is open again.
    """
    line = cleaned(text)
    if not line:
        return None
    today = timezone.localdate(now)
    key = " ".join(_PUNCTUATION.split(line.lower())).strip()[:MAX_LETTERS]
    known = MissedQuestion.objects.filter(key=key)
    if not known.exists():
        if MissedQuestion.objects.filter(first_on=today).count() >= MAX_NEW_A_DAY:
            return None
        MissedQuestion.objects.bulk_create(
            [
                MissedQuestion(
                    key=key,
                    text=line,
                    outcome=outcome,
                    reach=reach,
                    first_on=today,
                    last_on=today,
                    checked_on=today,
                )
            ],
            # Of two who ask the same at once, one is first.
            ignore_conflicts=True,
        )
    known.update(text=line, outcome=outcome, total=F("total") + 1, last_on=today, found_on=None)
    known.filter(reach__gt=reach).update(reach=reach)
    question = known.get()
    week = {"question": question, "monday": _monday(today)}
    MissedWeek.objects.bulk_create([MissedWeek(**week)], ignore_conflicts=True)
    MissedWeek.objects.filter(**week).update(count=F("count") + 1)
    return question


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def in_state(state: str) -> Q:
    """Return the condition for a state; ``MissedQuestion.state`` says the same for one."""
    states = MissedQuestion.State
    kept = Q(dismissed_at=None)
    return {
        states.OPEN: kept & Q(commission_id=None, found_on=None),
        states.COMMISSIONED: kept & Q(commission_id__isnull=False),
        states.FOUND: kept & Q(commission_id=None, found_on__isnull=False),
        states.DISMISSED: Q(dismissed_at__isnull=False),
    }[states(state)]


def dismiss(question: MissedQuestion, *, person: User, now: datetime) -> None:
    """Take a question off the list. Raises RuleError if somebody was faster."""
    waiting = MissedQuestion.objects.filter(pk=question.pk, dismissed_at=None)
    _changed(waiting.update(dismissed_at=now, dismissed_by=person))


def restore(question: MissedQuestion) -> None:
    """Put a dismissed question back on the list. Raises RuleError if it is there already."""
    gone = MissedQuestion.objects.filter(pk=question.pk, dismissed_at__isnull=False)
    _changed(gone.update(dismissed_at=None, dismissed_by=None))


def became_commission(question: MissedQuestion, commission_id: int) -> None:
    """Note the commission a question became. Raises RuleError if it is one already."""
    waiting = MissedQuestion.objects.filter(pk=question.pk, commission_id=None)
    _changed(waiting.update(commission_id=commission_id))


def _changed(count: int) -> None:
    if not count:
        raise RuleError(_("Das hat inzwischen jemand anderes erledigt. Laden Sie die Liste neu."))


def search_again(now: datetime) -> int:
    """Search open questions once a day and note for which something good is found now."""
    today = timezone.localdate(now)
    due = MissedQuestion.objects.filter(
        in_state(MissedQuestion.State.OPEN), checked_on__lte=today - timedelta(days=RECHECK_DAYS)
    )
    batch = list(due.order_by("checked_on", "pk")[:BATCH])
    for question in batch:
        missing = outcome_of(engine.search(question.text, reach=question.reach, limit=1))
        facts = {"outcome": missing} if missing else {"found_on": today}
        MissedQuestion.objects.filter(pk=question.pk).update(checked_on=today, **facts)
    return len(batch)


def over(now: datetime) -> QuerySet[MissedQuestion]:
    """Return questions nobody has asked for ``KEPT_WEEKS``, the oldest first."""
    last = timezone.localdate(now) - timedelta(weeks=KEPT_WEEKS)
    return MissedQuestion.objects.filter(last_on__lte=last).order_by("last_on", "pk")


def promise_of_privacy() -> str:
    """Say in one sentence what is kept of a search, for the page of the list."""
    return _(
        "Gespeichert wird nur der Wortlaut ohne Namen, Adressen und Nummern und wie oft er in "
        "einer Woche vorkam, %(weeks)s Wochen lang; nicht, wer gesucht hat. %(name)s zählt "
        "Suchen des Kompetenzteams nicht mit."
    ) % {"weeks": KEPT_WEEKS, "name": settings.PLATFORM_NAME}
