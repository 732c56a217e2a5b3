"""Aids and copies as files for people without the platform."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from lotse.aids import copying, kinds, outline, versions, writing
from lotse.aids.models import Aid, CopyPoint, LocalCopy
from lotse.aids.papers import Paper, Table, docx, odt, pdf
from lotse.knowledge.open_data.records import absolute
from lotse.lib import german, spreadsheets

PAPERS: Mapping[str, tuple[Callable[[Paper], bytes], str]] = {
    "pdf": (pdf.write, pdf.MEDIA_TYPE),
    "docx": (docx.write, docx.MEDIA_TYPE),
    "odt": (odt.write, odt.MEDIA_TYPE),
}


def file_of(copy: LocalCopy, ending: str, *, request: HttpRequest, today: date) -> HttpResponse:
    """Return the file. ending: one of ``PAPERS`` or ``WRITERS``. Raises Http404."""
    if ending in PAPERS:
        response = _paper(writing.of_copy(copy, list(_needed(copy)), request, today), ending)
    elif ending in WRITERS:
        response = WRITERS[ending](copy)
    else:
        raise Http404
    return _named(response, f"{copy.aid.slug}-{copy.pk}.{ending}")


def file_of_aid(aid: Aid, ending: str, *, request: HttpRequest, today: date) -> HttpResponse:
    """Return an aid as a file. ending: one of ``PAPERS``, "xlsx", "json". Raises Http404.

    request: whose query a calculator computes with, for the person who asks.
    """
    if ending in PAPERS:
        response = _paper(writing.of_aid(aid, request, today), ending)
    elif ending in TABLES and (table := kinds.conduct(aid.kind).in_table(aid, request, today)):
        [written] = writing.with_facts([table], request, today)
        assert isinstance(written, Table)
        response = TABLES[ending](aid, written)
    else:
        raise Http404
    return _named(response, f"{aid.slug}.{ending}")


def _paper(paper: Paper, ending: str) -> HttpResponse:
    write, media_type = PAPERS[ending]
    return HttpResponse(write(paper), content_type=media_type)


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx_of_aid(aid: Aid, table: Table) -> HttpResponse:
    target = BytesIO()
    name = str(aid.get_kind_display())
    spreadsheets.write_xlsx(target, name, table.header, table.rows)
    return HttpResponse(target.getvalue(), content_type=spreadsheets.XLSX)


def _json_of_aid(aid: Aid, table: Table) -> HttpResponse:
    version = versions.latest(aid)
    facts = {
        "title": aid.title,
        "kind": aid.kind,
        "url": absolute(aid.get_absolute_url()),
        "version": version.number if version else "",
        "rows": [dict(zip(table.header, row, strict=True)) for row in table.rows],
    }
    return JsonResponse(facts, json_dumps_params={"ensure_ascii": False, "indent": 2})


TABLES: Mapping[str, Callable[[Aid, Table], HttpResponse]] = {
    "xlsx": _xlsx_of_aid,
    "json": _json_of_aid,
}


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
    return HttpResponse(target.getvalue(), content_type=spreadsheets.XLSX)


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
