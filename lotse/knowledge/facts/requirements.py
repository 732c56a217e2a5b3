"""What must be known before a fact is shown, and what of a shown version never changes again."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from lotse.knowledge.models import Fact, FactVersion

_CODE = re.compile(r"F-[A-Z0-9]+-\d+[a-z]?\Z")
FROZEN = (
    *("statement", "value", "value_max", "unit", "bindingness", "norm", "valid_from"),
    *("source_url", "source_title"),
)
"""What a version said. Checks, law date and end may be added later."""


def check(draft: "Fact", stored: "Fact", *, today: date) -> None:
    """Refuse a draft that may not be shown. Raises ValidationError."""
    versions = list(draft.versions.all())
    found: dict[str, str] = gaps(draft)
    found |= land_gaps(draft.scope, len(draft.lands.all()))
    if found:
        raise ValidationError(found)
    sentences = version_gaps(versions, today=today)
    sentences += changed(stored.versions.all(), versions)
    if sentences:
        raise ValidationError(sentences)


def gaps(fact: "Fact") -> dict[str, str]:
    """Return what is missing or wrong in the columns, by column, as German sentences."""
    if not _CODE.match(fact.code):
        return {"code": _("Schreiben Sie die Kennung so: F-U-20, F-Q1-04 oder F-U-25a.")}
    return {}


def land_gaps(scope: str, lands: int) -> dict[str, str]:
    if scope == "land" and not lands:
        return {"lands": _("Für welche Länder gilt das?")}
    if scope != "land" and lands:
        return {"lands": _("Länder gehören nur zum Geltungsbereich „in einzelnen Ländern“.")}
    return {}


def version_gaps(versions: "Sequence[FactVersion]", *, today: date) -> list[str]:
    """Return what is missing or contradictory in the versions, as German sentences."""
    if not versions:
        return [_("Legen Sie mindestens eine Fassung an.")]
    found = [
        _("Fassung %(number)d: %(sentence)s") % {"number": number, "sentence": sentence}
        for number, version in enumerate(versions, start=1)
        for sentence in _gaps_of(version, today)
    ]
    return found + _overlaps([version for version in versions if version.is_confirmed])


def changed(stored: "Iterable[FactVersion]", versions: "Sequence[FactVersion]") -> list[str]:
    """Return what of versions that were shown as facts is missing or different now."""
    now = {version.pk: version for version in versions if version.pk}
    found = []
    for old in stored:
        if not old.is_confirmed:
            continue
        new = now.get(old.pk)
        said = f"„{old.statement[:60]}…“"
        if new is None:
            found.append(_("Die Fassung %s wurde gezeigt und bleibt als Geschichte stehen.") % said)
        elif any(getattr(old, name) != getattr(new, name) for name in FROZEN) or (
            old.valid_to and old.valid_to != new.valid_to
        ):
            found.append(
                _(
                    "Die Fassung %s wurde gezeigt und ändert sich nicht mehr. Beenden Sie sie mit "
                    "„gilt bis“ und legen Sie eine neue an. War sie falsch, stellen Sie sie auf "
                    "„nicht bestätigt“."
                )
                % said
            )
    return found


def _gaps_of(version: "FactVersion", today: date) -> list[str]:
    found = []
    if version.valid_from and version.valid_to and version.valid_to < version.valid_from:
        found.append(_("Das Ende liegt vor dem Beginn."))
    if version.value is not None and not version.unit:
        found.append(_("Zu einem Wert gehört eine Einheit."))
    if version.value_max is not None and (
        version.value is None or version.value_max < version.value
    ):
        found.append(_("Eine Spanne braucht einen kleineren ersten Wert."))
    for name in ("checked_on", "law_as_of", "as_of", "accessed_on"):
        day = getattr(version, name)
        if day and day > today:
            found.append(_("Geprüft, gelesen und abgerufen wird nicht in der Zukunft."))
            break
    if any(
        urlsplit(line).scheme not in ("http", "https") for line in version.further_sources.split()
    ):
        found.append(_("Weitere Quellen sind Adressen, die mit http beginnen."))
    return found + (_gaps_of_confirmed(version) if version.is_confirmed else [])


def _gaps_of_confirmed(version: "FactVersion") -> list[str]:
    needed = {
        "checked_on": _("Wann wurde geprüft?"),
        "checked_by": _("Wer hat geprüft?"),
        "source_url": _("Nennen Sie die Adresse der Quelle, oder lassen Sie sie unbestätigt."),
        "accessed_on": _("Wann wurde die Quelle abgerufen?"),
    }
    if version.verification == "law":
        needed["law_as_of"] = _("Bis zu welchem Tag ist das Recht geprüft?")
    return [sentence for name, sentence in needed.items() if not getattr(version, name)]


def _overlaps(versions: "Sequence[FactVersion]") -> list[str]:
    """Two versions of one fact never hold on the same day; other sources are facts of their own."""
    ordered = sorted(versions, key=lambda one: one.known_from or date.min)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= (later.known_from or date.min):
            return [
                _(
                    "Zwei Fassungen gelten am selben Tag. Beenden Sie die ältere mit „gilt bis“. "
                    "Sagt eine andere Quelle etwas anderes, legen Sie eine eigene Kennung an."
                )
            ]
    return []
