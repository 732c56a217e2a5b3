"""A municipality's own copy of a checklist: made, filled, closed (decision 0070)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.aids import outline, versions
from lotse.aids.models import Aid, CopyEvent, CopyPoint, LocalCopy
from lotse.aids.outline import Outline, Point
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Municipality
from lotse.ui import page_cache

MAX_OWN_POINTS = 100


@dataclass(frozen=True)
class Progress:
    """What people note at a point."""

    state: str
    responsible: str = ""
    due_on: date | None = None
    note: str = ""


@transaction.atomic
def make(
    aid: Aid,
    *,
    municipality: Municipality,
    title: str,
    day: date | None,
    answers: Mapping[str, str],
    is_named: bool,
    person: User,
    now: datetime,
) -> LocalCopy:
    """Make a copy with all points of the aid as it is published.

    Raises RuleError if it is no checklist or was withdrawn.
    """
    version = versions.latest(aid)
    if not aid.is_checklist or version is None:
        raise RuleError(_("Eine eigene Fassung gibt es nur von veröffentlichten Checklisten."))
    if aid.withdrawn_at is not None:
        raise RuleError(_("Diese Hilfestellung ist zurückgezogen."))
    copy = LocalCopy.objects.create(
        aid=aid,
        version=version,
        municipality=municipality,
        title=title,
        day=day,
        answers=dict(answers),
        is_named=is_named,
        made_by=person,
        made_at=now,
        changed_at=now,
    )
    CopyPoint.objects.bulk_create(
        taken_over(copy, section.title, point, position)
        for position, (section, point) in enumerate(
            (section, point)
            for section in outline.read(version.text).sections
            for point in section.points
        )
    )
    log(copy, _("Fassung angelegt aus Version %s.") % version.number, person, now)
    # The page of the aid says who uses it.
    page_cache.content_changed()
    return copy


def taken_over(copy: LocalCopy, section: str, point: Point, position: int) -> CopyPoint:
    """Return a point of a copy, not saved, as the aid has it."""
    return CopyPoint(
        copy=copy,
        key=point.key,
        position=position,
        section=section,
        text=point.text,
        office=point.office,
        hint=point.hint,
        parent_text=point.text,
        parent_hint=point.hint,
        due_on=due_on(copy, point),
    )


def due_on(copy: LocalCopy, point: Point) -> date | None:
    if copy.day is None or point.due_days is None:
        return None
    return copy.day + timedelta(days=point.due_days)


def applies(copy: LocalCopy, point: CopyPoint, parent: Mapping[str, Point]) -> bool:
    """Say whether a point is needed with what was answered. parent: points of the aid by key."""
    if point.is_left_out:
        return False
    known = parent.get(point.key)
    return point.is_own or known is None or known.applies(copy.answers)


def parent_points(text: Outline) -> dict[str, Point]:
    return {point.key: point for point in text.points}


@transaction.atomic
def note(
    point: CopyPoint, progress: Progress, *, revision: int | None, person: User, now: datetime
) -> bool:
    """Write down how far a point is; say whether that changed anything.

    revision: of the point as the person saw it; None: whatever it is now. Raises RuleError if
    somebody else has changed it in the meantime.
    """
    stored = CopyPoint.objects.select_for_update().select_related("copy").get(pk=point.pk)
    _open_copy(stored.copy)
    wanted = (progress.state, progress.responsible, progress.due_on, progress.note)
    if (stored.state, stored.responsible, stored.due_on, stored.note) == wanted:
        return False
    if revision is not None and revision != stored.revision:
        who = stored.changed_by.name if stored.changed_by else _("Jemand")
        raise RuleError(
            _(
                "{who} hat „{point}“ gerade geändert. Sehen Sie nach und speichern Sie erneut."
            ).format(who=who, point=stored.text)
        )
    moved = stored.state != progress.state
    stored.state, stored.responsible, stored.due_on, stored.note = wanted
    _save(stored, person, now)
    if moved:
        sentence = _("„{point}“: {state}.").format(
            point=stored.text, state=stored.get_state_display()
        )
    else:
        sentence = _("„%s“: Angaben geändert.") % stored.text
    log(stored.copy, sentence, person, now)
    return True


@transaction.atomic
def add_point(
    copy: LocalCopy, *, section: str, text: str, hint: str, person: User, now: datetime
) -> CopyPoint:
    """Add a point of one's own at the end of a section."""
    _open_copy(copy)
    own = copy.points.filter(is_own=True).count()
    if own >= MAX_OWN_POINTS:
        raise RuleError(_("Eine Fassung hat höchstens %s eigene Punkte.") % MAX_OWN_POINTS)
    last = copy.points.aggregate(last=Max("position"))["last"]
    number = copy.points.aggregate(last=Max("pk"))["last"] or 0
    point = CopyPoint.objects.create(
        copy=copy,
        key=f"eigen-{number + 1}",
        position=(last or 0) + 1,
        section=section,
        text=text,
        hint=hint,
        is_own=True,
        changed_by=person,
        changed_at=now,
    )
    log(copy, _("Eigener Punkt ergänzt: „%s“.") % text, person, now)
    return point


