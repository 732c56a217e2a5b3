"""A municipality proposes, an editor decides, everybody sees who had a part (decision 0070)."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.aids import mails, outline, versions
from lotse.aids.models import Aid, CopyPoint, Credit, Improvement
from lotse.aids.outline import Outline, Point, Section
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Municipality

Change, State, Naming = Improvement.Change, Improvement.State, Improvement.Naming


@dataclass(frozen=True)
class Proposal:
    change: str
    reason: str
    naming: str
    key: str = ""
    section: str = ""
    text: str = ""
    hint: str = ""
    point: CopyPoint | None = None
    """Of the copy it was tried in."""


def of_point(point: CopyPoint) -> Proposal:
    """Return what a copy's point differs in from the aid, as a draft of a proposal."""
    change = Change.CHANGE
    if point.is_own:
        change = Change.ADD
    elif point.is_left_out:
        change = Change.DROP
    return Proposal(
        change=change,
        reason="",
        naming=Naming.MUNICIPALITY,
        key="" if point.is_own else point.key,
        section=point.section,
        text=point.text,
        hint=point.hint,
        point=point,
    )


@transaction.atomic
def propose(
    aid: Aid, proposal: Proposal, *, municipality: Municipality, person: User, now: datetime
) -> Improvement:
    """Send a proposal to the editors.

    Raises RuleError if the point does not exist, nothing would change, or the same waits already.
    """
    version = versions.latest(aid)
    points = {p.key: p for p in outline.read(version.text).points} if version else {}
    current = points.get(proposal.key)
    if proposal.change != Change.ADD and current is None:
        raise RuleError(_("Diesen Punkt gibt es in der Hilfestellung nicht mehr."))
    if (
        proposal.change == Change.CHANGE
        and current is not None
        and (current.text, current.hint) == (proposal.text, proposal.hint)
    ):
        raise RuleError(_("Ändern Sie den Punkt oder den Hinweis; sonst gibt es nichts zu prüfen."))
    same = Improvement.objects.filter(
        aid=aid,
        municipality=municipality,
        state=State.OPEN,
        change=proposal.change,
        key=proposal.key,
        text=proposal.text,
    )
    if same.exists():
        raise RuleError(_("Diesen Vorschlag hat Ihre Kommune schon geschickt; er wird geprüft."))
    return Improvement.objects.create(
        aid=aid,
        municipality=municipality,
        point=proposal.point,
        change=proposal.change,
        key=proposal.key,
        section=proposal.section,
        before=current.text if current else "",
        text="" if proposal.change == Change.DROP else proposal.text,
        hint="" if proposal.change == Change.DROP else proposal.hint,
        reason=proposal.reason,
        naming=proposal.naming,
        proposed_by=person,
        proposed_at=now,
    )


@transaction.atomic
def accept(
    improvement: Improvement, *, text: str, hint: str, answer: str, editor: User, now: datetime
) -> None:
    """Bring a proposal into the aid as a new version, with credit as was agreed, and say thanks.

    text, hint: as the editor words them. Raises RuleError if it is decided, if the point has gone,
    or if a draft of the aid waits: publishing it unseen would be wrong.
    """
    improvement = _open(improvement)
    aid = Aid.objects.select_for_update().get(pk=improvement.aid_id)
    if aid.has_unpublished_changes:
        raise RuleError(
            _(
                "An der Hilfestellung liegt ein Entwurf. Veröffentlichen oder verwerfen Sie ihn "
                "zuerst."
            )
        )
    before = outline.read(aid.text)
    after = _applied(before, improvement, text, hint)
    aid.text = outline.write(after)
    aid.change_note = _change_note(improvement, text)
    # Who decides here may publish (``access.DECIDERS``), whatever the admin allows besides.
    aid.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
    improvement.version = versions.latest(aid)
    _decide(improvement, State.ACCEPTED, answer, editor, now)
    if improvement.change == Change.ADD:
        _join(improvement, before, after)
    _credit(improvement, aid.change_note or _change_note(improvement, text), now)
    mails.decided(improvement, now=now)


@transaction.atomic
def decline(improvement: Improvement, *, answer: str, editor: User, now: datetime) -> None:
    """Say no with a reason. Raises RuleError if it is decided already."""
    improvement = _open(improvement)
    _decide(improvement, State.DECLINED, answer, editor, now)
    mails.decided(improvement, now=now)


def _open(improvement: Improvement) -> Improvement:
    found = (
        Improvement.objects.select_for_update(of=("self",))
        .select_related("municipality", "proposed_by")
        .get(pk=improvement.pk)
    )
    if found.state != State.OPEN:
        raise RuleError(_("Über diesen Vorschlag ist schon entschieden."))
    return found


def _applied(current: Outline, improvement: Improvement, text: str, hint: str) -> Outline:
    change = improvement.change
    if change == Change.ADD:
        return outline.with_keys(
            _with_new(current, improvement.section, Point("", text, hint=hint))
        )
    if improvement.key not in {point.key for point in current.points}:
        raise RuleError(_("Diesen Punkt gibt es in der Hilfestellung nicht mehr."))

    def changed(points: tuple[Point, ...]) -> tuple[Point, ...]:
        if change == Change.DROP:
            return tuple(point for point in points if point.key != improvement.key)
        return tuple(
            replace(point, text=text, hint=hint) if point.key == improvement.key else point
            for point in points
        )

    return replace(
        current,
        sections=tuple(Section(one.title, changed(one.points)) for one in current.sections),
        problems=(),
    )


def _with_new(current: Outline, title: str, point: Point) -> Outline:
    """Add the point to its section, to the last one if there is none of this name."""
    sections = list(current.sections)
    place = next((n for n, one in enumerate(sections) if one.title == title), len(sections) - 1)
    sections[place] = Section(sections[place].title, (*sections[place].points, point))
    return replace(current, sections=tuple(sections), problems=())


def _join(improvement: Improvement, before: Outline, after: Outline) -> None:
    """Let the point of the copy it came from be the aid's new one, with all that is noted at it."""
    known = {point.key for point in before.points}
    (new,) = (point for point in after.points if point.key not in known)
    CopyPoint.objects.filter(improvements=improvement, is_own=True).update(
        key=new.key,
        is_own=False,
        text=new.text,
        hint=new.hint,
        parent_text=new.text,
        parent_hint=new.hint,
    )


def _change_note(improvement: Improvement, text: str) -> str:
    words = {
        Change.ADD: _("Neuer Punkt: „{text}“."),
        Change.CHANGE: _("Geändert: „{text}“."),
        Change.DROP: _("Gestrichen: „{before}“."),
    }[Change(improvement.change)]
    return words.format(text=text[:240], before=improvement.before[:240])


def _decide(improvement: Improvement, state: str, answer: str, editor: User, now: datetime) -> None:
    improvement.state, improvement.answer = state, answer
    improvement.decided_by, improvement.decided_at = editor, now
    improvement.save()


def _credit(improvement: Improvement, contribution: str, now: datetime) -> None:
    if improvement.naming == Naming.NONE:
        return
    named = improvement.naming == Naming.PERSON and improvement.proposed_by is not None
    Credit.objects.create(
        aid_id=improvement.aid_id,
        municipality=improvement.municipality,
        person_name=improvement.proposed_by.name if named and improvement.proposed_by else "",
        contribution=contribution,
        improvement=improvement,
        since=now,
    )
