"""Sources of a reply while it is written: ``[2]`` in the text points to the second one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lotse.accounts.senders import recognise
from lotse.inquiries.models import Citation, Draft, Inquiry, Message
from lotse.inquiries.rules import Cited
from lotse.lib.audience import Audience
from lotse.search import generations, registry
from lotse.search.documents import Document
from lotse.search.models import Record

MAX_CITATIONS = 20
_MARK = re.compile(r"(?P<space> ?)\[(?P<place>\d{1,2})\]")


@dataclass(frozen=True)
class Source:
    """One line of the list below the text."""

    position: int
    key: str
    """``example:12``, the name under which suggestions offer the same record."""
    title: str
    url: str
    meta: str
    problem: str
    """``gone``, ``hidden`` (the asker may not open it) or empty."""


def read(draft: Draft | None) -> list[Cited]:
    """Return what a draft cites; damaged rows are left out."""
    rows: Sequence[dict[str, Any]] = draft.citations if draft else ()
    return [
        Cited(
            kind=str(row["kind"]),
            object_id=int(row["object_id"]),
            passage=str(row.get("passage", "")),
            anchor=str(row.get("anchor", "")),
        )
        for row in rows
        if {"kind", "object_id"} <= row.keys()
    ]


def key(cited: Cited) -> str:
    return f"{cited.kind}:{cited.object_id}"


def named(text: str) -> Cited | None:
    """Return the source a button names (``example:12:anchor``), None if there is no such record.

    The passage is the one with this anchor, else the first one of the record.
    """
    kind, _separator, rest = text.partition(":")
    object_id, _separator, anchor = rest.partition(":")
    document = _document(kind, int(object_id)) if object_id.isdecimal() else None
    if document is None or document.audience > Audience.MEMBERS:
        return None
    passages = [passage for passage in document.passages if anchor and passage.anchor == anchor]
    passage = next(iter(passages or document.passages), None)
    return Cited(
        kind=kind,
        object_id=int(object_id),
        passage=passage.text[:400] if passage else "",
        anchor=anchor if passages else "",
    )


def add(cited: Sequence[Cited], source: Cited) -> tuple[list[Cited], int]:
    """Return the sources with a new one and its 1-based place; citing twice changes nothing."""
    keys = [key(one) for one in cited]
    if key(source) in keys:
        return list(cited), keys.index(key(source)) + 1
    if len(cited) >= MAX_CITATIONS:
        return list(cited), 0
    return [*cited, source], len(cited) + 1


def mark(text: str, position: int) -> str:
    """Return the text with ``[n]`` at its end, unless it stands there already."""
    sign = f"[{position}]"
    if sign in text or not position:
        return text
    return f"{text.rstrip()} {sign}" if text.strip() else sign


def insert(text: str, piece: str) -> str:
    """Return the text with a text module in the gap before the closing words, else at the end.

    A module that greets as the text does already loses its greeting.
    """
    piece, greeting = piece.strip(), text.split("\n", 1)[0].strip()
    if greeting and piece.startswith(greeting):
        piece = piece.removeprefix(greeting).lstrip()
    head, gap, tail = text.partition("\n\n\n\n")
    if gap:
        return f"{head}\n\n{piece}\n\n{tail}"
    return f"{text.rstrip()}\n\n{piece}".lstrip()


def remove(text: str, cited: Sequence[Cited], position: int) -> tuple[str, list[Cited]]:
    """Take a source away: its marks go, later ones move up by one."""
    if not 1 <= position <= len(cited):
        return text, list(cited)

    def renumber(found: re.Match[str]) -> str:
        place = int(found["place"])
        if place == position:
            # The space before a mark goes with it.
            return ""
        is_later = position < place <= len(cited)
        return f"{found['space']}[{place - 1 if is_later else place}]"

    left = [source for place, source in enumerate(cited, start=1) if place != position]
    return _MARK.sub(renumber, text), left


def reuse(text: str, cited: Sequence[Cited], similar: Inquiry) -> tuple[str, list[Cited]] | None:
    """Return text and sources with the last answer to a similar inquiry below; None without one.

    Its marks are counted on from the sources that are there already.
    """
    answers = similar.messages.filter(kind=Message.Kind.ANSWER).prefetch_related("citations")
    answer = answers.order_by("-pk").first()
    if answer is None:
        return None
    places, kept = {}, list(cited)
    for citation in answer.citations.all():
        anchor = citation.url.partition("#")[2]
        source = Cited(citation.kind, citation.object_id, citation.passage, anchor)
        kept, places[citation.position] = add(kept, source)

    def renumber(found: re.Match[str]) -> str:
        place = places.get(int(found["place"]), 0)
        return f"{found['space']}[{place}]" if place else ""

    taken = _MARK.sub(renumber, answer.text)
    return f"{text.rstrip()}\n\n{taken}".lstrip(), kept


def sources(inquiry: Inquiry, cited: Sequence[Cited]) -> list[Source]:
    """Return the list below the text, with what would keep a source from being sent.

    Reads the search index, which is written with every publication: two queries however many
    sources there are. Building whole records for a list of titles took ten milliseconds.
    """
    if not cited:
        return []
    ids = {one.object_id for one in cited}
    generation = generations.active()
    records = Record.objects.filter(generation=generation, object_id__in=ids)
    shown = records.only("kind", "object_id", "audience", "title", "url", "meta")
    found = {(record.kind, record.object_id): record for record in shown}
    ours = [found.get((one.kind, one.object_id)) for one in cited]
    needs_member = any(record and record.audience > Audience.PUBLIC for record in ours)
    reach = recognise(inquiry.asker_email).reach if needs_member else Audience.PUBLIC
    return [
        _source(place, key(one), record, reach)
        for place, (one, record) in enumerate(zip(cited, ours, strict=True), start=1)
    ]


def _source(position: int, name: str, record: Record | None, reach: Audience) -> Source:
    if record is None:
        return Source(position, name, "", "", "", "gone")
    problem = "hidden" if record.audience > reach else ""
    return Source(position, name, record.title, record.url, record.meta, problem)


def _document(kind: str, object_id: int) -> Document | None:
    provider = registry.providers.get(kind)
    return provider.document(object_id) if provider else None


def citations(cited: Sequence[Cited]) -> list[Citation]:
    """Return unsaved citations as a reply would hold them; records that are gone are left out."""
    found = [(place, one, _document(one.kind, one.object_id)) for place, one in enumerate(cited, 1)]
    return [
        Citation(
            position=place,
            kind=one.kind,
            object_id=one.object_id,
            title=document.title,
            url=document.url,
            meta=document.meta,
            passage=one.passage,
            dated_on=document.stated_on,
        )
        for place, one, document in found
        if document is not None
    ]
