"""Placeholders in text modules: ``{{anrede}}``, ``{{frist}}``. Pure: no Django.

Nothing but these names is replaced: no expressions, no attributes, no filters.
"""

import re
from collections.abc import Mapping

MEANINGS = {
    "anrede": "Guten Tag, mit Namen, wenn er bekannt ist",
    "name": "Name der fragenden Person",
    "nummer": "Nummer der Anfrage",
    "betreff": "Betreff der Anfrage",
    "kommune": "Name der Kommune",
    "frist": "bis wann die Antwort kommt",
    "bereich": "Programmbereich der Anfrage",
    "datum": "heutiges Datum",
    "unterschrift": "Ihr Name und Ihre Stelle",
}
"""Name and what stands in its place."""
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def unknown(text: str) -> list[str]:
    """Return the names between double braces that mean nothing, in order, each once."""
    found = dict.fromkeys(match.group(1) for match in _PLACE.finditer(text))
    return [name for name in found if name.lower() not in MEANINGS]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders replaced; what is unknown stays as it is.

    Values are put in as they are: a placeholder inside a value is text.
    """

    def value(match: re.Match[str]) -> str:
        return values.get(match.group(1).lower(), match.group(0))

    return _PLACE.sub(value, text)
