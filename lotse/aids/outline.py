"""The text of a checklist as sections and points. Pure: no Django.

Editors write plain text. ``Frage`` lines ask what decides which points apply, ``#`` begins a
section, ``-`` a point; what is indented below belongs to it:

    Frage art: Welche Unterkunft ist es? = Zelt | Halle | Gebäude
    Frage plaetze: Wie viele Plätze hat sie? (Zahl)

    # Gebäude, Zelt und Heizung
    - [ersatzheizung] Ersatzheizung benannt (Hochbau)
      Ohne Heizung kühlt eine Halle in wenigen Stunden aus.
      Nur wenn: art = Zelt oder Halle; plaetze > 50
      Frist: 14 Tage vorher
      Quelle: Leitfaden Notbeheizung <https://stadt.example/leitfaden>

The key in brackets stays with a point for ever, whatever becomes of its words: copies of
municipalities find it again by its key. ``with_keys`` gives one to a point that has none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

MAX_POINTS = 300
MAX_SECTIONS = 40
MAX_QUESTIONS = 12
MAX_TEXT = 300
MAX_HINT = 2_000
MAX_DAYS = 730

_KEY = r"[a-z][a-z0-9-]{0,39}"
_QUESTION = re.compile(rf"Frage\s+({_KEY})\s*:\s*(.+)", re.IGNORECASE)
_POINT = re.compile(rf"-\s+(?:\[({_KEY})\]\s*)?(.+)")
_OFFICE = re.compile(r"\s*\(([^()]{2,60})\)\s*\Z")
_FIELD = re.compile(r"(Nur wenn|Frist|Quelle)\s*:\s*(.*)", re.IGNORECASE)
_SOURCE = re.compile(r"(.*?)\s*<(https?://[^<>\s]+)>\s*\Z")
_DUE = re.compile(r"(\d{1,3})\s+Tage?\s+(vorher|nachher)|(am Tag selbst)", re.IGNORECASE)
_TERM = re.compile(rf"({_KEY})\s*(<=|>=|!=|=|<|>)\s*(.+)")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Question:
    """What decides which points apply. ``choices`` is empty for a number."""

    key: str
    text: str
    choices: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return not self.choices


@dataclass(frozen=True)
class Term:
    """One part of a condition: the answer to ``question`` compared with one of ``values``."""

    question: str
    sign: str
    """``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""
    values: tuple[str, ...]

    def holds(self, answer: str) -> bool:
        if self.sign in ("=", "!="):
            is_one = answer.casefold() in {value.casefold() for value in self.values}
            return is_one is (self.sign == "=")
        given, wanted = number(answer), number(self.values[0])
        if given is None or wanted is None:
            return False
        return {
            "<": given < wanted,
            "<=": given <= wanted,
            ">": given > wanted,
            ">=": given >= wanted,
        }[self.sign]


@dataclass(frozen=True)
class Source:
    label: str
    url: str = ""


@dataclass(frozen=True)
class Point:
    key: str
    """Empty until ``with_keys`` gives one."""
    text: str
    office: str = ""
    """Who usually does it: "Hochbau"."""
    hint: str = ""
    when: tuple[Term, ...] = ()
    """All must hold; none: always."""
    due_days: int | None = None
    """Days after the day the list is about; negative before it."""
    source: Source | None = None

    def applies(self, answers: Mapping[str, str]) -> bool:
        """Say whether the point is needed. A question without an answer leaves nothing out."""
        return all(
            term.holds(answers[term.question])
            for term in self.when
            if answers.get(term.question, "").strip()
        )


@dataclass(frozen=True)
class Section:
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Outline:
    questions: tuple[Question, ...] = ()
    sections: tuple[Section, ...] = ()
    problems: tuple[str, ...] = ()
    """German sentences with the number of the line."""

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for section in self.sections for point in section.points)


