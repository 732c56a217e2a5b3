"""Measuring the search: the labelled set, runs that are kept, and two runs side by side."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lotse.lib.audience import Audience
from lotse.search import index
from lotse.search.evaluation import own, runs
from lotse.search.evaluation.figures import measure
from lotse.search.evaluation.judged import BadInput, lines
from lotse.search.tests.factories import document

KEYS = ["ndcg@10", "mrr@10", "recall@10", "success@1", "p50_ms", "p95_ms", "queries", "documents"]


def test_figures_of_one_question() -> None:
    assert measure(["a", "b", "c"], {"b": 1}) == {
        "ndcg@10": pytest.approx(0.6309, abs=1e-4),
        "mrr@10": 0.5,
        "recall@10": 1.0,
        "success@1": 0.0,
    }
    assert measure([], {"b": 1})["ndcg@10"] == 0.0


def test_better_finds_of_a_question_count_more() -> None:
    grades = {"a": 3, "b": 1}
    assert measure(["a", "b"], grades)["ndcg@10"] == 1.0
    assert measure(["b", "a"], grades)["ndcg@10"] < 1.0


def test_labelled_set_is_large_enough_and_judged_throughout() -> None:
    labelled = own.judged()
    assert len(labelled.questions) >= 150
    assert labelled.questions.keys() == labelled.relevant.keys()
    assert [q for q, grades in labelled.relevant.items() if len(grades) < 2] == []
    assert {grade for grades in labelled.relevant.values() for grade in grades.values()} <= {
        *(1, 2, 3)
    }
    assert {question.language for question in labelled.questions.values()} == {"de", "en", "uk"}
    texts = [question.text for question in labelled.questions.values()]
    assert len(set(texts)) == len(texts)


def test_every_judged_record_was_there_to_be_read() -> None:
    read = {record for _number, record in lines(own.RECORDS)}
    judged = {record for grades in own.judged().relevant.values() for record in grades}
    assert judged - read == set()


def test_kept_baseline_is_a_run_of_the_labelled_set() -> None:
    assert runs.read(own.BASELINE).keys() == own.judged().questions.keys()


def test_id_of_a_record_is_the_same_in_every_installation() -> None:
    assert own.name("fact", "/zahlen-und-regeln/f-u-20/#aussage") == "fact:f-u-20"


def test_a_fall_beyond_chance_is_told_from_noise() -> None:
    before = {f"q{number}": 0.8 for number in range(30)}
    same = runs.compare(before, before)
    assert (same.difference, same.p, same.ties, same.is_worse) == (0.0, 1.0, 30, False)
    fallen = before | {f"q{number}": 0.5 for number in range(8)}
    worse = runs.compare(before, fallen)
    assert (worse.wins, worse.losses, worse.ties, worse.is_worse) == (0, 8, 22, True)
    assert worse.difference == pytest.approx(-0.08)
    assert worse.p < 0.01
    better = runs.compare(fallen, before)
    assert (better.p, better.is_worse) == (worse.p, False)


def test_mixed_changes_are_noise() -> None:
    before = {f"q{number}": 0.5 for number in range(10)}
    mixed = before | {"q0": 0.9, "q1": 0.2, "q2": 0.1, "q3": 0.8}
    found = runs.compare(before, mixed)
    assert (found.wins, found.losses, found.is_worse) == (2, 2, False)
    assert [change.id for change in found.changes] == ["q2", "q1", "q3", "q0"]


def test_questions_of_one_run_only_are_counted_and_left_out() -> None:
    found = runs.compare({"a": 0.5, "b": 1.0}, {"a": 0.5, "c": 0.0})
    assert (found.ties, found.unpaired, found.difference) == (1, 2, 0.0)
    with pytest.raises(BadInput, match="keine Frage gemeinsam"):
        runs.compare({"a": 0.5}, {"b": 0.5})


def run(*arguments: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("search", "eval", *arguments, stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def failing(*arguments: str) -> tuple[list[dict[str, Any]], str]:
    """Return what a run printed before it failed, and what it complained of."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("search", "eval", *arguments, stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()], str(error.value)


@pytest.fixture
def asked_here() -> None:
    """A few of the judged records in the index, under other keys than anywhere else."""
    texts = {
        "f-u-20": ("Wohn- und Schlaffläche je Platz", "Je Platz mindestens 7 m² je Person."),
        "f-u-73": ("Heizung von Traglufthallen bei Frost", "Bis −10 °C waren 20 °C erreichbar."),
        "f-p-04": ("Befristete Einstellung", "Ohne Sachgrund befristen: höchstens zwei Jahre."),
    }
    for number, (code, (title, text)) in enumerate(texts.items(), start=70):
        url = f"/zahlen-und-regeln/{code}/"
        index.put(document(title, text, kind="fact", object_id=number, url=url))