@transaction.atomic
def reword(point: CopyPoint, *, text: str, hint: str, person: User, now: datetime) -> None:
    """Say a point in one's own words. The aid's words stay known, for comparing."""
    _open_copy(point.copy)
    if (point.text, point.hint) == (text, hint):
        return
    before, point.text, point.hint = point.text, text, hint
    _save(point, person, now)
    log(
        point.copy,
        _("„{before}“ heißt bei uns jetzt „{text}“.").format(before=before, text=text),
        person,
        now,
    )


@transaction.atomic
def leave_out(point: CopyPoint, *, is_left_out: bool, person: User, now: datetime) -> None:
    """Take a point out of the list, or back in. Nothing noted at it is lost."""
    _open_copy(point.copy)
    if point.is_left_out == is_left_out:
        return
    point.is_left_out = is_left_out
    _save(point, person, now)
    words = _("„%s“ herausgenommen.") if is_left_out else _("„%s“ wieder aufgenommen.")
    log(point.copy, words % point.text, person, now)


@transaction.atomic
def answer(
    copy: LocalCopy,
    *,
    title: str,
    day: date | None,
    answers: Mapping[str, str],
    is_named: bool,
    person: User,
    now: datetime,
) -> None:
    """Change what the copy is about. A new day moves the deadlines nobody has set by hand."""
    _open_copy(copy)
    parent = parent_points(outline.read(copy.version.text))
    if copy.day != day:
        for point in copy.points.all():
            known = parent.get(point.key)
            if known is None or known.due_days is None or point.due_on != due_on(copy, known):
                continue
            point.due_on = day + timedelta(days=known.due_days) if day else None
            point.save(update_fields=["due_on"])
    copy.title, copy.day, copy.answers, copy.is_named = title, day, dict(answers), is_named
    copy.save(update_fields=["title", "day", "answers", "is_named"])
    log(copy, _("Angaben zur Fassung geändert."), person, now)
    page_cache.content_changed()


@transaction.atomic
def close(copy: LocalCopy, *, is_closed: bool, person: User, now: datetime) -> None:
    """Close a list, or open it again."""
    if (copy.closed_at is not None) == is_closed:
        return
    copy.closed_at = now if is_closed else None
    copy.save(update_fields=["closed_at"])
    log(copy, _("Liste abgeschlossen.") if is_closed else _("Liste wieder geöffnet."), person, now)


def _open_copy(copy: LocalCopy) -> None:
    if copy.closed_at is not None:
        raise RuleError(
            _("Die Liste ist abgeschlossen. Öffnen Sie sie wieder, um etwas zu ändern.")
        )


def _save(point: CopyPoint, person: User, now: datetime) -> None:
    point.changed_by, point.changed_at = person, now
    point.revision += 1
    point.save()


def log(copy: LocalCopy, what: str, person: User | None, now: datetime) -> None:
    CopyEvent.objects.create(copy=copy, what=what[:300], actor=person, happened_at=now)
    LocalCopy.objects.filter(pk=copy.pk).update(changed_at=now)
