"""The passages of a record: one line of one of its texts, in the order of the editor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotse.knowledge import documents
from lotse.knowledge.answers import documents as answer_documents
from lotse.knowledge.remarks import subjects

COLUMNS = {
    documents.KIND: (
        *("title", "what", "problem", "solution", "partners", "note", "capacity", "evidence_text"),
        *("limits", "lessons", "would_do_differently", "would_not_repeat", "suitable_if"),
        *("unsuitable_if", "legal_basis"),
    ),
    answer_documents.KIND: ("question", "short_answer", "long_answer"),
}
"""Texts that may be changed by a proposal, by the name of the search provider."""
_VERSION = {"statement": _("Aussage"), "caveat": _("Zu beachten")}


@dataclass(frozen=True)
class Passage:
    column: str
    number: int
    """Position in its text, from 1."""
    label: str | Promise
    """Name of the text it stands in."""
    text: str

    @property
    def anchor(self) -> str:
        return f"{self.column.replace(':', '-')}-{self.number}"


def of(kind: str, record: Any) -> list[Passage]:
    """Return the passages of a record or draft, without empty lines. At most one query."""
    if columns := _columns(kind):
        fields = ((name, record._meta.get_field(name).verbose_name) for name in columns)
        texts = [(name, label, getattr(record, name)) for name, label in fields]
    else:
        texts = [
            (f"version:{version.pk}:{name}", label, getattr(version, name))
            for version in record.versions.all()
            for name, label in _VERSION.items()
        ]
    return [passage for name, label, text in texts for passage in _lines(name, label, text)]


def find(passages: list[Passage], column: str, text: str) -> Passage | None:
    """Return the passage that still reads as it did, None if it was changed or taken out."""
    return next((one for one in passages if one.column == column and one.text == text), None)


def can_change(kind: str) -> bool:
    """Whether a proposal can be put into the text; versions of facts are never changed."""
    return bool(_columns(kind))


def _columns(kind: str) -> tuple[str, ...]:
    return COLUMNS.get(kind) or subjects.columns().get(kind, ())


def is_changeable(passage: Passage) -> bool:
    return ":" not in passage.column


def _lines(column: str, label: str | Promise, text: str) -> Iterator[Passage]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines, start=1):
        yield Passage(column, number, label, line)
