"""Records as rows of a table: German headings, one cell for each field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge.models import Answer, Example, Fact
from lotse.knowledge.open_data.records import Record
from lotse.lib import german
from lotse.lib.spreadsheets import Cell


@dataclass(frozen=True)
class Column:
    key: str
    """Name in the record."""
    label: str | Promise
    cell: Callable[[Any], Cell]


def _plain(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return german.date_de(value)
    if isinstance(value, date):
        return german.date_de(value)
    return value if isinstance(value, int | float) else str(value)


def _lines(values: Sequence[str]) -> Cell:
    return "\n".join(values)


def _names(values: Sequence[Record]) -> Cell:
    return "; ".join(value["name"] for value in values)


def _codes(values: Sequence[Record]) -> Cell:
    return "; ".join(value["code"] for value in values)


def _places(values: Sequence[Record]) -> Cell:
    return "; ".join(f"{value['name']} ({value['key']})" for value in values)


def _steps(values: Sequence[Record]) -> Cell:
    return "\n".join(
        ": ".join(part for part in (step["when"], step["title"], step["text"]) if part)
        for step in values
    )


def _addresses(values: Sequence[Record]) -> Cell:
    return "\n".join(value["url"] for value in values if value["url"])


def _choice(choices: Mapping[str, Any]) -> Callable[[Any], Cell]:
    return lambda value: str(choices.get(value, value) or "")


def _named(model: Any, *names: str) -> list[Column]:
    """Columns with the names editors know."""
    return [Column(name, model._meta.get_field(name).verbose_name, _plain) for name in names]


_AUDIENCE = Column(
    "audience",
    _("sichtbar für"),
    _choice({"public": _("alle"), "members": _("Mitglieder"), "team": _("Kompetenzteam")}),
)
_UNCONFIRMED = Column("is_unconfirmed", _("noch nicht geprüft"), _plain)
_RIGHTS = [
    _AUDIENCE,
    Column("licence", _("Lizenz"), _plain),
    Column("attribution", _("Herausgeber"), _plain),
]
_TOPICS = [
    Column("fields", _("Themenfelder"), _names),
    Column("concepts", _("Schlagworte"), _names),
    Column("concepts", _("Kennungen der Schlagworte"), _codes),
]
_SOURCES = Column("sources", _("Quellen"), _addresses)
_URL = Column("url", _("Adresse auf der Plattform"), _plain)

EXAMPLES = [
    Column("title", _("Titel"), _plain),
    Column("municipalities", _("Kommunen"), _places),
    Column("what", _("Kurz gesagt"), _plain),
    *_TOPICS,
    Column("status", _("Stand"), _choice(dict(Example.Status.choices))),
    *_named(Example, "year", "started_on", "ended_on", "content_as_of", "problem", "solution"),
    Column("steps", _("Schritte"), _steps),
    *_named(Example, "lead_time_days", "capacity", "effort_fte", "one_off_cost_euro"),
    *_named(Example, "running_cost_euro", "cost_basis", "cost_year"),
    *_named(Example, "legal_basis", "legal_jurisdiction", "legal_checked_on"),
    Column("partners", _("Beteiligte"), _lines),
    Column("evidence", _("Beleg"), _choice(dict(Example.Evidence.choices))),
    *_named(Example, "evidence_text", "evidence_on", "evidence_by"),
    Column("limits", _("Grenzen"), _lines),
    Column("lessons", _("Stolpersteine"), _lines),
    *_named(Example, "would_do_differently", "would_not_repeat"),
    Column("suits_size_classes", _("geeignet für Größenklassen"), _lines),
    Column("suitable_if", _("Passt gut, wenn"), _lines),
    Column("unsuitable_if", _("Passt weniger, wenn"), _lines),
    *_named(Example, "note", "checked_on", "review_due_on"),
    Column("files", _("Anlagen"), _addresses),
    _SOURCES,
    _URL,
    _UNCONFIRMED,
    *_RIGHTS,
    Column("changed_at", _("geändert am"), _plain),
]
ANSWERS = [
    Column("title", _("Frage"), _plain),
    *_named(Answer, "short_answer", "long_answer"),
    Column("scope", _("Geltungsbereich"), _choice(dict(Answer.Scope.choices))),
    Column("lands", _("Länder"), _lines),
    *_TOPICS,
    Column("certainty", _("Wie sicher ist das?"), _choice(dict(Answer.Certainty.choices))),
    *_named(Answer, "as_of", "law_as_of", "checked_on", "review_due_on"),
    _SOURCES,
    _URL,
    _UNCONFIRMED,
    *_RIGHTS,
    Column("changed_at", _("geändert am"), _plain),
]
FACTS = [
    Column("code", _("Kennung"), _plain),
    Column("title", _("Worum es geht"), _plain),
    Column("statement", _("Aussage"), _plain),
    Column("value", _("Wert"), _plain),
    Column("value_max", _("bis"), _plain),
    Column("unit", _("Einheit"), _plain),
    Column("where", _("Geltungsbereich"), _plain),
    *_TOPICS,
    Column("kind", _("Art"), _choice(dict(Fact.Kind.choices))),
    Column("norm", _("Norm oder Grundlage"), _plain),
    Column("bindingness", _("Verbindlichkeit"), _plain),
    Column("valid_from", _("gilt ab"), _plain),
    Column("valid_to", _("gilt bis"), _plain),
    Column("status", _("Gilt heute?"), _plain),
    Column("is_confirmed", _("Bestätigt"), _plain),
    Column("as_of", _("Stand der Quelle"), _plain),
    Column("law_as_of", _("Rechtsstand"), _plain),
    Column("checked_on", _("geprüft am"), _plain),
    _UNCONFIRMED,
    Column("caveat", _("Zu beachten"), _plain),
    _SOURCES,
    _URL,
    *_RIGHTS,
]
TOPICS = [
    Column("code", _("Kennung"), _plain),
    Column("name", _("Name"), _plain),
    Column("name_en", _("Name auf Englisch"), _plain),
    Column("broader", _("gehört zu"), _plain),
    Column("lead_question", _("Leitfrage"), _plain),
    Column("labels", _("Synonyme"), lambda values: "; ".join(values)),
    _URL,
    Column("source", _("Quelle"), _plain),
    *_RIGHTS[1:],
]
MUNICIPALITIES = [
    Column("key", _("Schlüssel"), _plain),
    Column("ars", _("Regionalschlüssel"), _plain),
    Column("name", _("Name"), _plain),
    Column("type", _("Bezeichnung"), _plain),
    Column("land", _("Land"), _plain),
    Column("district_key", _("Kreisschlüssel"), _plain),
    Column("postcode", _("Postleitzahl"), _plain),
    Column("population", _("Bevölkerung"), _plain),
    Column("area_km2", _("Fläche in km²"), _plain),
    Column("size_class", _("Größenklasse"), _plain),
    Column("latitude", _("Breite"), _plain),
    Column("longitude", _("Länge"), _plain),
    Column("source", _("Quelle"), _plain),
    Column("licence", _("Lizenz"), _plain),
]
