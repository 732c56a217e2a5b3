"""The text of a checklist: what is read, what is refused with which sentence, nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotse.aids import outline
from lotse.aids.outline import Outline, Point, Question, Section, Source, Term

TEXT = """
Frage art: Welche Unterkunft ist es? = Zelt | Halle | Gebäude
Frage plaetze: Wie viele Plätze hat sie? (Zahl)

# Gebäude und Heizung
- [ersatzheizung] Ersatzheizung benannt (Hochbau)
  Ohne Heizung kühlt eine Halle
  in wenigen Stunden aus.
  Nur wenn: art = Zelt oder Halle; plaetze > 50
  Frist: 14 Tage vorher
  Quelle: Leitfaden Notbeheizung <https://stadt.example/leitfaden>
- Türen abgedichtet

# Wege
- [raeumen] Räumdienst auch nachts (Bauhof)
  Frist: am Tag selbst
"""


def test_text_becomes_questions_sections_and_points() -> None:
    found = outline.read(TEXT)
    assert found.problems == ()
    assert [question.choices for question in found.questions] == [("Zelt", "Halle", "Gebäude"), ()]
    assert [section.title for section in found.sections] == ["Gebäude und Heizung", "Wege"]
    heating, doors, clearing = found.points
    assert heating == Point(
        "ersatzheizung",
        "Ersatzheizung benannt",
        "Hochbau",
        "Ohne Heizung kühlt eine Halle in wenigen Stunden aus.",
        (Term("art", "=", ("Zelt", "Halle")), Term("plaetze", ">", ("50",))),
        -14,
        Source("Leitfaden Notbeheizung", "https://stadt.example/leitfaden"),
    )
    assert doors == Point("", "Türen abgedichtet")
    assert (clearing.due_days, clearing.office) == (0, "Bauhof")


def test_points_without_key_get_one_that_stays() -> None:
    named = outline.with_keys(outline.read(TEXT))
    assert [point.key for point in named.points] == [
        "ersatzheizung",
        "tueren-abgedichtet",
        "raeumen",
    ]
    changed = outline.write(named).replace("Türen abgedichtet", "Türen und Fenster abgedichtet")
    assert outline.read(changed).points[1].key == "tueren-abgedichtet"
    twice = outline.with_keys(outline.read("# A\n- Tür\n- Tür\n- 3 Türen\n- ???"))
    assert [point.key for point in twice.points] == ["tuer", "tuer-2", "p-3-tueren", "punkt"]


@pytest.mark.parametrize(
    ("answers", "applies"),
    [
        ({}, True),
        ({"art": "Zelt"}, True),
        ({"art": "Gebäude"}, False),
        ({"art": "halle", "plaetze": "51"}, True),
        ({"art": "Halle", "plaetze": "50"}, False),
        ({"art": "Halle", "plaetze": "1.200"}, True),
        ({"art": "Halle", "plaetze": "viele"}, False),
    ],
)
def test_a_point_applies_when_every_answer_fits(answers: dict[str, str], applies: bool) -> None:
    assert outline.read(TEXT).points[0].applies(answers) is applies


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hallo", "Zeile 1: Jede Zeile beginnt mit"),
        ("- Punkt", "Zeile 1: Vor dem ersten Punkt fehlt ein Abschnitt"),
        ("# A\n  verloren", "Zeile 2: Eingerückter Text gehört zu einem Punkt"),
        ("Frage art: Was? = Zelt", "Zeile 1: Nennen Sie mindestens zwei Antworten"),
        ("# A\n- P\n  Nur wenn: art = Zelt", "Zeile 3: Die Frage „art“ gibt es nicht"),
        ("# A\n- P\n  Frist: bald", "Zeile 3: Schreiben Sie die Frist so"),
        ("# A\n- P\n  Frist: 999 Tage vorher", "Zeile 3: Schreiben Sie die Frist so"),
        ("# A\n- [a] P\n- [a] Q", "Das Kürzel [a] steht an mehreren Punkten."),
        (
            "Frage art: Was? = Zelt | Halle\n# A\n- P\n  Nur wenn: art = Haus",
            "Zeile 4: „Haus“ ist keine Antwort",
        ),
        (
            "Frage n: Zahl? (Zahl)\n# A\n- P\n  Nur wenn: n > viele",
            "Zeile 4: Hinter „n >“ steht eine Zahl",
        ),
        ("# A\n" + "- P\n" * 301, "Eine Liste hat höchstens 300 Punkte."),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_line(text: str, sentence: str) -> None:
    assert any(problem.startswith(sentence) for problem in outline.read(text).problems)


_WORDS = st.text("abcdefgäöüß 0123456789", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
_POINTS = st.builds(
    Point,
    key=st.just(""),
    text=_WORDS.map(lambda text: f"p{text}"),
    office=st.sampled_from(["", "Hochbau", "Amt für Soziales"]),
    hint=st.one_of(st.just(""), _WORDS.map(lambda text: f"h{text}")),
    when=st.sampled_from([(), (Term("art", "!=", ("Zelt",)),), (Term("n", "<=", ("12",)),)]),
    due_days=st.one_of(st.none(), st.integers(-700, 700)),
    source=st.sampled_from([None, Source("Leitfaden"), Source("Seite", "https://a.example/b?c=d")]),
)
_OUTLINES = st.builds(
    Outline,
    questions=st.just((Question("art", "Was?", ("Zelt", "Halle")), Question("n", "Wie viele?"))),
    sections=st.lists(
        st.builds(
            Section, _WORDS.map(lambda text: f"t{text}"), st.lists(_POINTS, max_size=5).map(tuple)
        ),
        max_size=4,
    ).map(tuple),
).map(outline.with_keys)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(_OUTLINES)
def test_what_is_written_reads_the_same(wanted: Outline) -> None:
    assert replace(outline.read(outline.write(wanted)), problems=()) == wanted


@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    outline.write(outline.with_keys(outline.read(text)))
