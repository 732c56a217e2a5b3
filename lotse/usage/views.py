"""How much is read: a page with figures for the team, and the same as a table to take along."""

import csv
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lotse.accounts.access import role_required
from lotse.accounts.roles import Role
from lotse.ui.facets import Option
from lotse.usage import queries
from lotse.usage.models import DayCount

READERS = (Role.EDITOR, Role.LEAD, Role.PRESS)
DEFAULT_DAYS = 30


def _days(request: HttpRequest) -> int:
    wish = request.GET.get("tage", "")
    known = {str(days): days for days in queries.PERIODS}
    return known.get(wish, DEFAULT_DAYS)


@role_required(*READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    days, today = _days(request), timezone.localdate()
    counts = queries.since(days, today)
    totals, bars = queries.totals(counts), queries.bars(counts, days)
    context = {
        "periods": [
            Option(str(number), name, None, number == days)
            for number, name in queries.PERIODS.items()
        ],
        "days": days,
        "totals": [(kind.label, totals.get(kind, 0)) for kind in DayCount.Kind],
        "bars": bars,
        "most": max((bar.pages for bar in bars), default=0),
        "pages": queries.top(counts, DayCount.Kind.PAGE),
        "files": queries.top(counts, DayCount.Kind.DOWNLOAD),
    }
    return render(request, "usage/overview.html", context)


@role_required(*READERS)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Every count of the period: UTF-8, semicolons."""
    days, today = _days(request), timezone.localdate()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lotse-nutzung-{today}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["Tag", "Art", "Adresse", "Anzahl"])
    labels = dict(DayCount.Kind.choices)
    rows = queries.since(days, today).order_by("day", "kind", "key")
    for day, kind, key, number in rows.values_list("day", "kind", "key", "count").iterator():
        writer.writerow([_plain(day), labels[kind], _safe(key), number])
    return response


def _plain(day: date) -> str:
    return day.isoformat()


def _safe(key: str) -> str:
    """Addresses begin with a stroke, so no spreadsheet takes them for a formula."""
    return key if key.startswith("/") else f"/{key}" if key else ""
