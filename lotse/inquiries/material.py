"""What an inquiry offers to everybody else: question, answer and sources, without people.

Everything here goes through ``redaction``; nothing that leaves an inquiry is read anywhere else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from lotse.inquiries.models import Citation, Harvested, Inquiry, Message, RedactionDecision
from lotse.knowledge import documents as example_documents
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.answers import requirements
from lotse.knowledge.models import Answer, Example
from lotse.lib import body, redaction
from lotse.lib.redaction import Action, Decision, Kind, Span
from lotse.lib.redaction.writing import Key

EXAMPLE, ANSWER = example_documents.KIND, answer_documents.KIND
RECORDS: Mapping[str, type[Example] | type[Answer]] = {EXAMPLE: Example, ANSWER: Answer}
"""Kinds of records an inquiry can become, by the name of their search provider."""
CONTEXT = 60
"""Characters shown on each side of a mark."""
_GREETING = re.compile(
    r"\A\s*(?:sehr geehrte|guten? (?:tag|morgen|abend)|hallo|liebe[rs]?\b|moin)[^\n]*\n+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\n\s*(?:(?:mit )?(?:\w+ )?gr(?:ü|ue)(?:ß|ss)en?|(?:freundliche[nr]?|viele|beste|herzliche) "
    r"gr(?:ü|ue)(?:ß|ss)e|mfg|(?:vielen|herzlichen) dank (?:im voraus|vorab))\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = re.compile(r"\Akurz (?:gesagt|vorweg)\s*[:.]?\s*", re.IGNORECASE)
_QUESTION = re.compile(r"[^.?!\n]{8,180}\?")
_SENTENCE = re.compile(r".+?(?:[.!?:](?=\s|$)|$)", re.DOTALL)


@dataclass(frozen=True)
class Mark:
    """One thing that may point at a person, with one place where it stands."""

    kind: Kind
    value: str
    before: str
    after: str
    places: int
    decision: RedactionDecision | None

    @property
    def is_hint(self) -> bool:
        """Nobody has to decide about it."""
        return self.kind not in redaction.MANDATORY


@dataclass(frozen=True)
class Material:
    """What may be taken over, already without what was to be taken out."""

    question: str
    """One question; empty if the text asks none."""
    problem: str
    short_answer: str
    long_answer: str
    citations: Sequence[Citation]
    undecided: int


def of(inquiry: Inquiry) -> Material:
    """Return what an inquiry offers, as decided so far; what is undecided is taken out."""
    asked, answer = _question_text(inquiry), _last_answer(inquiry)
    known, decisions = known_names(inquiry), decisions_of(inquiry)

    def clean(text: str) -> str:
        return redaction.apply(text, decisions, known)[0].strip()

    short, long = _parts(clean(_without_courtesies(answer.text if answer else "")))
    return Material(
        question=_ask(clean(inquiry.subject), clean(asked))[:200],
        problem=clean(_without_courtesies(asked)),
        short_answer=short[:700],
        long_answer=long,
        citations=list(answer.citations.all()) if answer else [],
        undecided=len([mark for mark in marks(inquiry) if not (mark.decision or mark.is_hint)]),
    )


def marks(inquiry: Inquiry) -> list[Mark]:
    """Return everything in question, answer and records made from them that may be a person.

    In the order of the texts; the same thing in several places is one mark.
    """
    known = known_names(inquiry)
    decided = {
        (Kind(row.kind), row.value): row
        for row in inquiry.redaction_decisions.select_related("decided_by")
    }
    found: dict[Key, tuple[str, Span, int]] = {}
    for text in texts(inquiry):
        for span in redaction.find(text, known):
            key = redaction.key(text, span)
            first = found.get(key)
            found[key] = (first[0], first[1], first[2] + 1) if first else (text, span, 1)
    return [
        Mark(
            kind=key[0],
            value=key[1],
            before=text[max(0, span.start - CONTEXT) : span.start],
            after=text[span.end : span.end + CONTEXT],
            places=places,
            decision=decided.get(key),
        )
        for key, (text, span, places) in found.items()
    ]


def texts(inquiry: Inquiry) -> list[str]:
    """Return every text that may reach others: the inquiry's own and of its drafts."""
    answer = _last_answer(inquiry)
    own = [inquiry.subject, _question_text(inquiry), answer.text if answer else ""]
    drafts = [text for record in drafts_of(inquiry) for text in record_texts(record)]
    return [text for text in (*own, *drafts) if text.strip()]


