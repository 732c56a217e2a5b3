"""From a text and what was decided about its marks to the text that may be shown."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lotse.lib.redaction.finding import MANDATORY, Kind, Span, find

BLOCK = "█████"
"""Stands for what was taken out; as long for every name, so that nothing can be guessed."""


class Action(StrEnum):
    MASK = "mask"
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True)
class Decision:
    action: Action
    replacement: str = ""
    """What stands instead; only with REPLACE."""


Key = tuple[Kind, str]
"""One decision holds for the same thing wherever it stands: kind and what was found."""


def key(text: str, span: Span) -> Key:
    """Return under which decisions about a mark are kept: line ends and blanks do not count."""
    return span.kind, " ".join(span.of(text).split())


def apply(
    text: str, decisions: Mapping[Key, Decision], known: Iterable[str] = ()
) -> tuple[str, list[Span]]:
    """Return the text as decided, and the marks nobody has decided about.

    What is undecided is taken out, so that forgetting shows nothing. Health words stay: they only
    ask for a second look.
    """
    spans = find(text, known)
    undecided = [
        span for span in spans if span.kind in MANDATORY and key(text, span) not in decisions
    ]

    def written(span: Span) -> str:
        decision = decisions.get(key(text, span))
        if span.kind not in MANDATORY and decision is None:
            return span.of(text)
        if decision is None or decision.action == Action.MASK:
            return BLOCK
        return span.of(text) if decision.action == Action.KEEP else decision.replacement

    return _rewritten(text, spans, written), undecided


def masked(text: str, known: Iterable[str] = ()) -> str:
    """Return the text without anything that may point at a person; for anonymising.

    Each stretch is replaced by the word for its kind in brackets: "Guten Tag Frau [Name]".
    """
    spans = [span for span in find(text, known) if span.kind in MANDATORY]
    return _rewritten(text, spans, lambda span: f"[{_WORDS[span.kind]}]")


_WORDS: Mapping[Kind, str] = {
    Kind.NAME: "Name",
    Kind.MAIL: "E-Mail-Adresse",
    Kind.PHONE: "Telefonnummer",
    Kind.ADDRESS: "Anschrift",
    Kind.IBAN: "Bankverbindung",
    Kind.BIRTH: "Geburtsdatum",
    Kind.FILE_NUMBER: "Aktenzeichen",
    Kind.AZR: "AZR-Nummer",
    Kind.PLATE: "Kennzeichen",
    Kind.HEALTH: "Gesundheit",
}


def _rewritten(text: str, spans: Sequence[Span], written: Callable[[Span], str]) -> str:
    parts, position = [], 0
    for span in spans:
        parts += [text[position : span.start], written(span)]
        position = span.end
    result = "".join([*parts, text[position:]])
    # Two masks side by side tell that a name has two parts; one is enough.
    return re.sub(rf"{BLOCK}(?:[ \t]+{BLOCK})+", BLOCK, result)