@pytest.mark.django_db
@pytest.mark.usefixtures("asked_here")
@pytest.mark.parametrize("arguments", [(), ("--own",)])
def test_own_index_is_measured_by_language_and_kind(arguments: tuple[str, ...]) -> None:
    (line,) = run(*arguments)
    assert list(line) == [*KEYS, "missing", "unread", "by_language", "by_kind"]
    assert (line["queries"], line["documents"]) == (len(own.judged().questions), 3)
    wanted = {record for grades in own.judged().relevant.values() for record in grades}
    assert line["missing"] == len(wanted) - 3
    languages = line["by_language"]
    assert sum(group["queries"] for group in languages.values()) == line["queries"]
    assert languages["de"]["ndcg@10"] > languages["uk"]["ndcg@10"]


@pytest.mark.django_db
@pytest.mark.usefixtures("asked_here")
def test_content_nobody_has_judged_yet_is_no_fall(tmp_path: Path) -> None:
    kept = tmp_path / "run.jsonl"
    run("--out", str(kept))
    for number in range(12):
        text = "Ohne Sachgrund befristen: höchstens zwei Jahre."
        index.put(document("Befristete Einstellung", text, object_id=number, url=f"/neu/{number}/"))
    summary, comparison = run("--against", str(kept))[:2]
    assert (summary["unread"], comparison["losses"]) == (12, 0)


@pytest.mark.django_db
def test_own_index_without_the_demo_content_is_not_measured() -> None:
    with pytest.raises(CommandError, match="noch keinen Suchindex"):
        run()
    index.put(document("Halle", "Die Turnhalle.", object_id=1))
    with pytest.raises(CommandError, match="gehören zum Vorführbestand"):
        run()
    index.put(
        document(
            *("Zelte", "Zelte im Winter."),
            object_id=2,
            kind="answer",
            url="/antworten/zelte-im-winter/",
            audience=Audience.TEAM,
        )
    )
    with pytest.raises(CommandError, match="gehören zum Vorführbestand"):
        run()


@pytest.mark.django_db
@pytest.mark.usefixtures("asked_here")
def test_a_kept_run_is_compared_question_by_question(tmp_path: Path) -> None:
    kept = tmp_path / "run.jsonl"
    run("--out", str(kept))
    rows = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert list(rows[0]) == [*("id", "text"), *KEYS[:4], "ranked"]
    same = run("--against", str(kept))
    counts = {"wins": 0, "losses": 0, "ties": len(rows), "unpaired": 0}
    assert same[1:] == [{"difference": 0.0, "p": 1.0, **counts}]
    found = [row for row in rows if row["ndcg@10"] > 0]
    assert len(found) > 5
    index.remove("fact", 70)
    index.remove("fact", 71)
    (_summary, comparison, *changes), complaint = failing("--against", str(kept))
    assert complaint.startswith("Die Suche ist schlechter geworden, um mehr als Zufall: 0.")
    assert comparison["losses"] == len(changes)
    assert comparison["wins"] == 0
    assert all(change["after"] < change["before"] for change in changes)
    assert list(changes[0]) == ["id", "text", "before", "after"]


@pytest.mark.django_db
@pytest.mark.usefixtures("asked_here")
@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "Zeile 1: erwartet wird ein JSON-Objekt"),
        ('{"id": "u01"}', "Zeile 1: „ndcg@10“ fehlt"),
        ('{"ndcg@10": 0.5}', "Zeile 1: „id“ fehlt"),
        ('{"id": "fremd", "ndcg@10": 0.5}', "keine Frage gemeinsam"),
    ],
)
def test_a_broken_run_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    kept = tmp_path / "run.jsonl"
    kept.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=complaint):
        run("--against", str(kept))


@pytest.mark.django_db
@pytest.mark.usefixtures("asked_here")
def test_where_nothing_can_be_written_the_figures_are_shown_all_the_same(tmp_path: Path) -> None:
    shown, complaint = failing("--out", str(tmp_path / "nowhere" / "run.jsonl"))
    assert complaint.endswith("lässt sich nicht schreiben.")
    assert [line["documents"] for line in shown] == [3]


@pytest.mark.parametrize("arguments", [("--corpus", "c"), ("--queries", "q", "--own")])
def test_files_of_a_collection_belong_together(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="gehören zusammen und schließen --own aus"):
        run(*arguments)
