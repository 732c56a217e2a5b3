"""``lotse search …`` and the measurement behind it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lotse.lib.audience import Audience
from lotse.search import engine, index, registry
from lotse.search.tests.conftest import Publish
from lotse.search.tests.factories import document

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("search", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


def test_query_prints_one_object_a_hit_for_the_asked_reach() -> None:
    index.put(document("Halle", "Die Turnhalle ist frei.", object_id=1, meta="Bayern · 2025"))
    index.put(document("Intern", "Turnhalle.", object_id=2, audience=Audience.TEAM))
    rows = [json.loads(line) for line in run("query", "Turnhalle", "--json")]
    assert [set(row) for row in rows] == [
        {"rank", "kind", "object_id", "title", "url", "meta", "heading", "passage", "score"}
    ]
    assert (rows[0]["title"], rows[0]["url"]) == ("Halle", "/beispiele/1/#kurz")
    assert len(run("query", "Turnhalle", "--json", "--reach", "team")) == 2
    assert len(run("query", "Turnhalle", "--json", "--reach", "team", "--limit", "1")) == 1


def test_query_in_words_says_what_was_corrected() -> None:
    index.put(document("Halle", "Die Turnhalle ist frei.", object_id=1))
    assert run("query", "Tunrhalle") == [
        "Gesucht nach: Turnhalle",
        "1 Treffer",
        " 1. Halle  [example] /beispiele/1/#kurz",
        "    Die Turnhalle ist frei.",
    ]


def test_reindex_and_status(content: Publish) -> None:
    records = content([document("Halle", "Die Turnhalle.", object_id=1)])
    with pytest.raises(CommandError, match="noch keinen Suchindex"):
        run("status")
    assert run("reindex") == ["Suchindex neu aufgebaut: 1 Einträge."]
    assert run("status") == ["1 Einträge, alle stimmen mit den Inhalten überein."]
    records[2] = document("Neu", "Noch eine.", object_id=2)
    out = StringIO()
    with pytest.raises(CommandError, match="1 Unterschiede"):
        call_command("search", "status", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"kind": "example", "object_id": 2, "trouble": "missing"}


def write(folder: Path, corpus: str, queries: str, qrels: str) -> list[str]:
    files = {"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": qrels}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [
        *("--corpus", str(folder / "corpus.jsonl")),
        *("--queries", str(folder / "queries.jsonl")),
        *("--qrels", str(folder / "qrels.tsv")),
    ]


CORPUS = "\n".join(
    json.dumps({"id": f"d{number}", "title": title, "text": text})
    for number, (title, text) in enumerate(
        [("Halle", "Die Turnhalle wird frei."), ("Zelt", "Ein Zelt."), ("Kita", "Die Kita.")]
    )
)


def test_eval_measures_in_a_scratch_store_and_leaves_everything_as_it_was(tmp_path: Path) -> None:
    index.put(document("Echt", "Eine echte Turnhalle.", object_id=1))
    providers, vendor = dict(registry.providers), connection.vendor
    queries = '{"id": "q1", "text": "Turnhalle"}\n{"id": "q2", "question": "Zelt und Kita"}\n'
    arguments = write(tmp_path, CORPUS, queries, "q1\t0\td0\t1\nq2\t0\td2\t1\nq2\t0\td0\t0\n")
    (line,) = run("eval", *arguments)
    figures = json.loads(line)
    assert list(figures) == [
        *("ndcg@10", "mrr@10", "recall@10", "success@1", "p50_ms", "p95_ms"),
        *("queries", "documents"),
    ]
    assert (figures["queries"], figures["documents"], figures["recall@10"]) == (2, 3, 1.0)
    assert (dict(registry.providers), connection.vendor) == (providers, vendor)
    assert [r.title for r in engine.search("Turnhalle", reach=Audience.PUBLIC).results] == ["Echt"]


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels", "complaint"),
    [
        (
            "{",
            '{"id": "q", "text": "x"}',
            "q\t0\td0\t1",
            "corpus.jsonl, Zeile 1: erwartet wird ein",
        ),
        (CORPUS, "[1]", "q\t0\td0\t1", "queries.jsonl, Zeile 1: erwartet wird ein JSON-Objekt"),
        (CORPUS, '{"id": "q"}', "q\t0\td0\t1", "queries.jsonl, Zeile 1: „text“ fehlt"),
        (
            CORPUS,
            '{"id": "q", "text": "x"}',
            "q 0 d0 1",
            "qrels.tsv, Zeile 1: erwartet werden vier",
        ),
        (CORPUS, '{"id": "q", "text": "x"}', "", "dürfen nicht leer sein"),
        (CORPUS, '{"id": "q", "text": "x"}', "z\t0\td0\t1", "gibt es ein Urteil"),
    ],
)
def test_eval_names_file_and_line_of_bad_input(
    tmp_path: Path, corpus: str, queries: str, qrels: str, complaint: str
) -> None:
    with pytest.raises(CommandError, match=complaint):
        run("eval", *write(tmp_path, corpus, queries, qrels))


def test_eval_refuses_a_missing_file(tmp_path: Path) -> None:
    arguments = write(tmp_path, CORPUS, "", "")
    (tmp_path / "corpus.jsonl").unlink()
    with pytest.raises(CommandError, match="lässt sich nicht als Textdatei in UTF-8 lesen"):
        run("eval", *arguments)
