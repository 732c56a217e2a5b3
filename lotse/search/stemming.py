"""German word forms to stems. Pure: no Django.

The light stemmer follows J. Savoy, "Light stemming approaches for the French, Portuguese, German
and Hungarian languages" (SAC 2006): it takes off endings of number and case and leaves the word
recognisable. Umlauts are folded first, so "Fluechtlinge" and "Flüchtlinge" meet.
"""

import re
import unicodedata
from functools import lru_cache

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_BEFORE_S = frozenset("bdfghklmnt")
# Verbs and adverbs that only look like the feminine plural.
_NOT_FEMININE = (
    *("beginnen", "gewinnen", "besinnen", "nachsinnen"),
    *("spinnen", "zerrinnen", "entrinnen", "hierinnen"),
)
_PARTICIPLE = re.compile(r"(?:[^\W\d_]{4,})end(?:e[mnrs]?)$")
# What stands before "end" in words that are no participles: verwenden, Sender, Spenden, Abende,
# Kalender, Wochenende.
_NOT_PARTICIPLE = ("w", "s", "sp", "bl", "ab", "leg", "kal", "ag", "tag", "voll", "wochen", "be")


def fold(word: str) -> str:
    """Return the lower-case word without umlauts and accents; "ae" counts as "ä" and so on.

    "ue" after a vowel or q is left alone ("Feuer", "bequem").
    """
    plain = word.translate(_FOLDED)
    if not plain.isascii():
        plain = "".join(
            character
            for character in unicodedata.normalize("NFD", plain)
            if not unicodedata.combining(character)
        )
    if "ae" not in plain and "oe" not in plain and "ue" not in plain:
        return plain
    kept: list[str] = []
    after_vowel, position = False, 0
    while position < len(plain):
        letter = plain[position]
        kept.append(letter)
        is_umlaut = letter in "ao" or (letter == "u" and not after_vowel)
        if is_umlaut and plain[position + 1 : position + 2] == "e":
            position += 2
            after_vowel = True
            continue
        after_vowel = letter in "aeiouyq"
        position += 1
    return "".join(kept)


def masculine(word: str) -> str:
    """Return the word without the feminine ending: "Beraterinnen" and "Beraterin" to "Berater"."""
    if word.endswith("innen") and len(word) > 8 and not word.endswith(_NOT_FEMININE):
        return word[:-5]
    if word.endswith("erin") and len(word) > 7:
        return word[:-2]
    return word


def agent(word: str) -> str:
    """Return the "-er" form of people named by a participle: "Mitarbeitende" to "Mitarbeiter".

    Plain and inclusive texts say the one, older texts and questions the other.
    """
    if _PARTICIPLE.fullmatch(word):
        base = word[: word.rindex("end")]
        if not base.endswith(_NOT_PARTICIPLE):
            return base + "er"
    return word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case word. Same result for all its forms, as far as rules go."""
    return _without_ending(_without_case(fold(agent(masculine(word)))))


def _without_case(word: str) -> str:
    length = len(word)
    if length > 5 and word.endswith("ern"):
        return word[:-3]
    if length > 4 and word[-2] == "e" and word[-1] in "mnrs":
        return word[:-2]
    if length > 3 and word[-1] == "e":
        return word[:-1]
    if length > 3 and word[-1] == "s" and word[-2] in _BEFORE_S:
        return word[:-1]
    return word


def _without_ending(word: str) -> str:
    length = len(word)
    if length > 5 and word.endswith("est"):
        return word[:-3]
    if length > 4 and word[-2] == "e" and word[-1] in "rn":
        return word[:-2]
    if length > 4 and word.endswith("st") and word[-3] in _BEFORE_S:
        return word[:-2]
    return word
