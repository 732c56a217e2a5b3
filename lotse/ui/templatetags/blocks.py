"""Our own blocks (prefix lt-) where KERN has none. One block: one template, tag and specimen."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lotse.lib.paging import PARAMETERS, Page
from lotse.ui import components
from lotse.ui.facets import Option
from lotse.ui.tiles import TILES

register = template.Library()

_MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "success"} | {
    "warning": "warning",
    "error": "danger",
}
CONTENT_TYPES = {
    "example": (gettext_lazy("Gutes Beispiel"), "example", ""),
    "aid": (gettext_lazy("Hilfestellung"), "guide", "hilfe"),
    "answer": (gettext_lazy("Beantwortete Frage"), "answer", "antwort"),
    "fact": (gettext_lazy("Zahl oder Regel"), "rule", "hilfe"),
    "discussion": (gettext_lazy("Diskussion"), "discussion", "austausch"),
    "news": (gettext_lazy("Meldung"), "news", "antwort"),
    "press": (gettext_lazy("Pressemitteilung"), "megaphone", "austausch"),
    "page": (gettext_lazy("Seite"), "news", ""),
}
"""Label, icon and tint of every kind of content."""
_DEADLINES = {
    "answered": ("da", "success"),
    "calm": ("ok", ""),
    "soon": ("knapp", "warning"),
    "overdue": ("weg", "danger"),
}


# --- Platform ----------------------------------------------------------------------------------


@register.simple_tag
def platform_name() -> str:
    return settings.PLATFORM_NAME


@register.simple_tag
def platform_subject() -> str:
    return settings.PLATFORM_SUBJECT


@register.simple_tag
def inquiry_address() -> str:
    return settings.INQUIRY_ADDRESS


@register.filter(is_safe=True)
def one_line(text: str) -> str:
    """Join the lines of a title; templates are indented, titles are not."""
    return " ".join(text.split())


@register.filter
def breakable(address: str) -> SafeString:
    """Let a long mail address break before its domain and nowhere else."""
    local, at, domain = address.partition("@")
    return format_html("{}<wbr>{}{}", local, at, domain)


@register.simple_tag
def is_demo() -> bool:
    return settings.IS_DEMO


@register.filter
def message_kind(level_tag: str) -> str:
    """Map a level of Django's messages to a kind of alert."""
    return _MESSAGE_KINDS.get(level_tag, "info")


# --- Small things ---


@register.simple_block_tag
def chip(
    content: str,
    href: str = "",
    current: bool = False,
    icon: str = "",
    count: int | None = None,
    **attributes: Any,
) -> SafeString:
    """Draw a filter: a link with ``href``, a button with other attributes, else plain text."""
    return components.draw(
        "chip",
        content=content,
        href=href,
        current=current,
        icon=icon,
        count=count,
        is_button=bool(attributes),
        attributes=flatatt({name.replace("_", "-"): value for name, value in attributes.items()}),
    )


@register.simple_block_tag
def match(content: str, icon: str = "check") -> SafeString:
    """Draw what fits the reader: "Ihre Größenklasse"."""
    return components.draw("match", content=content, icon=icon)


@register.simple_tag
def content_type(kind: str, label: str = "") -> SafeString:
    """Draw the kind of a content: icon, text, tint. label: replaces the usual word."""
    components.one_of(kind, CONTENT_TYPES, "kind")
    usual, symbol, tint = CONTENT_TYPES[kind]
    return components.draw("content_type", label=label or usual, icon=symbol, tint=tint)


@register.simple_block_tag
def pick(
    content: str,
    name: str,
    value: str | int,
    is_chosen: bool = False,
    is_disabled: bool = False,
    form: str = "",
) -> SafeString:
    """Draw a box that picks one entry of a list. form: id of the form, if it stands outside."""
    return components.draw(
        "pick",
        content=content,
        name=name,
        value=value,
        is_chosen=is_chosen,
        is_disabled=is_disabled,
        form=form,
    )


@register.simple_tag
def term(word: str, name: str, anchor: str, meaning: str, url: str) -> SafeString:
    """Draw a word with its explanation, which opens without script. name: the word in full."""
    return components.draw("term", word=word, name=name, anchor=anchor, meaning=meaning, url=url)


# --- Parts of a page ---


@register.simple_block_tag
def step(content: str, number: int, title: str, note: str = "", level: int = 3) -> SafeString:
    """Draw one step inside ``<ol class="lt-steps">``."""
    return components.draw(
        "step", content=content, number=number, title=title, note=note, level=level
    )


