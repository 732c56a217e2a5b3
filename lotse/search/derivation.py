"""Words made from the same word: "versichert", "Versicherung"; "Nachbarn", "Nachbarschaft". Pure.

Guesses by ending. They only widen a question with a low weight, and only those the index knows ever
count, so a wrong guess is a word nobody uses. What each rule joins is in ``tests/test_derivation``.
"""

from collections.abc import Iterator
from functools import lru_cache

from lotse.search.stemming import fold, stem

MIN_LETTERS = 4
"""Letters of what is left without its ending."""
MAX_WORDS = 20
_PEOPLE = (("gefluchtet", "fluchtling"), ("fluchtling", "gefluchtet"))
"""Folded; plain and inclusive texts say the one, laws and questions the other."""
_NOUN_ENDINGS = ("ung", "schaft", "nschaft", "lich", "keit", "heit")
_STRONG = (
    *(("nehm", "nahm"), ("nomm", "nahm"), ("geb", "gab"), ("zieh", "zug"), ("zog", "zug")),
    *(("geh", "gang"), ("komm", "kunft"), ("helf", "hilf"), ("holf", "hilf"), ("find", "fund")),
    *(("sprech", "sprach"), ("sproch", "sprach"), ("schliess", "schluss"), ("steh", "stand")),
    *(("schloss", "schluss"), ("schreib", "schrift"), ("greif", "griff"), ("tret", "tritt")),
    *(("kannt", "kennung"), ("kenn", "kennung"), ("brannt", "brand"), ("brenn", "brand")),
)
"""Ends of stems of strong verbs and of the nouns made from them: "aufnehmen", "Aufnahme"."""
_VERB_ENDINGS = ("en", "et", "te", "n", "t")


@lru_cache(maxsize=20_000)
def related(word: str) -> tuple[str, ...]:
    """Return the stems a lower-case word may be related to, without its own."""
    own = stem(word)
    found: list[str] = []
    for guess in _guesses(fold(word)):
        known = stem(guess)
        if known != own and known not in found and len(known) >= MIN_LETTERS:
            found.append(known)
    return tuple(found[:MAX_WORDS])


def _guesses(word: str) -> Iterator[str]:
    for one, other in _PEOPLE:
        if word.startswith(one):
            yield other
    for plural in ("ungen", "ationen", "schaften", "heiten", "keiten"):
        if word.endswith(plural):
            word = word[:-2]
    if base := _base(word, "ieren", "ierung", "ierte", "iert", "ation", "atoren", "ator"):
        yield from (base + ending for ending in ("ation", "ierung", "ieren", "iert", "ator"))
    elif base := _base(word, "ung"):
        yield from _of_verb(base)
    elif base := _base(word, "schaft"):
        yield base
    elif base := _base(word, "igkeit", "keit", "heit"):
        yield from (base, base + "ig")
    elif base := _base(word, "lichen", "licher", "liches", "liche", "lich"):
        yield from (base, base + "lichkeit")
    else:
        yield from _of_plain(word)


def _of_plain(word: str) -> Iterator[str]:
    """What may be a verb in any form, or a noun."""
    for ending in _VERB_ENDINGS:
        if base := _base(word, ending):
            yield from _noun(base)
            if ending in ("t", "et") and base.startswith("ge") and len(base) > MIN_LETTERS + 1:
                yield from _noun(base[2:])
                yield base[2:] + "en"
            if ending != "te":
                break
    own = stem(word)
    for noun in dict.fromkeys((own, word.removesuffix("n"))):
        if len(noun) >= MIN_LETTERS:
            yield from (noun + ending for ending in _NOUN_ENDINGS)
    yield from _of_strong_verb(own)
    if word.endswith("s"):
        yield word[:-1]


def _of_strong_verb(own: str) -> Iterator[str]:
    for verb, made in _STRONG:
        for one, other in ((verb, made), (made, verb)):
            if own.endswith(one):
                yield own.removesuffix(one) + other


def _noun(base: str) -> Iterator[str]:
    yield base + "ung"
    if base.endswith("el"):
        yield base[:-2] + "lung"


def _of_verb(base: str) -> Iterator[str]:
    """The verb to a noun in -ung, and its participle."""
    verb = base[:-1] + "el" if base.endswith("l") and base[-2:-1] not in "aeioul" else base
    is_short = verb.endswith(("el", "er"))
    yield verb + ("n" if is_short else "en")
    yield verb + ("et" if verb.endswith(("d", "t")) else "t")
    yield "ge" + verb + "t"


def _base(word: str, *endings: str) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_LETTERS:
            return word[: -len(ending)]
    return ""
