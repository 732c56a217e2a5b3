"""KERN components as tags. One component: one template, one tag, one specimen at /muster/.

Block tags take their content from the template, everything else as named arguments. Further named
arguments of ``kern_button`` become attributes: ``hx_post=url`` is written as ``hx-post``.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lotse.ui import components
from lotse.ui.icons import DRAWINGS, KERN_ICONS

register = template.Library()

_FEEDBACK = ("info", "success", "warning", "danger")
_BUTTONS = ("primary", "secondary", "tertiary")


# --- Icons, badges, buttons ----------------------------------------------------------------------


@register.simple_tag
def icon(name: str, size: str = "default", label: str = "") -> SafeString:
    """Draw an icon by name (``ui.icons``). Without a label it is decoration for screen readers."""
    return _icon(name, size, {"role": "img", "aria-label": label}) if label else _plain(name, size)


@lru_cache(maxsize=512)
def _plain(name: str, size: str) -> SafeString:
    """Draw an icon that is decoration: a page has dozens of the same few."""
    return _icon(name, size, {"aria-hidden": "true"})


def _icon(name: str, size: str, attributes: dict[str, str]) -> SafeString:
    components.one_of(size, ("small", "default", "large"), "size")
    meaning = flatatt(attributes)
    if name in KERN_ICONS:
        return format_html(
            '<span class="kern-icon kern-icon--{} kern-icon--{}"{}></span>', name, size, meaning
        )
    return format_html(
        '<svg class="lt-ico{}" viewBox="0 0 24 24" focusable="false"{}>{}</svg>',
        " lt-ico--s" if size == "small" else "",
        meaning,
        # Constants of this project, no input.
        mark_safe(DRAWINGS.get(name, DRAWINGS["topic"])),  # noqa: S308
    )


@register.simple_block_tag
def kern_alert(
    content: str,
    kind: str = "info",
    title: str = "",
    level: int = 2,
    role: str = "note",
    anchor: str = "",
) -> SafeString:
    """Draw a box that must be noticed; at most one per view. role: note, status or alert."""
    components.one_of(kind, _FEEDBACK, "kind")
    return components.draw(
        "alert", content=content, kind=kind, title=title, level=level, role=role, anchor=anchor
    )


@register.simple_block_tag
def kern_badge(content: str, kind: str = "info", icon: str = "") -> SafeString:
    """Draw a state as icon and text."""
    components.one_of(kind, _FEEDBACK, "kind")
    return components.draw_short("badge", content=content, kind=kind, icon=icon or kind)


@register.simple_block_tag
def kern_button(
    content: str,
    kind: str = "primary",
    href: str = "",
    icon: str = "",
    small: bool = False,
    block: bool = False,
    hide_label: bool = False,
    **attributes: Any,
) -> SafeString:
    """Draw a button, or a link that looks like one if ``href`` is given."""
    components.one_of(kind, _BUTTONS, "kind")
    return components.draw_short(
        "button",
        content=content,
        kind=kind,
        href=href,
        type=attributes.pop("type", "submit"),
        icon=icon,
        icon_size="small" if small else "default",
        modifiers=" lt-btn-s" * small + " kern-btn--block" * block,
        hide_label=hide_label,
        attributes=flatatt({name.replace("_", "-"): value for name, value in attributes.items()}),
    )


# --- Boxes, lists, tables ------------------------------------------------------------------------


@register.simple_block_tag
def kern_card(
    content: str,
    title: str = "",
    href: str = "",
    kind: str = "",
    note: str = "",
    meta: Sequence[str] = (),
    level: int = 3,
) -> SafeString:
    """Draw a teaser whose whole area is the link; start page and contacts only."""
    return components.draw(
        "card",
        content=content,
        title=title,
        href=href,
        kind=kind,
        note=note,
        meta=[entry for entry in meta if entry],
        level=level,
    )


@register.simple_block_tag
def kern_accordion(
    content: str, title: str, is_open: bool = False, level: int = 0, anchor: str = ""
) -> SafeString:
    """Draw a part that can be unfolded. level: of the heading in it; 0: plain text."""
    return components.draw(
        "accordion", content=content, title=title, is_open=is_open, level=level, anchor=anchor
    )


@register.simple_block_tag
def kern_table(content: str, caption: str, striped: bool = False) -> SafeString:
    """Draw a table of plain thead, tbody and tr; cells with numbers get class lt-num."""
    return components.draw("table", content=content, caption=caption, striped=striped)


@register.simple_block_tag
def kern_summary(
    content: str,
    title: str,
    number: int | None = None,
    change_url: str = "",
    change_label: str = "",
    level: int = 2,
) -> SafeString:
    """Draw given answers to be checked; the content is ``kern_entry`` blocks."""
    return components.draw(
        "summary",
        content=content,
        title=title,
        number=number,
        change_url=change_url,
        change_label=change_label or _("Ändern"),
        level=level,
    )


@register.simple_block_tag
def kern_entry(content: str, label: str) -> SafeString:
    """Draw one pair of a ``kern_summary``."""
    return components.draw("entry", content=content, label=label)


@register.simple_block_tag
def kern_dialog(content: str, anchor: str, title: str) -> SafeString:
    """Draw a short decision. Opened by ``data-dialog-open="anchor"`` on a link to the same page."""
    return components.draw("dialog", content=content, anchor=anchor, title=title)


@register.simple_tag
def kern_progress(
    value: float, maximum: float, label: str, anchor: str = "fortschritt"
) -> SafeString:
    return components.draw("progress", value=value, maximum=maximum, label=label, anchor=anchor)


@register.simple_block_tag
def kern_loader(content: str) -> SafeString:
    """Draw a wait of more than a second; its text is announced."""
    return components.draw("loader", content=content)
