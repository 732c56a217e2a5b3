"""What the search box understands besides words: "phrases" and -words. Pure: no Django.

Nothing here ever fails: whatever is no operator is words. Texts that are no search, such as mails
with quotations and lists, have none.
"""

import re
from dataclasses import dataclass

_QUOTES = str.maketrans(dict.fromkeys('"„“”»«', " "))
MAX_LENGTH = 300
"""Characters; what is longer or has several lines is a text, not a search."""

_QUOTED = re.compile(
    r"""
      (?P<minus>(?<!\S)-)?
      (?: "(?P<a>[^"]+)" | „(?P<b>[^“”"]+)[“”"] | “(?P<c>[^“”"]+)[”"]
        | »(?P<d>[^»«]+)« | «(?P<e>[^»«]+)» )
    """,
    re.VERBOSE,
)
# A letter must follow: "-10 Grad" is a temperature.
_WITHOUT = re.compile(r"(?<!\S)-(?=[^\W\d_])\S+")


@dataclass(frozen=True)
class Operators:
    plain: str
    """The text with spaces where nothing is to be searched; positions stay the same."""
    phrases: tuple[str, ...] = ()
    """Must stand there word by word, in any form."""
    without: tuple[str, ...] = ()
    """Words and phrases that must not stand there."""


def read(text: str) -> Operators:
    """Return the operators of a cleaned text. A search for nothing but exclusions has none."""
    if len(text) > MAX_LENGTH or "\n" in text.strip():
        return Operators(text)
    phrases: list[str] = []
    without: list[str] = []
    plain = text
    for match in _QUOTED.finditer(text):
        inner = next(filter(None, match.group("a", "b", "c", "d", "e")))
        (without if match["minus"] else phrases).append(inner)
        if match["minus"]:
            plain = _blanked(plain, match)
    for match in _WITHOUT.finditer(plain):
        if not any(match.start() in range(*quoted.span()) for quoted in _QUOTED.finditer(plain)):
            without.append(match.group()[1:])
            plain = _blanked(plain, match)
    if not any(map(str.isalnum, plain)):
        return Operators(text)
    return Operators(plain, tuple(phrases), tuple(without))


def loose(text: str) -> str:
    """Return a search with its phrases as plain words and without its exclusions."""
    found = read(text)
    if not (found.phrases or found.without):
        return text
    return " ".join(found.plain.translate(_QUOTES).split())


def _blanked(text: str, match: re.Match[str]) -> str:
    start, end = match.span()
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"
