"""Judged questions from files. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lotse.lib.errors import RuleError


class BadInput(RuleError):
    """A file of the evaluation cannot be read."""


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    language: str = ""
    """Code, if the file says it."""
    kind: str = ""
    """How it is written: question, keywords, typo and so on, if the file says it."""


@dataclass(frozen=True)
class Judged:
    """Questions with the documents that answer them."""

    questions: Mapping[str, Question]
    relevant: Mapping[str, Mapping[str, int]]
    """Question to document to grade; only grades above 0."""

    @property
    def asked(self) -> list[Question]:
        """The questions with a judgement, in the order of their ids."""
        return [self.questions[pk] for pk in sorted(self.relevant) if pk in self.questions]


def read(queries: Path, qrels: Path) -> Judged:
    """Read JSON lines {id, text} and tab-separated judgements.

    Judgements: question, anything, document, grade. Raises BadInput, which names file and line.
    """
    questions = {}
    for number, row in json_lines(queries):
        pk = text_of(row, queries, number, "id")
        text = text_of(row, queries, number, "text", "question")
        questions[pk] = Question(pk, text, str(row.get("language", "")), str(row.get("kind", "")))
    relevant: dict[str, dict[str, int]] = {}
    for number, line in lines(qrels):
        try:
            question, _unused, document, grade = line.split("\t")
            if int(grade) > 0:
                relevant.setdefault(question, {})[document] = int(grade)
        except ValueError:
            raise BadInput(
                f"{qrels}, Zeile {number}: erwartet werden vier Spalten, durch Tabulator getrennt."
            ) from None
    if not questions or not relevant:
        raise BadInput("Dokumente, Fragen und Urteile dürfen nicht leer sein.")
    judged = Judged(questions, relevant)
    if not judged.asked:
        raise BadInput("Zu keiner der Fragen gibt es ein Urteil.")
    return judged


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path} lässt sich nicht als Textdatei in UTF-8 lesen.") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in lines(path):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise BadInput(f"{path}, Zeile {number}: erwartet wird ein JSON-Objekt.")
        yield number, row


def text_of(row: Mapping[str, Any], path: Path, number: int, *names: str) -> str:
    """Return the first of some fields that is filled."""
    for name in names:
        if row.get(name):
            return str(row[name])
    raise BadInput(f"{path}, Zeile {number}: „{names[0]}“ fehlt.")