def drafts_of(inquiry: Inquiry) -> list[Example | Answer]:
    """Return the records made from an inquiry, as their newest version stands."""
    rows = inquiry.harvested.filter(how=Harvested.How.DRAFT)
    found = []
    for row in rows:
        record = RECORDS[row.record_kind].objects.filter(pk=row.record_id).first()
        if record is not None:
            found.append(record.get_latest_revision_as_object())
    return found


def record_texts(record: Example | Answer) -> list[str]:
    """Return what readers see of a record, without its sources."""
    today: date = timezone.localdate()
    if isinstance(record, Answer):
        return [record.question, record.short_answer, record.long_answer]
    shown = example_documents.document(record, today=today)
    return [shown.title, *(passage.text for passage in shown.passages)]


def open_marks(record: Any, inquiry: Inquiry) -> int:
    """Return how many things stand against showing this record, which came from this inquiry.

    Whatever in the inquiry nobody decided about, and whatever in the record was not decided to be
    kept: somebody may have written it in again.
    """
    known, decisions = known_names(inquiry), decisions_of(inquiry)
    against = {
        (mark.kind, mark.value) for mark in marks(inquiry) if not (mark.decision or mark.is_hint)
    }
    for text in record_texts(record):
        for span in redaction.find(text, known):
            key = redaction.key(text, span)
            kept = key in decisions and decisions[key].action == Action.KEEP
            if span.kind in redaction.MANDATORY and not kept:
                against.add(key)
    return len(against)


def known_names(inquiry: Inquiry) -> set[str]:
    """Return names that surely belong to people here: the asker's and everybody's who wrote."""
    authors = inquiry.messages.exclude(author_name="").values_list("author_name", flat=True)
    return {name for name in (inquiry.asker_name, *authors) if name}


def decisions_of(inquiry: Inquiry) -> dict[Key, Decision]:
    return {
        (Kind(row.kind), row.value): Decision(Action(row.action), row.replacement)
        for row in inquiry.redaction_decisions.all()
    }


def _question_text(inquiry: Inquiry) -> str:
    asked = inquiry.messages.filter(kind=Message.Kind.QUESTION).values_list("text", flat=True)
    return "\n\n".join(asked)


def _last_answer(inquiry: Inquiry) -> Message | None:
    answers = inquiry.messages.filter(kind=Message.Kind.ANSWER).order_by("-created_at", "-pk")
    return answers.prefetch_related("citations").first()


def _without_courtesies(text: str) -> str:
    """Leave out greeting and closing, keep paragraphs and lists."""
    return _CLOSING.sub("", _GREETING.sub("", text.strip() + "\n")).strip()


def _ask(subject: str, text: str) -> str:
    """Return the one question: the subject if it asks, else the first sentence that does."""
    if subject.endswith("?"):
        return subject
    first = _QUESTION.search(text)
    return " ".join(first[0].split()) if first else subject


def _parts(text: str) -> tuple[str, str]:
    """Part an answer into its short form, at most three sentences, and the rest."""
    paragraphs = re.split(r"\n[ \t]*\n", text.strip())
    if not paragraphs[0]:
        return "", ""
    lead = _LEAD.sub("", " ".join(paragraphs[0].split()))
    sentences = [found[0].strip() for found in _SENTENCE.finditer(lead) if found[0].strip()]
    short, rest = lead, ""
    while sentences and requirements.sentences(short) > requirements.MAX_SENTENCES:
        rest = f"{sentences.pop()} {rest}".strip()
        short = " ".join(sentences)
    short = short[:1].upper() + short[1:]
    return short, "\n\n".join(filter(None, [rest, *paragraphs[1:]]))


def plain_words(texts: Iterable[str]) -> str:
    """Return texts in one line, for looking for similar records."""
    return " ".join(line for text in texts for block in body.blocks(text) for line in block.lines)