@dataclass
class _Draft:
    questions: list[Question] = field(default_factory=list)
    sections: list[tuple[str, list[Point]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def say(self, line: int, sentence: str) -> None:
        self.problems.append(f"Zeile {line}: {sentence}")


def read(text: str) -> Outline:
    """Return what a text says, and in ``problems`` what cannot be understood. Never raises."""
    draft = _Draft()
    for number_, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.strip():
            _take(draft, number_, line)
    outline = Outline(
        tuple(draft.questions),
        tuple(Section(title, tuple(points)) for title, points in draft.sections),
    )
    return replace(outline, problems=(*draft.problems, *_whole(outline)))


def write(outline: Outline) -> str:
    """Return an outline as text; ``read`` returns the same outline from it."""
    lines = [_question_line(question) for question in outline.questions]
    for section in outline.sections:
        lines += ["", f"# {section.title}"] if lines else [f"# {section.title}"]
        for point in section.points:
            lines += _point_lines(point)
    return "\n".join(lines) + "\n" if lines else ""


def with_keys(outline: Outline) -> Outline:
    """Return the outline with a key for every point; those that have one keep it."""
    taken = {point.key for point in outline.points if point.key}

    def named(point: Point) -> Point:
        if point.key:
            return point
        key = _free_key(point.text, taken)
        taken.add(key)
        return replace(point, key=key)

    return replace(
        outline,
        sections=tuple(
            Section(section.title, tuple(named(point) for point in section.points))
            for section in outline.sections
        ),
    )


def number(text: str) -> Decimal | None:
    """Return a number as people write it in German ("1.200,5"), or None."""
    plain = text.strip().replace(" ", "")
    if "," in plain or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def when_in_words(terms: Sequence[Term], questions: Sequence[Question]) -> str:
    """Return a condition for people: "Welche Unterkunft ist es? Zelt oder Halle"."""
    asked = {question.key: question.text for question in questions}
    signs = {"=": "", "!=": "nicht ", "<": "unter ", "<=": "bis ", ">": "über ", ">=": "ab "}
    return "; ".join(
        f"{asked.get(term.question, term.question)} {signs[term.sign]}{' oder '.join(term.values)}"
        for term in terms
    )


def due_in_words(days: int) -> str:
    if not days:
        return "am Tag selbst"
    unit = "Tag" if abs(days) == 1 else "Tage"
    return f"{abs(days)} {unit} {'vorher' if days < 0 else 'nachher'}"


def _take(draft: _Draft, number_: int, line: str) -> None:
    stripped = line.strip()
    if line[:1] in (" ", "\t"):
        _continue(draft, number_, stripped)
    elif stripped.startswith("#"):
        draft.sections.append((stripped.lstrip("#").strip()[:120], []))
    elif found := _QUESTION.fullmatch(stripped):
        _ask(draft, number_, found[1], found[2])
    elif found := _POINT.fullmatch(stripped):
        _point(draft, number_, found[1] or "", found[2])
    else:
        draft.say(
            number_,
            "Jede Zeile beginnt mit „Frage“, „#“ oder „-“; was zu einem Punkt gehört, steht "
            "eingerückt darunter.",
        )


def _ask(draft: _Draft, number_: int, key: str, rest: str) -> None:
    text, is_choice, choices = rest.partition("=")
    offered = tuple(choice.strip() for choice in choices.split("|") if choice.strip())
    if is_choice and len(offered) < 2:
        draft.say(number_, "Nennen Sie mindestens zwei Antworten, getrennt durch „|“.")
        return
    if not is_choice:
        text = re.sub(r"\s*\(Zahl\)\s*\Z", "", text, flags=re.IGNORECASE)
    draft.questions.append(Question(key.lower(), text.strip()[:200], offered))


def _point(draft: _Draft, number_: int, key: str, text: str) -> None:
    if not draft.sections:
        draft.say(number_, "Vor dem ersten Punkt fehlt ein Abschnitt („# Titel“).")
        draft.sections.append(("", []))
    office = ""
    if found := _OFFICE.search(text):
        office, text = found[1].strip(), text[: found.start()]
    if len(text) > MAX_TEXT:
        draft.say(number_, f"Ein Punkt hat höchstens {MAX_TEXT} Zeichen.")
    draft.sections[-1][1].append(Point(key, text.strip()[:MAX_TEXT], office))


def _continue(draft: _Draft, number_: int, line: str) -> None:
    if not draft.sections or not draft.sections[-1][1]:
        draft.say(number_, "Eingerückter Text gehört zu einem Punkt; davor steht keiner.")
        return
    points = draft.sections[-1][1]
    point = points[-1]
    found = _FIELD.fullmatch(line)
    if found is None:
        hint = f"{point.hint} {line}".strip()
        if len(hint) > MAX_HINT:
            draft.say(number_, f"Ein Hinweis hat höchstens {MAX_HINT} Zeichen.")
        points[-1] = replace(point, hint=hint[:MAX_HINT])
        return
    name, value = found[1].lower(), found[2].strip()
    if name == "quelle":
        named = _SOURCE.fullmatch(value)
        source = Source(named[1].strip() or named[2], named[2]) if named else Source(value)
        points[-1] = replace(point, source=source if value else None)
    elif name == "frist":
        points[-1] = replace(point, due_days=_due(draft, number_, value))
    else:
        points[-1] = replace(point, when=tuple(_terms(draft, number_, value)))


def _due(draft: _Draft, number_: int, value: str) -> int | None:
    found = _DUE.fullmatch(value)
    if found is None or (found[1] and int(found[1]) > MAX_DAYS):
        draft.say(
            number_,
            "Schreiben Sie die Frist so: „14 Tage vorher“, „7 Tage nachher“, „am Tag selbst“.",
        )
        return None
    if found[3]:
        return 0
    return -int(found[1]) if found[2].lower() == "vorher" else int(found[1])


def _terms(draft: _Draft, number_: int, value: str) -> Iterator[Term]:
    known = {question.key: question for question in draft.questions}
    for part in value.split(";"):
        found = _TERM.fullmatch(part.strip())
        if found is None:
            draft.say(number_, f"Die Bedingung „{part.strip()}“ ist nicht zu lesen.")
            continue
        key, sign = found[1], found[2]
        values = tuple(one.strip() for one in re.split(r"\s+oder\s+", found[3].strip()))
        question = known.get(key)
        if question is None:
            draft.say(number_, f"Die Frage „{key}“ gibt es nicht.")
        elif question.is_number and (len(values) > 1 or number(values[0]) is None):
            draft.say(number_, f"Hinter „{key} {sign}“ steht eine Zahl.")
        elif not question.is_number and sign not in ("=", "!="):
            draft.say(number_, f"Bei „{key}“ geht nur = oder !=.")
        elif not question.is_number and (
            strange := [one for one in values if one not in question.choices]
        ):
            draft.say(number_, f"„{strange[0]}“ ist keine Antwort auf die Frage „{key}“.")
        else:
            yield Term(key, sign, values)


def _whole(outline: Outline) -> Iterator[str]:
    keys = [point.key for point in outline.points if point.key]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"Das Kürzel [{key}] steht an mehreren Punkten."
    asked = [question.key for question in outline.questions]
    for key in sorted({key for key in asked if asked.count(key) > 1}):
        yield f"Die Frage „{key}“ steht zweimal da."
    if len(outline.points) > MAX_POINTS:
        yield f"Eine Liste hat höchstens {MAX_POINTS} Punkte."
    if len(outline.sections) > MAX_SECTIONS:
        yield f"Eine Liste hat höchstens {MAX_SECTIONS} Abschnitte."
    if len(outline.questions) > MAX_QUESTIONS:
        yield f"Eine Liste hat höchstens {MAX_QUESTIONS} Fragen."


def _free_key(text: str, taken: set[str]) -> str:
    words = _NOT_KEY.sub("-", text.lower().translate(_UMLAUTS)).strip("-")
    base = words[:30].rstrip("-") or "punkt"
    if not base[0].isalpha():
        base = f"p-{base}"
    key, count = base, 2
    while key in taken:
        key, count = f"{base}-{count}", count + 1
    return key


def _question_line(question: Question) -> str:
    kind = "(Zahl)" if question.is_number else f"= {' | '.join(question.choices)}"
    return f"Frage {question.key}: {question.text} {kind}"


def _point_lines(point: Point) -> Iterator[str]:
    key = f"[{point.key}] " if point.key else ""
    yield f"- {key}{point.text}" + (f" ({point.office})" if point.office else "")
    if point.hint:
        yield f"  {point.hint}"
    if point.when:
        yield "  Nur wenn: " + "; ".join(
            f"{term.question} {term.sign} {' oder '.join(term.values)}" for term in point.when
        )
    if point.due_days is not None:
        yield f"  Frist: {due_in_words(point.due_days)}"
    if point.source:
        label, url = point.source.label, point.source.url
        yield (
            f"  Quelle: {label} <{url}>"
            if url and label != url
            else (f"  Quelle: <{url}>" if url else f"  Quelle: {label}")
        )
