"""The text of a decision tree as questions and results. Pure: no Django.

Editors write plain text. A question offers answers that lead on; a result says what follows:

    Frage lage: Wo liegt das Grundstück?
      Ein Hinweis in ganzen Sätzen.
      - im Gewerbegebiet -> gewerbe
      - anderswo -> anderes

    Ergebnis gewerbe: Eine Befreiung ist möglich
      Was daraus folgt, in ganzen Sätzen.
      Beruht auf: F-U-32, F-U-36

The first question is where one begins. Until when a result holds is said by the facts it rests on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

MAX_NODES = 80
MAX_ANSWERS = 9
MAX_TEXT = 300
MAX_HINT = 3_000

_KEY = r"[a-z][a-z0-9-]{0,39}"
_HEAD = re.compile(rf"(Frage|Ergebnis)\s+({_KEY})\s*:\s*(.+)", re.IGNORECASE)
_ANSWER = re.compile(rf"-\s+(.+?)\s*(?:->|→)\s*({_KEY})")
_FACTS = re.compile(r"Beruht auf\s*:\s*(.+)", re.IGNORECASE)
_CODE = re.compile(r"F-[A-Z0-9]+-\d+[a-z]?")


@dataclass(frozen=True)
class Answer:
    text: str
    target: str
    """Key of the node it leads to."""
    leads_to: str = ""
    """The title of that node."""


@dataclass(frozen=True)
class Node:
    """A question with answers, or a result without."""

    key: str
    title: str
    text: str = ""
    answers: tuple[Answer, ...] = ()
    facts: tuple[str, ...] = ()
    """Codes of the facts a result rests on."""
    is_result: bool = False


@dataclass(frozen=True)
class Step:
    """A question that was answered on the way."""

    node: Node
    answer: Answer
    before: tuple[int, ...]
    """The way up to this question: where one goes to answer it anew."""


@dataclass(frozen=True)
class Tree:
    nodes: tuple[Node, ...] = ()
    problems: tuple[str, ...] = ()
    """German sentences with the number of the line."""

    def node(self, key: str) -> Node | None:
        return next((one for one in self.nodes if one.key == key), None)

    def walk(self, way: Sequence[int]) -> tuple[list[Step], Node | None]:
        """Return the answered questions and where one stands then.

        way: positions of answers, from 1. Stops where it leads nowhere. None without a question.
        """
        steps: list[Step] = []
        here = next((one for one in self.nodes if not one.is_result), None)
        for position in way:
            if here is None or not 1 <= position <= len(here.answers):
                break
            answer = here.answers[position - 1]
            target = self.node(answer.target)
            if target is None:
                break
            steps.append(Step(here, answer, tuple(way[: len(steps)])))
            here = target
        return steps, here


@dataclass
class _Draft:
    kind: str
    key: str
    title: str
    line: int
    words: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def node(self, titles: Mapping[str, str]) -> Node:
        return Node(
            key=self.key,
            title=self.title,
            text=" ".join(self.words)[:MAX_HINT],
            answers=tuple(
                replace(one, leads_to=titles.get(one.target, "")) for one in self.answers
            ),
            facts=tuple(self.facts),
            is_result=self.kind == "ergebnis",
        )


def read(text: str) -> Tree:
    """Return what a text says, and in ``problems`` what is wrong with it. Never raises."""
    drafts: list[_Draft] = []
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped:
            continue
        if line[:1] not in (" ", "\t"):
            found = _HEAD.fullmatch(stripped)
            if found is None:
                problems.append(
                    f"Zeile {number}: Eine Zeile beginnt mit „Frage kürzel:“ oder „Ergebnis "
                    "kürzel:“; was dazugehört, steht eingerückt darunter."
                )
                continue
            drafts.append(_Draft(found[1].lower(), found[2].lower(), found[3][:MAX_TEXT], number))
        elif drafts:
            problems += [f"Zeile {number}: {one}" for one in _take(drafts[-1], stripped)]
        else:
            problems.append(f"Zeile {number}: Davor fehlt eine Frage.")
    if not problems:
        problems += _whole(drafts)
    titles = {one.key: one.title for one in drafts}
    return Tree(tuple(one.node(titles) for one in drafts), tuple(problems))


def _take(draft: _Draft, line: str) -> Iterator[str]:
    if draft.kind == "frage" and line.startswith("- "):
        found = _ANSWER.fullmatch(line)
        if found is None:
            yield "Schreiben Sie eine Antwort so: „- im Gewerbegebiet -> gewerbe“."
        else:
            draft.answers.append(Answer(found[1][:MAX_TEXT], found[2].lower()))
    elif draft.kind == "ergebnis" and (named := _FACTS.fullmatch(line)):
        codes = [code.strip(" []") for code in named[1].split(",")]
        if strange := [code for code in codes if not _CODE.fullmatch(code)]:
            yield f"„{strange[0]}“ ist keine Kennung. Schreiben Sie: Beruht auf: F-U-32, F-U-36."
        else:
            draft.facts += codes
    else:
        draft.words.append(line)


def _whole(drafts: list[_Draft]) -> Iterator[str]:
    by_key = {one.key: one for one in drafts}
    if not any(one.kind == "frage" for one in drafts):
        yield "Ein Entscheidungsbaum beginnt mit einer Frage."
        return
    if len(drafts) > MAX_NODES:
        yield f"Ein Baum hat höchstens {MAX_NODES} Fragen und Ergebnisse."
        return
    for draft in drafts:
        for problem in _own(draft, by_key):
            yield f"Zeile {draft.line}: {problem}"
    first = next(one for one in drafts if one.kind == "frage")
    reached, is_round = _reached(first, by_key)
    if is_round:
        yield "Der Weg führt im Kreis. Jede Antwort muss näher an ein Ergebnis führen."
    for draft in drafts:
        if draft.key not in reached:
            yield f"Zeile {draft.line}: Zu „{draft.key}“ führt kein Weg."


def _own(draft: _Draft, by_key: Mapping[str, _Draft]) -> Iterator[str]:
    if by_key[draft.key] is not draft:
        yield f"Das Kürzel „{draft.key}“ gibt es schon."
    if draft.kind == "ergebnis" and not draft.words:
        yield "Sagen Sie unter dem Ergebnis, was daraus folgt."
    if draft.kind == "frage" and not 2 <= len(draft.answers) <= MAX_ANSWERS:
        yield f"Eine Frage hat zwei bis {MAX_ANSWERS} Antworten."
    for answer in draft.answers:
        if answer.target not in by_key:
            yield f"„{answer.text}“ führt nach „{answer.target}“; das fehlt."


def _reached(first: _Draft, by_key: Mapping[str, _Draft]) -> tuple[set[str], bool]:
    """Return what can be reached, and whether a way comes back to where it was. No recursion."""
    done: set[str] = set()
    open_: set[str] = set()
    is_round = False
    waiting: list[tuple[str, bool]] = [(first.key, False)]
    while waiting:
        key, is_left = waiting.pop()
        if is_left:
            open_.discard(key)
            done.add(key)
            continue
        if key in open_:
            is_round = True
            continue
        if key in done or key not in by_key:
            continue
        open_.add(key)
        waiting.append((key, True))
        waiting += [(answer.target, False) for answer in by_key[key].answers]
    return done, is_round