@register.simple_block_tag
def empty_state(content: str, title: str, level: int = 2) -> SafeString:
    """Say what is missing, why, and what to do now."""
    return components.draw("empty_state", content=content, title=title, level=level)


@register.simple_block_tag
def contact(content: str, name: str, initials: str = "", level: int = 0) -> SafeString:
    """Draw an office or a person: initials, name, and what the content adds."""
    return components.draw("contact", content=content, name=name, initials=initials, level=level)


@register.simple_block_tag
def message(
    content: str, author: str, note: str = "", kind: str = "", badge: str = "", initials: str = ""
) -> SafeString:
    """Draw one message of a conversation. kind: "", team, note or ok."""
    classes = {"": "", "team": "lt-msg--team", "note": "lt-msg--notiz", "ok": "lt-msg--ok"}
    components.one_of(kind, classes, "kind")
    return components.draw(
        "message",
        content=content,
        author=author,
        note=note,
        modifier=classes[kind],
        badge=badge,
        initials=initials,
    )


# --- Finding the way -----------------------------------------------------------------------------


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """``{% crumbs "Gute Beispiele" "/beispiele/" example.title %}``: the last one is this page."""
    *path, present = ("Start", "/", *pairs)
    links = [
        {"label": label, "href": href} for label, href in zip(path[::2], path[1::2], strict=True)
    ]
    return components.draw("crumbs", links=links, present=present)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any], label: str = "") -> SafeString:
    """Draw the ways to the other pages; all other parameters of the address stay."""
    query = context["request"].GET.copy()
    for name in PARAMETERS:
        query.pop(name, None)

    def address(parameters: Mapping[str, str] | None) -> str:
        if parameters is None:
            return ""
        changed = query.copy()
        changed.update(parameters)
        return f"?{changed.urlencode()}"

    return components.draw(
        "pagination",
        page=page,
        label=label or _("Seiten"),
        previous=address(page.previous),
        next=address(page.next),
        numbers=[
            {"number": number, "href": address({"seite": str(number)}) if number else ""}
            for number in page.numbers
        ],
    )


@register.simple_tag
def ask_box(
    value: str = "", compact: bool = False, label: str = "", topic: str = "", rows: int = 0
) -> SafeString:
    """Draw the question box; it leads to the search, and the question travels along.

    topic: code of a field; the search then looks there only.
    """
    return components.draw(
        "ask",
        value=value,
        compact=compact,
        label=label,
        topic=topic,
        rows=rows or (2 if compact else 3),
    )


@register.simple_tag
def facet(title: str, name: str, options: Iterable[Option], is_open: bool = True) -> SafeString:
    """Draw one group of filters as checkboxes with their number of hits."""
    return components.draw("facet", title=title, name=name, options=list(options), is_open=is_open)


# --- Figures -------------------------------------------------------------------------------------


@register.simple_tag
def deadline(state: str, text: str, share: float, note: str = "") -> SafeString:
    """Draw a time bar: icon, text and bar say the same.

    state: answered, calm, soon or overdue. share: used part of the time, 0 to 1.
    """
    components.one_of(state, _DEADLINES, "state")
    modifier, badge = _DEADLINES[state]
    return components.draw(
        "deadline",
        modifier=modifier,
        badge=badge,
        text=text,
        # A started clock is never an empty bar.
        width=max(1, min(100, round(share * 100))),
        note=note,
    )


@register.simple_tag
def bar(value: float, maximum: float) -> SafeString:
    """Draw a share as a bar; the number stands beside it as text."""
    width = 0 if not maximum else max(0, min(100, round(value / maximum * 100)))
    return components.draw("bar", width=width)


@register.simple_tag
def land_tiles(code: str, name: str) -> SafeString:
    """Draw where a Land lies, as tiles. code: two letters such as NW."""
    return _land_tiles(code, name, get_language())


@lru_cache(maxsize=64)
def _land_tiles(code: str, name: str, language: str) -> SafeString:
    tiles = [
        {"code": tile, "x": 24 * column, "y": 24 * row, "text_x": 24 * column + 11}
        | {"text_y": 24 * row + 14.5, "is_here": tile == code}
        for tile, (column, row) in TILES.items()
    ]
    return components.draw("land_tiles", tiles=tiles, name=name)
