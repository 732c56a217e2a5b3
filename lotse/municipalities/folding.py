"""Municipality names as people type them, reduced to a form that can be compared. Pure."""

import re
import unicodedata

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SEPARATORS = re.compile(r"[^a-z0-9]+")
# "Pfaffenhofen a.d.Ilm" is also written "an der Ilm"; what carries the name are the other words.
_SMALL_WORDS = "a am an auf b bei d dem den der i im in o ob u und unter v vor zu zum zur"
_ADDITION = re.compile(r"\s*[(/]|\s(?:am|an|auf|bei|im|in|ob|unter|vor|a\.|b\.|d\.|i\.|o\.|v\.)")
_TITLES = (
    "stadt gemeinde markt landeshauptstadt hansestadt kreisstadt universitaetsstadt samtgemeinde "
    "verbandsgemeinde amt landkreis kreis stadtverwaltung gemeindeverwaltung kreisverwaltung "
    "landratsamt rathaus freie und"
)
_is_small, _is_title = frozenset(_SMALL_WORDS.split()), frozenset(_TITLES.split())
_ABBREVIATIONS = {"st": "sankt", "skt": "sankt", "lk": "landkreis", "lkr": "landkreis"}


def fold(text: str) -> str:
    """Return the words of a name, in small letters, umlauts written out: "koeln", "sankt ingbert".

    Small words (am, an der, a.d.) are left out unless there is nothing else.
    """
    composed = unicodedata.normalize("NFC", text)
    return _words(composed.casefold().translate(_WRITTEN_OUT))


def fold_bare(text: str) -> str:
    """As ``fold`` with bare vowels for umlauts: finds "Köln" for somebody who types "Koln"."""
    return _words(text.casefold())


def core(name: str) -> str:
    """Return the folded name without its addition: "frankfurt" for "Frankfurt am Main"."""
    return fold(_ADDITION.split(name, maxsplit=1)[0])


def without_title(words: str) -> str:
    """Return folded words without "stadt", "gemeinde" and the like in front."""
    while (parts := words.partition(" "))[2] and parts[0] in _is_title:
        words = parts[2]
    return words


def _words(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = [word for word in _SEPARATORS.split(letters) if word]
    telling = [word for word in words if word not in _is_small] or words
    last = len(telling) - 1
    return " ".join(
        # "St" alone may be the beginning of "Stuttgart"; before another word it is "Sankt".
        _ABBREVIATIONS.get(word, word) if position < last else word
        for position, word in enumerate(telling)
    )
