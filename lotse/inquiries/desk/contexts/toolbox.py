"""Lists of text modules, macros and checklists: searched, filtered, by page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import ChecklistTemplate, Macro, TextModule
from lotse.inquiries.rules import text_modules
from lotse.lib import paging


@dataclass(frozen=True)
class Kind:
    """One of the lists."""

    name: str
    """In addresses: ``inquiries:desk:<name>_edit``."""
    title: str
    new: str
    empty: str
    is_current: bool = False


def kinds() -> dict[str, Kind]:
    return {
        "modules": Kind(
            "modules",
            _("Textbausteine"),
            _("Neuer Textbaustein"),
            _("Ein Textbaustein ist ein Text, den Sie mit einem Griff in eine Antwort einfügen."),
        ),
        "macros": Kind(
            "macros",
            _("Makros"),
            _("Neues Makro"),
            _("Ein Makro ändert mehreres auf einmal: Zuständigkeit, Themen, Notiz, Antwort."),
        ),
        "templates": Kind(
            "templates",
            _("Checklisten"),
            _("Neue Checkliste"),
            _("Eine Checkliste nennt die Schritte, die bei einer Art von Anfragen nötig sind."),
        ),
    }


def listed(kind: str, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of a list.

    query: ``q`` (words), ``art`` (eigene, gemeinsame, abgelegt), ``seite``.
    """
    words = query.get("q", "").replace("\x00", "").strip()[:100]
    chosen = query.get("art", "")
    rows = _rows(kind, user)
    rows = rows.filter(retired_at__isnull=chosen != "abgelegt")
    if kind != "templates" and chosen in ("eigene", "gemeinsame"):
        rows = rows.filter(owner=user if chosen == "eigene" else None)
    if words:
        rows = (
            text_modules.found(rows, words)
            if kind == "modules"
            else rows.filter(title__icontains=words)
        )
    page = paging.by_number(rows, number=paging.read_number(query.get("seite")))
    return {
        "kind": kinds()[kind],
        "kinds": [replace(one, is_current=one.name == kind) for one in kinds().values()],
        "page": page,
        "words": words,
        "chosen": chosen,
        "choices": _choices(kind),
    }


def _rows(kind: str, user: User) -> QuerySet[Any]:
    mine = Q(owner=None) | Q(owner=user)
    if kind == "modules":
        return TextModule.objects.filter(mine).select_related("area").order_by("title", "pk")
    if kind == "macros":
        return Macro.objects.filter(mine).select_related("area").order_by("title", "pk")
    return ChecklistTemplate.objects.select_related("area").order_by("title", "pk")


def _choices(kind: str) -> list[tuple[str, str]]:
    own = [("gemeinsame", _("Für alle")), ("eigene", _("Eigene"))] if kind != "templates" else []
    return [("", _("Alle")), *own, ("abgelegt", _("Abgelegte"))]
