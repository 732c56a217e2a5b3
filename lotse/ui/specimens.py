"""The pattern page's specimens: one template in ``ui/specimens`` for every component tag."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lotse.lib import paging
from lotse.ui.facets import Option
from lotse.ui.forms import SpecimenForm
from lotse.ui.icons import DRAWINGS, KERN_ICONS

FOLDER = Path(__file__).parent / "templates" / "ui" / "specimens"
LAYOUTS = ("lt_facts", "lt_result", "lt_queue", "lt_compare", "lt_composer", "lt_todo")
"""Blocks that are classes on plain HTML and have no tag."""
NAMES = (
    "kern_alert",
    "kern_badge",
    "kern_button",
    "chip",
    "content_type",
    "match",
    "pick",
    "term",
    "kern_card",
    "kern_accordion",
    "kern_table",
    "kern_summary",
    "kern_dialog",
    "kern_progress",
    "kern_loader",
    "step",
    "empty_state",
    "contact",
    "message",
    "crumbs",
    "pagination",
    "ask_box",
    "facet",
    "deadline",
    "bar",
    "land_tiles",
    "icon",
    *LAYOUTS,
)


@dataclass(frozen=True)
class Specimen:
    name: str
    html: SafeString
    source: str


def draw_all(request: HttpRequest) -> list[Specimen]:
    return [
        Specimen(
            name=name,
            html=render_to_string(f"ui/specimens/{name}.html", _context(), request),
            source=(FOLDER / f"{name}.html").read_text(encoding="utf-8").strip(),
        )
        for name in NAMES
    ]


def _context() -> dict[str, Any]:
    form = SpecimenForm(auto_id="muster-%s")
    form.fields["question"].widget.attrs["id"] = "muster-text"
    return {
        "form": form,
        "icon_names": sorted({*KERN_ICONS, *DRAWINGS}),
        "places": ["Mittelstadt", "Nordrhein-Westfalen", "Größenklasse 5"],
        "page": paging.of_rows(list(range(20)), number=3, size=20, total=187),
        "options": [
            Option("unterbringung-winter", "Unterbringung und Winter", 24, is_chosen=True),
            Option("ehrenamt", "Ehrenamt", 5),
        ],
    }
