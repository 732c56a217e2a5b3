"""Rendering of one component: a template in ``ui/components`` and checked arguments."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


def one_of(value: str, allowed: Iterable[str], what: str) -> str:
    """Return the value. Raises TemplateSyntaxError if it is not one of the allowed."""
    if value not in allowed:
        raise TemplateSyntaxError(f"{what} must be one of {', '.join(allowed)}: {value!r}")
    return value


def draw(template_name: str, /, **values: Any) -> SafeString:
    """Return the markup without the line break at the end of its file, which would be a space."""
    html = _template(template_name).render(Context(values))
    # Stripping keeps what the template engine has escaped.
    return mark_safe(html.strip())  # noqa: S308


def draw_short(template_name: str, /, **values: str | bool) -> SafeString:
    """Return the same as ``draw``, which many pages need dozens of times with the same few words.

    It is kept by its arguments; what is safe and what is to be escaped are two.
    """
    return _drawn(template_name, get_language(), tuple(values), *values.values())


@lru_cache(maxsize=1024, typed=True)
def _drawn(
    template_name: str, _language: str | None, names: tuple[str, ...], *values: str | bool
) -> SafeString:
    return draw(template_name, **dict(zip(names, values, strict=True)))


@cache
def _template(name: str) -> Template:
    # Looking for the file and wrapping it anew for each of forty buttons costs as much as drawing.
    found: Template = get_template(f"ui/components/{name}.html").template  # type: ignore[attr-defined]
    return found
