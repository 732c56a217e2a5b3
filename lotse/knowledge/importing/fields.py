"""What a column may fill, how its heading is recognised, and how a cell becomes a value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from lotse.knowledge.models import Example
from lotse.lib.audience import Audience
from lotse.municipalities import queries as municipalities
from lotse.municipalities.folding import fold
from lotse.municipalities.models import Municipality
from lotse.topics.models import Concept

MANY = re.compile(r"[;\n]")
_KEY = re.compile(r"\((\d{5}|\d{8,9})\)\s*$")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})")


class Unreadable(ValueError):
    """A cell that does not say what its column asks for. The German sentence says why."""


@dataclass
class Known:
    """What names are looked up in, read once for a whole table."""

    concepts: Mapping[str, Concept]
    """By code and by folded name."""
    places: dict[str, Municipality | None]
    """What was found before."""


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    also: tuple[str, ...]
    """Other headings people write, folded."""
    read: Callable[[str, Known], Any]


def known() -> Known:
    """Read the vocabulary. One query."""
    concepts: dict[str, Concept] = {}
    for concept in Concept.objects.select_related("broader"):
        concepts[fold(concept.name)] = concepts[concept.code.lower()] = concept
    return Known(concepts, {})


def _text(cell: str, known: Known) -> str:
    return cell


def _title(cell: str, known: Known) -> str:
    if len(cell) > 90:
        raise Unreadable(_("Der Titel ist länger als 90 Zeichen."))
    return cell


def _limited(most: int) -> Callable[[str, Known], str]:
    def read(cell: str, known: Known) -> str:
        if len(cell) > most:
            raise Unreadable(
                _("„%(cell)s …“ ist länger als %(most)d Zeichen.")
                % {"cell": cell[:30], "most": most}
            )
        return cell

    return read


def _whole(cell: str, known: Known) -> int | None:
    if not cell:
        return None
    bare = re.sub(r"(?<=\d)[.\s](?=\d{3}\b)", "", cell).replace("€", "").replace("Euro", "").strip()
    bare = re.sub(r"[.,]0+$", "", bare)
    if not (bare.isascii() and bare.isdigit() and len(bare) < 10):
        raise Unreadable(_("„%s“ ist keine ganze Zahl.") % cell[:40])
    return int(bare)


def _decimal(cell: str, known: Known) -> Decimal | None:
    if not cell:
        return None
    try:
        value = Decimal(cell.replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value < 10_000:
        raise Unreadable(_("„%s“ ist keine Zahl von Stellen, zum Beispiel 0,5.") % cell[:40])
    return round(value, 2)


def _day(cell: str, known: Known) -> date | None:
    if not cell:
        return None
    found = _DAY.match(cell)
    try:
        if found and found[1]:
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found:
            return date(int(found[4]), int(found[5]), int(found[6]))
    except ValueError:
        pass
    raise Unreadable(_("„%s“ ist kein Tag. Schreiben Sie 31.12.2025.") % cell[:40])


def _choice(choices: Sequence[tuple[Any, Any]]) -> Callable[[str, Known], Any]:
    def read(cell: str, known: Known) -> Any:
        if not cell:
            return ""
        for value, label in choices:
            if fold(cell) in (fold(str(value)), fold(str(label))):
                return value
        offered = ", ".join(str(label) for _value, label in choices)
        raise Unreadable(
            _("„%(cell)s“ kennen wir nicht. Möglich sind: %(offered)s.")
            % {"cell": cell[:40], "offered": offered}
        )

    return read


def _audience(cell: str, known: Known) -> int:
    words = {"": Audience.MEMBERS, "alle": Audience.PUBLIC, "public": Audience.PUBLIC}
    named = {fold(str(label)): value for value, label in Audience.choices}
    named |= {audience.name.lower(): audience for audience in Audience}
    found = words.get(fold(cell), named.get(fold(cell)))
    if found is None:
        raise Unreadable(_("„%s“: Schreiben Sie alle, Mitglieder oder Kompetenzteam.") % cell[:40])
    return int(found)


def _places(cell: str, known: Known) -> list[Municipality]:
    return [_place(part.strip(), known) for part in MANY.split(cell) if part.strip()]


def _place(text: str, known: Known) -> Municipality:
    if text not in known.places:
        key = _KEY.search(text)
        asked = key[1] if key else text
        found = municipalities.find(asked, limit=2)
        exact = [one for one in found if one.key == asked or fold(one.short_name) == fold(asked)]
        candidates = exact or found
        # Two towns of one name: a person has to say which.
        known.places[text] = candidates[0] if len(candidates) == 1 else None
        if len(candidates) > 1:
            raise Unreadable(
                _("„%s“ heißen mehrere Kommunen. Nennen Sie den Gemeindeschlüssel.") % text[:60]
            )
    place = known.places[text]
    if place is None:
        raise Unreadable(_("Die Kommune „%s“ finden wir nicht eindeutig.") % text[:60])
    return place


def _concepts(cell: str, known: Known) -> list[Concept]:
    found = []
    for part in (part.strip() for part in MANY.split(cell)):
        concept = known.concepts.get(part.lower()) or known.concepts.get(fold(part))
        if part and concept is None:
            raise Unreadable(_("Das Thema „%s“ kennen wir nicht.") % part[:60])
        if concept is not None and concept not in found:
            found.append(concept)
    return found


def _addresses(cell: str, known: Known) -> list[str]:
    found = [part.strip() for part in re.split(r"[;\s]", cell) if part.strip()]
    for address in found:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise Unreadable(_("„%s“ ist keine Internetadresse.") % address[:60]) from None
        if len(address) > 500:
            raise Unreadable(_("Eine Internetadresse ist zu lang."))
    return found


def _column(name: str, read: Callable[[str, Known], Any], *also: str) -> Field:
    label = str(Example._meta.get_field(name).verbose_name)
    return Field(name, label, (name, *also), read)


FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        _column("title", _title, "massnahme", "ueberschrift", "name", "titel der massnahme"),
        Field(
            "municipalities",
            "Kommunen",
            ("kommune", "gemeinde", "stadt", "landkreis", "ort", "municipality", "ags"),
            _places,
        ),
        _column("what", _limited(600), "kurzbeschreibung", "beschreibung", "zusammenfassung"),
        Field(
            "concepts",
            "Themen",
            ("thema", "schlagworte", "schlagwort", "kategorie", "kennungen der schlagworte"),
            _concepts,
        ),
        _column("status", _choice(Example.Status.choices), "status"),
        _column("year", _whole, "jahr"),
        _column("started_on", _day, "start", "von"),
        _column("ended_on", _day, "bis"),
        _column("content_as_of", _day),
        _column("problem", _text, "problem", "anlass"),
        _column("solution", _text, "umsetzung", "vorgehen"),
        _column("lead_time_days", _whole, "vorlauf", "vorlaufzeit"),
        _column("capacity", _limited(200), "plaetze", "kapazitaet"),
        _column("effort_fte", _decimal, "stellen", "personal"),
        _column("one_off_cost_euro", _whole, "kosten", "einmalige kosten"),
        _column("running_cost_euro", _whole, "laufende kosten"),
        _column("cost_basis", _limited(200)),
        _column("cost_year", _whole),
        _column("legal_basis", _text),
        _column("legal_jurisdiction", _limited(120)),
        _column("legal_checked_on", _day),
        _column("partners", _text, "partner", "kooperationspartner"),
        _column("evidence", _choice(Example.Evidence.choices)),
        _column("evidence_text", _text, "ergebnis", "ergebnisse", "nutzen"),
        _column("evidence_on", _day),
        _column("evidence_by", _limited(120)),
        _column("limits", _text, "schwaechen"),
        _column("lessons", _text, "erfahrungen", "lessons learned"),
        _column("would_do_differently", _text),
        _column("would_not_repeat", _text),
        _column("suitable_if", _text),
        _column("unsuitable_if", _text),
        _column("note", _text, "bemerkung", "hinweis"),
        Field(
            "sources", "Quellen", ("quelle", "link", "links", "url", "internet", "web"), _addresses
        ),
        Field("audience", "sichtbar für", ("audience", "sichtbarkeit"), _audience),
    )
}
NEEDED = ("title", "what")
"""Without these nothing can be drafted."""


def guess(header: Sequence[str]) -> list[str]:
    """Return for each heading the field it names, each field once; empty for none."""
    names: dict[str, str] = {}
    for field in FIELDS.values():
        for word in (field.label, field.name, *field.also):
            names.setdefault(_plain(word), field.name)
    # In our own export "url" is the address here, and "sources" stands for itself.
    taken = {heading for heading in header if heading in FIELDS}
    mapping = []
    for heading in header:
        found = heading if heading in FIELDS else names.get(_plain(heading), "")
        mapping.append("" if found in taken and found != heading else found)
        taken.add(found)
    return mapping


def _plain(heading: str) -> str:
    return fold(re.sub(r"[\W_]+", " ", heading))
