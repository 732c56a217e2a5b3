"""What the pages about due times, absences, assignment and the report show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.inquiries import clock, report, terms
from lotse.inquiries.clock import weekly
from lotse.inquiries.desk.besides import Besides
from lotse.inquiries.desk.contexts.actions import people
from lotse.inquiries.models import (
    AssignmentRule,
    Breach,
    BreachCause,
    DueWarning,
    Handover,
    Inquiry,
    Pause,
    PromiseTerms,
)
from lotse.inquiries.rules import escalation
from lotse.inquiries.terms import Terms
from lotse.lib import german
from lotse.municipalities.models import Land
from lotse.team.models import Absence, ProgrammeArea

DEFAULT_WEEKS = 12
SHOWN_TERMS = 10


def frame(request: HttpRequest, user: User) -> dict[str, Any]:
    """What stands around each of these pages."""
    tabs = [
        (_("Bericht"), "report"),
        (_("Nicht gehaltene Zusagen"), "breaches"),
        (_("Abwesenheiten"), "absences"),
    ]
    if user.has_role(Role.LEAD):
        tabs += [(_("Frist und Dienstzeiten"), "terms"), (_("Zuweisung"), "assignments")]
    entries = [(label, reverse(f"inquiries:desk:{name}")) for label, name in tabs]
    return {
        "has_shortcuts": user.has_shortcuts,
        "tabs": [(label, href, request.path.startswith(href)) for label, href in entries],
    }


# --- Terms ---------------------------------------------------------------------------------------


def lands() -> list[tuple[str, str]]:
    return list(Land.objects.values_list("code", "name"))


def present_terms(now: datetime) -> dict[str, Any]:
    """What the form starts with: the newest terms, from the next full quarter of an hour on."""
    newest = PromiseTerms.objects.order_by("-valid_from").first()
    start = german.local(now + terms.LEAD + timedelta(minutes=15))
    start = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
    days = newest.weekly if newest else terms.DEFAULT_WEEKLY
    values: dict[str, Any] = {f"day_{number}": text for number, text in enumerate(days)}
    in_force = terms.at(now)
    return values | {
        "measure": newest.measure if newest else in_force.measure.value,
        "hours": newest.hours if newest else in_force.hours,
        "land": newest.land if newest else terms.DEFAULT_LAND,
        "closed": newest.closed if newest else "",
        "opened": newest.opened if newest else "",
        "from_on": start.date(),
        "from_at": start.time(),
    }


@dataclass(frozen=True)
class Example:
    """When a mail would be answered: what the lead looks at before saving."""

    received_at: datetime
    due_at: datetime


def examples(record: Terms, now: datetime) -> list[Example]:
    """A mail arriving now, this evening, on Friday afternoon, on Saturday, after the start."""
    today = german.local(max(now, record.valid_from)).replace(second=0, microsecond=0)
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    instants = [
        today,
        today.replace(hour=22, minute=0),
        friday.replace(hour=15, minute=0),
        (friday + timedelta(days=1)).replace(hour=10, minute=0),
    ]
    return [
        Example(instant, record.due_at(instant))
        for instant in sorted(set(instants))
        if instant >= today
    ]


def terms_context(now: datetime) -> dict[str, Any]:
    newest = list(
        PromiseTerms.objects.select_related("created_by").order_by("-valid_from")[:SHOWN_TERMS]
    )
    in_force = terms.at(now)
    rows = [
        {
            "record": record,
            "is_present": record.pk == in_force.pk,
            "is_ahead": record.valid_from > now,
            "week": week_in_words(record.weekly),
        }
        for record in newest
    ]
    return {"rows": rows, "in_force": in_force, "now": now}


def week_in_words(days: list[str]) -> str:
    """Mo-Do 8-12, 13-16; Fr 8-12"""
    names = [day[:2] for day in german.WEEKDAYS]
    runs: list[tuple[int, int, str]] = []
    for number, text in enumerate(days):
        plain = weekly.blocks_text(weekly.blocks(text))
        if runs and runs[-1][2] == plain:
            runs[-1] = (runs[-1][0], number, plain)
        else:
            runs.append((number, number, plain))
    return "; ".join(
        f"{names[first]}{f'-{names[last]}' if last > first else ''} {text}"
        for first, last, text in runs
        if text
    )


# --- Absences and assignment ---------------------------------------------------------------------


def may_be_away(user: User) -> QuerySet[User]:
    """For whom this person may enter an absence."""
    everybody = people()
    return everybody if user.has_role(Role.LEAD) else everybody.filter(pk=user.pk)


def absences_context(found: QuerySet[Absence], user: User, now: datetime) -> dict[str, Any]:
    today = german.local(now).date()
    ahead = found.filter(ends_on__gte=today).order_by("starts_on", "pk")
    mine = Handover.objects.filter(to=user, ended_at=None, kept_at=None, inquiry__closed_at=None)
    return {
        "absences": list(ahead[:100]),
        "today": today,
        "handovers": list(
            mine.select_related("inquiry", "absence__person").order_by("inquiry__next_due_at")[:50]
        ),
        "now": now,
    }


def assignment_context() -> dict[str, Any]:
    rules = {rule.area_id: rule for rule in AssignmentRule.objects.prefetch_related("people").all()}
    areas = ProgrammeArea.objects.select_related("responsible", "deputy")
    return {"rows": [{"area": area, "rule": rules.get(area.pk)} for area in areas]}


def rule_values(area: ProgrammeArea) -> dict[str, Any]:
    rule = AssignmentRule.objects.filter(area=area).first()
    if rule is None:
        return {"to": AssignmentRule.To.NOBODY}
    return {
        "to": rule.to,
        "people": [person.pk for person in rule.people.all()],
        "return_percent": rule.return_percent,
    }


# --- The promise of one inquiry ------------------------------------------------------------------


@dataclass(frozen=True)
class Measures:
    """How long the asker has waited, or waited, in both measures."""

    calendar: timedelta
    service: timedelta
    is_running: bool


def of_inquiry(inquiry: Inquiry, user: User, now: datetime, besides: Besides) -> dict[str, Any]:
    """What the box about the due time shows besides the bar."""
    in_force = terms.of(inquiry)
    start = inquiry.waiting_since or inquiry.received_at
    end = now if inquiry.waiting_since or inquiry.reacted_at is None else inquiry.reacted_at
    if inquiry.closed_at and inquiry.reacted_at is None:
        end = inquiry.closed_at
    measures = Measures(
        calendar=clock.elapsed(start, end),
        service=clock.elapsed(start, end, service=in_force.office),
        is_running=inquiry.waiting_since is not None,
    )
    clock_now = escalation.running(inquiry)
    percent = clock_now.percent(now) if clock_now else 0
    warnings = DueWarning.objects.none()
    if clock_now and percent:
        warnings = DueWarning.objects.filter(
            inquiry=inquiry, kind=clock_now.kind, started_at=clock_now.start
        ).select_related("person")
    return {
        "terms": in_force,
        "measures": measures,
        "pauses": besides.rows(
            "pauses", Pause.objects.filter(inquiry=inquiry).select_related("started_by")
        ),
        "targets": besides.rows(
            "targets", inquiry.targets.select_related("set_by").order_by("set_at", "pk")
        ),
        "percent": percent,
        "warnings": besides.rows("warnings", warnings.order_by("sent_at", "pk")),
        "breaches": besides.rows(
            "breaches",
            Breach.objects.filter(inquiry=inquiry)
            .select_related("end")
            .prefetch_related("causes__given_by"),
        ),
        "handover": besides.first(
            "handovers",
            Handover.objects.filter(
                inquiry=inquiry, to=user, ended_at=None, kept_at=None, inquiry__owner=user
            ).select_related("absence__person"),
        ),
    }


# --- Report --------------------------------------------------------------------------------------


def default_period(now: datetime) -> report.Period:
    today = german.local(now).date()
    return report.Period(today - timedelta(weeks=DEFAULT_WEEKS) + timedelta(days=1), today)


def periods(now: datetime) -> list[tuple[str, str]]:
    """Weeks back as label and address."""
    today = german.local(now).date()
    choices = ((4, "4 Wochen"), (12, "12 Wochen"), (52, "52 Wochen"))
    return [
        (label, f"?von={today - timedelta(weeks=weeks) + timedelta(days=1)}&bis={today}")
        for weeks, label in choices
    ]


def causes(found: report.Report) -> list[dict[str, Any]]:
    labels = dict(BreachCause.Cause.choices)
    return [
        {"label": labels.get(cause, _("noch nicht genannt")), "count": count}
        for cause, count in found.causes
    ]


def breaches(words: str) -> QuerySet[Breach]:
    """Missed promises, those without a cause or all."""
    found = Breach.objects.select_related("inquiry__owner", "end").prefetch_related("causes")
    return found if words == "alle" else found.filter(Q(causes=None))
