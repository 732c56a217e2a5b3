"""Finding what may point at a person: by shape, by context and by frequent names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lotse.lib.redaction import patterns as shape
from lotse.lib.redaction.names import FIRST_NAMES, NOT_NAMES, SURNAMES


class Kind(StrEnum):
    NAME = "name"
    MAIL = "mail"
    PHONE = "phone"
    ADDRESS = "address"
    IBAN = "iban"
    BIRTH = "birth"
    FILE_NUMBER = "fileNumber"
    AZR = "azr"
    PLATE = "plate"
    HEALTH = "health"


MANDATORY = frozenset(Kind) - {Kind.HEALTH}
"""Kinds somebody has to decide about. A health word is only a hint to look closer."""


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text: ``text[start:end]``."""

    start: int
    end: int
    kind: Kind
    reason: str
    """Code of why it was found: title, list, greeting, signature, known, shape or near."""

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def find(text: str, known: Iterable[str] = ()) -> list[Span]:
    """Return what may point at a person, in order and without overlap.

    known: names that surely belong to people here, for example of the asker and the team.
    Never raises; the spans lie within the text.
    """
    found = [
        *_shapes(text),
        *_names(text),
        *_known(text, known),
    ]
    found = _longest(found)
    return sorted([*found, *_health(text, found)])


_WHOLE = (
    (shape.MAIL, Kind.MAIL),
    (shape.COURT, Kind.FILE_NUMBER),
    (shape.BAMF, Kind.FILE_NUMBER),
    (shape.STREET, Kind.ADDRESS),
    (shape.POSTCODE, Kind.ADDRESS),
)
_AFTER_A_WORD = (
    (shape.AZR, Kind.AZR),
    (shape.CASE, Kind.FILE_NUMBER),
    (shape.EXTENSION, Kind.PHONE),
    (shape.BORN, Kind.BIRTH),
)


def _shapes(text: str) -> Iterator[Span]:
    for pattern, kind in _WHOLE:
        for match in pattern.finditer(text):
            yield Span(*match.span(), kind, "shape")
    for pattern, kind in _AFTER_A_WORD:
        for match in pattern.finditer(text):
            start, end = match.span("number")
            # The full stop behind a number ends the sentence.
            yield Span(start, start + len(text[start:end].rstrip(" .,-/")), kind, "shape")
    yield from _checked(text)


def _checked(text: str) -> Iterator[Span]:
    """Shapes that also stand for something else: a check digit, a length or a word decides."""
    for match in shape.IBAN.finditer(text):
        if _is_iban(match[0]):
            yield Span(*match.span(), Kind.IBAN, "shape")
    for match in shape.PHONE.finditer(text):
        if 7 <= sum(letter.isdigit() for letter in match[0]) <= 15:
            yield Span(*match.span(), Kind.PHONE, "shape")
    for match in shape.PLATE.finditer(text):
        near = text[max(0, match.start() - 40) : match.end() + 20]
        # Without hyphen the shape alone is too weak: "PDF AB 12".
        if "-" in match["plate"] or shape.PLATE_WORD.search(near):
            yield Span(*match.span("plate"), Kind.PLATE, "shape")


def _names(text: str) -> Iterator[Span]:
    for pattern, reason in (
        (shape.TITLED, "title"),
        (shape.GREETED, "greeting"),
        (shape.INLINE_SIGNED, "signature"),
        (shape.INTRODUCED, "introduced"),
    ):
        for match in pattern.finditer(text):
            span = _trimmed(text, match.start("name"), match.end("name"), reason)
            if span and (reason in ("title", "signature") or _looks_like_name(span.of(text))):
                yield span
    yield from _signed(text)
    for match in shape.PAIR.finditer(text):
        yield from _paired(text, match)
    for match in shape.REVERSED.finditer(text):
        first, last = match["first"].lower(), match["last"].lower()
        if first in FIRST_NAMES and last in SURNAMES:
            yield Span(match.start(), match.end(), Kind.NAME, "list")
    for match in re.finditer(rf"(?<![\w-]){shape.NAME}(?![\w-])", text):
        word = match[0].lower()
        is_sure = word in SURNAMES and word not in shape.COMMON and word not in FIRST_NAMES
        is_first = word in FIRST_NAMES and word not in shape.FIRST_WORDS
        if (is_sure or is_first) and not _is_part_of_something(text, match.end(), match.start()):
            yield Span(*match.span(), Kind.NAME, "list")


def _paired(text: str, match: re.Match[str]) -> Iterator[Span]:
    """A first name and what follows it: "Sabine Kowalczyk"."""
    firsts = match["first"].lower().split("-")
    last = match["last"].split()[-1]
    if firsts[0] not in FIRST_NAMES or last.lower() in NOT_NAMES | shape.PLACE_WORDS:
        return
    if _is_part_of_something(text, match.end(), match.start()):
        return
    is_listed = last.lower() in SURNAMES or last.lower() in FIRST_NAMES
    # "Maria Hilf" and "Karl Arbeit": an unknown word after a first name that is a word as well.
    if not is_listed and firsts[0] in shape.FIRST_WORDS:
        return
    yield Span(match.start(), match.end(), Kind.NAME, "list")


