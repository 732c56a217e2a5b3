"""What the frame of a page shows: the main navigation and who is signed in.

A context processor hands it to every template, so that templates decide and query nothing. Paths
are written out because ``ui`` lies below the slices that serve them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Entry:
    label: str
    path: str
    is_current: bool = False
    is_page: bool = False
    """Current, and this page itself."""
    counts_inquiries: bool = False
    """The desk's views hand over ``open_inquiry_count``; it is shown beside this entry."""


@dataclass(frozen=True)
class Person:
    name: str
    office: str
    initials: str


@dataclass(frozen=True)
class Frame:
    entries: tuple[Entry, ...]
    """Main navigation."""
    extra: tuple[Entry, ...]
    """Only in the mobile menu."""
    person: Person | None = None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame``, computed only if the page has a header."""
    return {"frame": SimpleLazyObject(lambda: of_request(request))}


def of_request(request: HttpRequest) -> Frame:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return public(request.path)
    roles = user.roles
    office = user.office or (_("Kompetenzteam") if user.is_team else "")
    person = Person(name=str(user), office=office, initials=initials(str(user)))
    entries = _team(roles) if user.is_team else _public()
    if "operator" in roles:
        entries.append((_("Postausgang"), "/postausgang/"))
        entries.append((_("Betrieb"), "/betrieb/"))
    extra = [
        (_("Frage stellen"), "/fragen/neu/frage/"),
        (_("Beispiel melden"), "/beispiele/melden/"),
        (_("Mein Konto"), "/konto/"),
    ]
    if _is_full(roles):
        extra.append((_("Hilfestellungen"), "/hilfestellungen/"))
    if "lead" in roles and "operator" not in roles:
        # The bar of the lead is full; the page is one of those opened now and then.
        extra.append((_("Betrieb"), "/betrieb/"))
    if "lead" in roles and "editor" not in roles:
        extra.append((_("Redaktion heute"), "/redaktion-heute/"))
        extra.append((_("Einsendungen"), "/einsendungen/"))
    return Frame(_entries(entries, request.path), _entries(extra, request.path), person)


def public(path: str) -> Frame:
    """The frame nobody has to be known for; also used where there is no database to ask."""
    extra = [
        (_("Frage stellen"), "/fragen/neu/frage/"),
        (_("Beispiel melden"), "/beispiele/melden/"),
        (_("Anmelden"), "/anmelden/"),
    ]
    return Frame(_entries(_public(), path), _entries(extra, path))


def initials(name: str) -> str:
    """First letters of the first and the last word: "Erika Muster" gives EM."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return (
        "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""
    )


def _public() -> list[tuple[str, str]]:
    return [
        (_("Themen"), "/#themen"),
        (_("Gute Beispiele"), "/beispiele/"),
        (_("Hilfestellungen"), "/hilfestellungen/"),
        (_("Antworten"), "/antworten/"),
        (_("Suche"), "/suche/"),
        (_("Aktuelles"), "/aktuelles/"),
        (_("Kompetenzteam"), "/kompetenzteam/"),
    ]


def _team(roles: Collection[str]) -> list[tuple[str, str]]:
    entries = []
    if not {"desk", "lead"}.isdisjoint(roles):
        entries += [
            (_("Anfragen"), "/arbeitsplatz/"),
            (_("Anruf erfassen"), "/arbeitsplatz/telefon/"),
            (_("Radar"), "/arbeitsplatz/radar/"),
            (_("Quarantäne"), "/arbeitsplatz/quarantaene/"),
        ]
    elif "press" in roles:
        entries.append((_("Anfragen"), "/arbeitsplatz/"))
    if "editor" in roles:
        entries.append((_("Redaktion heute"), "/redaktion-heute/"))
    if not {"editor", "press", "lead"}.isdisjoint(roles):
        entries.append((_("Redaktion"), "/redaktion/"))
    if not {"desk", "editor", "lead"}.isdisjoint(roles):
        entries.append((_("Aufträge"), "/auftraege/"))
    if "editor" in roles:
        entries.append((_("Einsendungen"), "/einsendungen/"))
    entries.append((_("Gute Beispiele"), "/beispiele/"))
    if not _is_full(roles):
        entries.append((_("Hilfestellungen"), "/hilfestellungen/"))
    return [*entries, (_("Antworten"), "/antworten/"), (_("Suche"), "/suche/")]


def _is_full(roles: Collection[str]) -> bool:
    """Say whether the bar has no room for what is also in the menu and the footer."""
    return not {"desk", "lead"}.isdisjoint(roles)


def _entries(pairs: list[tuple[str, str]], path: str) -> tuple[Entry, ...]:
    """Mark the entry whose path is the longest beginning of the present one."""
    fitting = [target for _label, target in pairs if path.startswith(target)]
    current = max(fitting, key=len, default="")
    return tuple(
        Entry(
            label,
            target,
            is_current=target == current,
            is_page=target == current == path,
            counts_inquiries=target == "/arbeitsplatz/",
        )
        for label, target in pairs
    )
