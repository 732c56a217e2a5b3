"""A municipality's own copies: make, fill, print, follow the aid, send improvements back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.accounts.access import reach, role_required
from lotse.accounts.models import User
from lotse.aids import access, copying, exporting, following, improving, outline, reading, versions
from lotse.aids.forms import (
    CopyForm,
    ImprovementForm,
    OwnPointForm,
    WordsForm,
    initial,
    lines,
    point_form,
)
from lotse.aids.models import CopyPoint
from lotse.lib import paging
from lotse.lib.errors import RuleError

_users = role_required(*access.USERS)
_page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN_EVENTS = 15


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@_users
@require_safe
@never_cache
def own_copies(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    found = access.copies(person)
    state = request.GET.get("stand", "")
    if state in ("offen", "fertig"):
        found = found.filter(closed_at__isnull=state == "offen")
    page = paging.by_key(found, order=("-changed_at", "-pk"), query=request.GET)
    context = {"page": page, "own": access.place(person), "state": state}
    return render(request, "aids/copies.html", context)


@_users
@_page
def new_copy(request: HttpRequest, slug: str) -> HttpResponse:
    aid, person = access.aid(request.user, slug), _person(request)
    own = access.place(person)
    form = CopyForm(request.POST or None, questions=outline.read(aid.text).questions)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            copy = copying.make(
                aid,
                municipality=own,
                title=filled["title"],
                day=filled["day"],
                answers=form.answers(),
                is_named=filled["is_named"],
                person=person,
                now=timezone.now(),
            )
            return redirect(copy)
        except RuleError as error:
            form.add_error(None, error.message)
    earlier = access.copies(person).filter(aid=aid).order_by("-changed_at")[:5]
    context = {"aid": aid, "own": own, "form": form, "earlier": earlier}
    return render(request, "aids/new_copy.html", context)


@_users
@require_safe
@never_cache
def copy_detail(request: HttpRequest, pk: int) -> HttpResponse:
    copy = access.copy(_person(request), pk)
    shown = request.GET.get("zeigen", "")
    points = list(copy.points.select_related("changed_by"))
    context = {
        "copy": copy,
        "reading": reading.copy(copy, points, shown=shown, today=timezone.localdate()),
        "shown": shown,
        "changes": following.pending(copy),
        "latest": versions.latest(copy.aid),
        "questions": [
            (question.text, copy.answers.get(question.key, ""))
            for question in outline.read(copy.version.text).questions
        ],
        "events": copy.events.select_related("actor")[:SHOWN_EVENTS],
        "offices": len({point.responsible for point in points if point.responsible}),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "prose": reading.writer(reach(request.user), timezone.localdate()),
    }
    return render(request, "aids/copy.html", context)


@_users
@_page
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    copy = access.copy(_person(request), pk)
    questions = outline.read(copy.version.text).questions
    form = CopyForm(request.POST or None, questions=questions, initial=initial(copy))
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            copying.answer(
                copy,
                title=filled["title"],
                day=filled["day"],
                answers=form.answers(),
                is_named=filled["is_named"],
                person=_person(request),
                now=timezone.now(),
            )
            messages.success(request, _("Gespeichert."))
            return redirect(copy)
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "aids/copy_settings.html", {"copy": copy, "form": form})


@_users
@require_POST
def tick(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    """Set a point to done, or open again; everything else at it stays."""
    copy = access.copy(_person(request), pk)
    point = access.point(copy, point_pk)
    is_done = request.POST.get("stand") == CopyPoint.State.DONE
    state = CopyPoint.State.DONE if is_done else CopyPoint.State.OPEN
    kept = copying.Progress(state, point.responsible, point.due_on, point.note)
    try:
        copying.note(point, kept, revision=None, person=_person(request), now=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(f"{copy.get_absolute_url()}#punkt-{point.pk}")


@_users
@_page
def point_detail(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    """State, person, day and note of one point."""
    copy = access.copy(_person(request), pk)
    point = access.point(copy, point_pk)
    form = point_form(point, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            copying.note(
                point,
                form.progress(),
                revision=form.cleaned_data["revision"],
                person=_person(request),
                now=timezone.now(),
            )
            return redirect(f"{copy.get_absolute_url()}#punkt-{point.pk}")
        except RuleError as error:
            form.add_error(None, error.message)
    context = {
        "copy": copy,
        "point": point,
        "form": form,
        "prose": reading.writer(reach(request.user), timezone.localdate()),
    }
    return render(request, "aids/point.html", context)


@_users
@_page
def words(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    """Say a point in one's own words."""
    copy = access.copy(_person(request), pk)
    point = access.point(copy, point_pk)
    form = WordsForm(request.POST or None, initial={"text": point.text, "hint": point.hint})
    if request.method == "POST" and form.is_valid():
        try:
            copying.reword(point, **form.cleaned_data, person=_person(request), now=timezone.now())
            return redirect(f"{copy.get_absolute_url()}#punkt-{point.pk}")
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "aids/words.html", {"copy": copy, "point": point, "form": form})


