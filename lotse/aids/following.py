"""What has changed in an aid since a copy was made, taken over piece by piece (decision 0070)."""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.aids import copying, outline, versions
from lotse.aids.models import AidVersion, CopyPoint, LocalCopy
from lotse.aids.outline import Point
from lotse.lib.errors import RuleError

What = Literal["added", "changed", "removed"]
Piece = tuple[Literal["same", "old", "new"], str]


@dataclass(frozen=True)
class Change:
    """One piece of the difference that nobody has decided on."""

    what: What
    key: str
    section: str
    before: str
    """As the aid had it; empty for a new point."""
    after: str
    """As the aid has it now; empty if it dropped the point."""
    hint_before: str
    hint_after: str
    own: str
    """As the municipality says it, if that is something else."""

    @property
    def pieces(self) -> list[Piece]:
        return difference(self.before, self.after)

    @property
    def hint_pieces(self) -> list[Piece]:
        return difference(self.hint_before, self.hint_after)


def pending(copy: LocalCopy) -> list[Change]:
    """Return what the aid's latest version has that the copy has neither taken nor left."""
    version = versions.latest(copy.aid)
    if version is None:
        return []
    current = _current(version)
    known = {point.key: point for point in copy.points.all()}
    found: list[Change] = []
    for key, (section, point) in current.items():
        own = known.get(key)
        if own is None:
            found.append(_change("added", key, section, None, point, ""))
        elif (own.parent_text, own.parent_hint) != (point.text, point.hint) and not own.is_own:
            own_words = own.text if own.text != own.parent_text else ""
            found.append(_change("changed", key, section, own, point, own_words))
    found += [
        _change("removed", own.key, own.section, own, None, "")
        for own in known.values()
        if not own.is_own and own.key not in current and not own.is_kept and not own.is_left_out
    ]
    return found


@transaction.atomic
def decide(copy: LocalCopy, key: str, *, takes: bool, person: User, now: datetime) -> None:
    """Take a piece of the difference over, or leave the own list as it is.

    Raises RuleError if nothing waits under this key.
    """
    copy = LocalCopy.objects.select_for_update().select_related("aid", "version").get(pk=copy.pk)
    if copy.closed_at is not None:
        raise RuleError(
            _("Die Liste ist abgeschlossen. Öffnen Sie sie wieder, um etwas zu ändern.")
        )
    change = next((one for one in pending(copy) if one.key == key), None)
    version = versions.latest(copy.aid)
    if change is None or version is None:
        raise RuleError(_("Über diese Änderung ist schon entschieden."))
    if change.what == "added":
        _add(copy, version, key, takes=takes)
    elif change.what == "changed":
        _change_point(copy, version, key, takes=takes)
    else:
        column = "is_left_out" if takes else "is_kept"
        copy.points.filter(key=key).update(**{column: True, "revision": F("revision") + 1})
    LocalCopy.objects.filter(pk=copy.pk).update(version=version)
    words = (
        _("Aus Version {number} übernommen: „{text}“.")
        if takes
        else (_("Aus Version {number} nicht übernommen: „{text}“."))
    )
    sentence = words.format(number=version.number, text=change.after or change.before)
    copying.log(copy, sentence, person, now)


def difference(before: str, after: str) -> list[Piece]:
    """Return the words of both texts in order, marked as same, old or new."""
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("old", " ".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(("new", " ".join(new[j1:j2])))
    return pieces


def _current(version: AidVersion) -> dict[str, tuple[str, Point]]:
    return {
        point.key: (section.title, point)
        for section in outline.read(version.text).sections
        for point in section.points
    }


def _change(
    what: What, key: str, section: str, own: CopyPoint | None, point: Point | None, own_words: str
) -> Change:
    return Change(
        what=what,
        key=key,
        section=section,
        before=own.parent_text if own else "",
        after=point.text if point else "",
        hint_before=own.parent_hint if own else "",
        hint_after=point.hint if point else "",
        own=own_words,
    )


def _add(copy: LocalCopy, version: AidVersion, key: str, *, takes: bool) -> None:
    section, point = _current(version)[key]
    row = copying.taken_over(copy, section, point, _position(copy, version, key))
    row.is_left_out = not takes
    row.save()


def _position(copy: LocalCopy, version: AidVersion, key: str) -> int:
    """Return the place behind the point that stands before it in the aid, and make room."""
    keys = list(_current(version))
    places = dict(copy.points.values_list("key", "position"))
    before = next((places[one] for one in reversed(keys[: keys.index(key)]) if one in places), -1)
    copy.points.filter(position__gt=before).update(position=F("position") + 1)
    return before + 1


def _change_point(copy: LocalCopy, version: AidVersion, key: str, *, takes: bool) -> None:
    _section, point = _current(version)[key]
    row = copy.points.get(key=key)
    row.parent_text, row.parent_hint = point.text, point.hint
    if takes:
        row.text, row.hint, row.office = point.text, point.hint, point.office
        row.revision += 1
    row.save()
