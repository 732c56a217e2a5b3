"""Texts to passages, and a passage to what is shown of it."""

import re
from collections.abc import Sequence
from html import escape

from lotse.search.documents import Passage

PASSAGE_SIZE = 450
"""Characters after which a new passage begins, at the next line or sentence."""
MAX_PASSAGES = 400
EXCERPT_SIZE = 320
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„\d])")


def split(text: str, *, heading: str = "", anchor: str = "") -> tuple[Passage, ...]:
    """Return a text as passages of about ``PASSAGE_SIZE`` characters, cut at lines or sentences."""
    pieces: list[str] = []
    for line in text.splitlines():
        if len(line) > PASSAGE_SIZE:
            pieces += _SENTENCE_END.split(line.strip())
        elif line.strip():
            pieces.append(line.strip())
    passages: list[Passage] = []
    current: list[str] = []
    for piece in pieces:
        if current and sum(map(len, current)) + len(piece) > PASSAGE_SIZE:
            passages.append(Passage(heading, "\n".join(current), anchor))
            current = []
        current.append(piece)
    if current:
        passages.append(Passage(heading, "\n".join(current), anchor))
    return tuple(passages)


def of_documents(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of a document, overlong ones split, at most ``MAX_PASSAGES``.

    A slice may hand over whole sections or mails; what is found should still be a passage.
    """
    pieces: list[Passage] = []
    for passage in passages:
        if len(passage.text) > 2 * PASSAGE_SIZE:
            pieces += split(passage.text, heading=passage.heading, anchor=passage.anchor)
        else:
            pieces.append(passage)
    return pieces[:MAX_PASSAGES]


def excerpt(text: str, spans: list[tuple[int, int]], size: int = EXCERPT_SIZE) -> tuple[int, int]:
    """Return start and end of the stretch of a text that holds most of the spans.

    spans: start and end of the words to show, in order. The stretch begins and ends between words.
    """
    if len(text) <= size:
        return 0, len(text)
    best, best_count = 0, 0
    for index, (start, _) in enumerate(spans):
        count = sum(1 for _, end in spans[index:] if end <= start + size - 40)
        if count > best_count:
            best, best_count = start, count
    start = max(0, min(best - 40, len(text) - size))
    if start:
        start = text.find(" ", start, best + 1) + 1 or best
    end = min(len(text), start + size)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + size // 2)
    return start, end


def mark(text: str, spans: list[tuple[int, int]]) -> tuple[str, str]:
    """Return the excerpt of a text, plain and as HTML with its words in ``<mark>``.

    Everything is escaped; the only tag in the result is ``<mark>``. Neighbouring words share one.
    """
    start, end = excerpt(text, spans)
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    html: list[str] = [before]
    position = start
    for left, right in _merged(text, [s for s in spans if s[0] >= start and s[1] <= end]):
        html.append(escape(text[position:left]))
        html.append(f"<mark>{escape(text[left:right])}</mark>")
        position = right
    html.append(escape(text[position:end]))
    html.append(after)
    return before + text[start:end] + after, "".join(html)


def _merged(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans with nothing but a space or hyphen between them."""
    merged: list[tuple[int, int]] = []
    for left, right in spans:
        if merged and text[merged[-1][1] : left] in ("", " ", "-", "\n"):
            merged[-1] = (merged[-1][0], right)
        else:
            merged.append((left, right))
    return merged