@_users
@require_POST
def leave_out(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    copy = access.copy(_person(request), pk)
    point = access.point(copy, point_pk)
    is_left_out = request.POST.get("wieder") != "1"
    try:
        copying.leave_out(
            point, is_left_out=is_left_out, person=_person(request), now=timezone.now()
        )
        if is_left_out:
            messages.success(
                request, _("Herausgenommen. Unten auf der Seite nehmen Sie den Punkt wieder auf.")
            )
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(copy)


@_users
@_page
def own_point(request: HttpRequest, pk: int) -> HttpResponse:
    copy = access.copy(_person(request), pk)
    sections = list(dict.fromkeys(copy.points.values_list("section", flat=True)))
    form = OwnPointForm(request.POST or None, sections=sections)
    if request.method == "POST" and form.is_valid():
        try:
            point = copying.add_point(
                copy, **form.cleaned_data, person=_person(request), now=timezone.now()
            )
            return redirect(f"{copy.get_absolute_url()}#punkt-{point.pk}")
        except RuleError as error:
            form.add_error(None, error.message)
    return render(request, "aids/own_point.html", {"copy": copy, "form": form})


@_users
@_page
def type_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in at once what was filled in on paper."""
    copy, person = access.copy(_person(request), pk), _person(request)
    parent = copying.parent_points(outline.read(copy.version.text))
    points = [p for p in copy.points.all() if copying.applies(copy, p, parent)]
    rows = list(lines(points, request.POST or None))
    if request.method == "POST" and all([line.form.is_valid() for line in rows]):  # noqa: C419  # every form shows its errors
        problems = []
        changed = 0
        for line in rows:
            try:
                changed += copying.note(
                    line.point,
                    line.form.progress(),
                    revision=line.form.cleaned_data["revision"],
                    person=person,
                    now=timezone.now(),
                )
            except RuleError as error:
                line.form.add_error(None, error.message)
                problems.append(error.message)
        if not problems:
            messages.success(request, _("Gespeichert. Geänderte Punkte: %s.") % changed)
            return redirect(copy)
    return render(request, "aids/type_in.html", {"copy": copy, "rows": rows})


@_users
@_page
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new in the aid, piece by piece."""
    copy = access.copy(_person(request), pk)
    if request.method == "POST":
        takes = request.POST.get("entscheidung") == "uebernehmen"
        try:
            following.decide(
                copy,
                request.POST.get("punkt", ""),
                takes=takes,
                person=_person(request),
                now=timezone.now(),
            )
        except RuleError as error:
            messages.error(request, error.message)
        return redirect("aids:changes", pk=copy.pk)
    context = {
        "copy": copy,
        "changes": following.pending(copy),
        "latest": versions.latest(copy.aid),
        "notes": copy.aid.versions.filter(made_at__gte=copy.made_at).exclude(change_note=""),
    }
    return render(request, "aids/changes.html", context)


@_users
@_page
def improve(request: HttpRequest, pk: int, point_pk: int) -> HttpResponse:
    """Send what is better here back to the editors."""
    copy, person = access.copy(_person(request), pk), _person(request)
    point = access.point(copy, point_pk)
    draft = improving.of_point(point)
    form = ImprovementForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            improving.propose(
                copy.aid,
                form.proposal(),
                municipality=copy.municipality,
                person=person,
                now=timezone.now(),
            )
            messages.success(
                request, _("Danke. Die Redaktion prüft den Vorschlag und antwortet Ihnen per Mail.")
            )
            return redirect(copy)
        except RuleError as error:
            form.add_error(None, error.message)
    context = {"copy": copy, "point": point, "draft": draft, "form": form}
    return render(request, "aids/improve.html", context)


@_users
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    copy = access.copy(_person(request), pk)
    is_closed = request.POST.get("wieder") != "1"
    copying.close(copy, is_closed=is_closed, person=_person(request), now=timezone.now())
    messages.success(
        request, _("Liste abgeschlossen.") if is_closed else _("Die Liste ist wieder offen.")
    )
    return redirect(copy)


@_users
@require_safe
@never_cache
def download(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    copy = access.copy(_person(request), pk)
    return exporting.file_of(copy, ending, request=request, today=timezone.localdate())