def _signed(text: str) -> Iterator[Span]:
    """Names in the lines after a closing: "Freundliche Grüße / Jens Holm / Sozialamt"."""
    for closing in shape.CLOSING.finditer(text):
        position, lines = closing.end(), 0
        for line in text[position:].splitlines(keepends=True):
            bare = line.strip()
            if bare:
                lines += 1
                match = shape.SIGNED.match(line.rstrip("\r\n"))
                is_name = match and (lines == 1 or _looks_like_name(match["name"]))
                if match and is_name and _may_sign(match["name"]):
                    start = position + match.start("name")
                    yield Span(start, start + len(match["name"]), Kind.NAME, "signature")
            if lines >= shape.SIGNATURE_LINES:
                break
            position += len(line)


def _may_sign(name: str) -> bool:
    """A signature line is a name unless it names an office: "Sozialamt", "Ihr Kompetenzteam"."""
    words = name.split()
    return not any(
        shape.OFFICE.search(word) or word in ("Ihr", "Ihre", "Das", "Die") for word in words
    )


def _known(text: str, known: Iterable[str]) -> Iterator[Span]:
    for name in known:
        whole = " ".join(name.split())
        parts = [whole, *(part for part in re.split(r"[\s,]+", whole) if len(part) > 2)]
        for part in dict.fromkeys(filter(None, parts)):
            if part.lower() in NOT_NAMES or not part[0].isupper() or shape.OFFICE.search(part):
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text):
                # "Weber" in "Weberstraße" is no word of its own; in "Weber-Straße" it is a place.
                if not _is_part_of_something(text, match.end(), match.start()):
                    yield Span(*match.span(), Kind.NAME, "known")


def _trimmed(text: str, start: int, end: int, reason: str) -> Span | None:
    """Cut words behind a name that belong to the sentence: "Frau Weber Bescheid"."""
    words = list(re.finditer(r"\S+", text[start:end]))
    kept = 0
    for number, word in enumerate(words):
        bare = word[0].lower()
        if bare in NOT_NAMES:
            if number == 0 and reason == "title":
                return None
            break
        is_particle = not word[0][0].isupper()
        begins = words[0][0]
        if number and is_particle and begins[0].isupper() and not _is_first_name(begins):
            # "Frau Weber von der Caritas": where somebody works is not the name.
            break
        is_name = bare in SURNAMES or bare in FIRST_NAMES or is_particle
        if number and not is_name and not _continues(words, number):
            break
        kept = word.end()
    if not kept:
        return None
    if _is_part_of_something(text, start + kept, start) and reason != "greeting":
        return None
    return Span(start, start + kept, Kind.NAME, reason)


def _continues(words: list[re.Match[str]], number: int) -> bool:
    """After what is no surname, an unknown capital word is one: "Frau Amina Yousefi"."""
    before = words[number - 1][0].lower()
    after_particle = not words[number - 1][0][0].isupper()
    return after_particle or (number == 1 and before not in SURNAMES and "-" not in before)


def _is_first_name(word: str) -> bool:
    return word.lower().split("-")[0] in FIRST_NAMES


def _is_part_of_something(text: str, end: int, start: int) -> bool:
    """The name of a street, a school, a law: "Frau Müller-Straße", "Anne Frank Schule"."""
    last = text[start:end].split()[-1]
    if "-" in last and shape.PUBLIC_PART.fullmatch(last.rpartition("-")[2]):
        return True
    return bool(shape.GLUED.search(last) or shape.PUBLIC_NEXT.match(text, end))


def _looks_like_name(text: str) -> bool:
    return any(
        word.lower() in FIRST_NAMES or word.lower() in SURNAMES
        for word in re.split(r"[\s-]+", text)
    )


def _longest(spans: Iterable[Span]) -> list[Span]:
    """Of overlapping spans keep the longest; what touches at the edges stays apart."""
    kept: list[Span] = []
    order = {"known": 1, "list": 2}
    ranked = sorted(spans, key=lambda s: (s.start - s.end, order.get(s.reason, 0), s.start))
    for span in ranked:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept)


def _health(text: str, found: list[Span]) -> Iterator[Span]:
    people = [span for span in found if span.kind == Kind.NAME]
    for match in shape.HEALTH.finditer(text):
        near = text[max(0, match.start() - shape.NEAR) : match.end() + shape.NEAR]
        is_near_name = any(
            span.start < match.end() + shape.NEAR and span.end > match.start() - shape.NEAR
            for span in people
        )
        overlaps = any(span.start < match.end() and match.start() < span.end for span in found)
        if not overlaps and (is_near_name or shape.PERSON_WORD.search(near)):
            yield Span(*match.span(), Kind.HEALTH, "near")


@lru_cache(maxsize=256)
def _is_iban(text: str) -> bool:
    """ISO 13616: moved and spelled out, the number leaves 1 when divided by 97."""
    bare = re.sub(r"\s", "", text)
    if not 15 <= len(bare) <= 34:
        return False
    digits = "".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])
    return int(digits) % 97 == 1
