"""Rendering of one component: a template in ``ui/components`` and checked arguments."""

from collections.abc import Iterable
from typing import Any

from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


def one_of(value: str, allowed: Iterable[str], what: str) -> str:
    """Return the value. Raises TemplateSyntaxError if it is not one of the allowed."""
    if value not in allowed:
        raise TemplateSyntaxError(f"{what} must be one of {', '.join(allowed)}: {value!r}")
    return value


def draw(template_name: str, /, **values: Any) -> SafeString:
    """Return the markup without the line break at the end of its file, which would be a space."""
    html = render_to_string(f"ui/components/{template_name}.html", values)
    # Stripping keeps what the template engine has escaped.
    return mark_safe(html.strip())  # noqa: S308
