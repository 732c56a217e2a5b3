"""A copy as a file for people without the platform: CSV, XLSX, JSON."""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from lotse.aids import copying, outline
from lotse.aids.models import CopyPoint, LocalCopy
from lotse.lib import german, spreadsheets


def file_of(copy: LocalCopy, ending: str) -> HttpResponse:
    """Return the file. ending: one of ``WRITERS``. Raises Http404."""
    write = WRITERS.get(ending)
    if write is None:
        raise Http404
    response = write(copy)
    response["Content-Disposition"] = f'attachment; filename="{copy.aid.slug}-{copy.pk}.{ending}"'
    return response


def _needed(copy: LocalCopy) -> Iterator[CopyPoint]:
    parent = copying.parent_points(outline.read(copy.version.text))
    return (point for point in copy.points.all() if copying.applies(copy, point, parent))


def _header() -> list[str]:
    return [
        *(_("Abschnitt"), _("Punkt"), _("Hinweis"), _("Amt"), _("Stand")),
        *(_("Zuständig"), _("Bis"), _("Notiz")),
    ]


def _row(point: CopyPoint) -> list[str]:
    due = german.date_de(point.due_on) if point.due_on else ""
    return [
        *(point.section, point.text, point.hint, point.office, point.get_state_display()),
        *(point.responsible, due, point.note),
    ]


def _csv(copy: LocalCopy) -> HttpResponse:
    lines = spreadsheets.csv_lines(_header(), (_row(point) for point in _needed(copy)))
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")


def _xlsx(copy: LocalCopy) -> HttpResponse:
    target = BytesIO()
    rows = (_row(point) for point in _needed(copy))
    spreadsheets.write_xlsx(target, _("Liste"), _header(), rows)
    return HttpResponse(
        target.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _json(copy: LocalCopy) -> HttpResponse:
    points = [
        {
            "key": point.key,
            "section": point.section,
            "text": point.text,
            "hint": point.hint,
            "office": point.office,
            "state": point.state,
            "responsible": point.responsible,
            "due_on": point.due_on,
            "note": point.note,
            "is_own": point.is_own,
        }
        for point in _needed(copy)
    ]
    facts = {
        "title": copy.title,
        "aid": copy.aid.get_absolute_url(),
        "version": copy.version.number,
        "day": copy.day,
        "answers": copy.answers,
        "points": points,
    }
    return JsonResponse(facts, json_dumps_params={"ensure_ascii": False, "indent": 2})


WRITERS: Mapping[str, Callable[[LocalCopy], HttpResponse]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}
