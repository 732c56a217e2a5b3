"""All URL patterns of the product, spelled as in the URL configuration."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

WAGTAIL = ("redaktion/", "dokumente/", "_util/")
"""Prefixes whose patterns Wagtail brings; tested as groups."""


def all_patterns() -> list[str]:
    """Return each pattern once, for example ``konto/personen/<int:person_id>/``."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def our_patterns() -> list[str]:
    return [pattern for pattern in all_patterns() if not pattern.startswith(WAGTAIL)]


def wagtail_patterns() -> list[str]:
    return [pattern for pattern in all_patterns() if pattern.startswith(WAGTAIL)]


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        spelled = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, spelled)
        else:
            yield spelled
