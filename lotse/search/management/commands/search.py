"""``lotse search query|eval|reindex|status``"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import analysis, comparison, engine, generations, prefixes, rebuild
from lotse.search.evaluation import collection, figures, judged, runs
from lotse.search.evaluation import own as own_index
from lotse.search.evaluation.figures import Asked

REACHES = {"public": Audience.PUBLIC, "members": Audience.MEMBERS, "team": Audience.TEAM}


class Command(BaseCommand):
    help = "Suchen, die Suche messen, den Suchindex neu aufbauen oder prüfen."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="AKTION")
        _query(actions.add_parser("query", help="Treffer zu einer Frage"))
        _eval(actions.add_parser("eval", help="Güte an beurteilten Fragen messen"))
        actions.add_parser("reindex", help="Suchindex neu aufbauen, ohne Unterbrechung")
        status = actions.add_parser("status", help="Suchindex mit den Inhalten vergleichen")
        status.add_argument("--json", action="store_true", help="eine Zeile je Unterschied")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(**options)
        except RuleError as error:
            raise CommandError(error.message) from None

    def _query(self, *, text: str, reach: str, limit: int, **options: Any) -> None:
        words, facets = prefixes.read(text) if reach == "team" else (text, {})
        found = engine.search(
            words, reach=REACHES[reach], facets=facets, limit=limit, with_promoted=True
        )
        results = [*found.promoted, *found.results][:limit]
        if options["json"]:
            for rank, result in enumerate(results, start=1):
                self._line({"rank": rank, **_shown(result)})
            return
        if found.corrected:
            self.stdout.write(_("Gesucht nach: %s") % found.corrected)
        self.stdout.write(_("%s Treffer") % (found.total + len(found.promoted)))
        for rank, result in enumerate(results, start=1):
            self.stdout.write(f"{rank:2}. {result.title}  [{result.kind}] {result.address}")
            self.stdout.write(f"    {' '.join(result.passage.split())}")

    def _eval(self, *, against: Path | None, out: Path | None, **options: Any) -> None:
        before = runs.read(against) if against else {}
        asked, summary = _asked(**options)
        self._line(summary)
        if out:
            runs.write(out, asked)
        if against:
            self._compare(before, asked)

    def _compare(self, before: dict[str, float], asked: list[Asked]) -> None:
        found = runs.compare(before, runs.values(asked))
        self._line(
            {
                "difference": round(found.difference, 4),
                "p": round(found.p, 4),
                "wins": found.wins,
                "losses": found.losses,
                "ties": found.ties,
                "unpaired": found.unpaired,
            }
        )
        texts = {one.question.id: one.question.text for one in asked}
        for change in found.changes:
            self._line(
                {
                    "id": change.id,
                    "text": texts[change.id],
                    "before": round(change.before, 4),
                    "after": round(change.after, 4),
                }
            )
        if found.is_worse:
            raise CommandError(
                _("Die Suche ist schlechter geworden, um mehr als Zufall: %(fall).4f (p = %(p).4f)")
                % {"fall": -found.difference, "p": found.p}
            )

    def _reindex(self, *, verbosity: int, **options: Any) -> None:
        def progress(written: int) -> None:
            if verbosity and written % 1_000 == 0:
                self.stderr.write(_("%s Einträge geschrieben …") % written)

        count = rebuild.rebuild(timezone.now(), on_progress=progress)
        if verbosity:
            self.stdout.write(_("Suchindex neu aufgebaut: %s Einträge.") % count)

    def _status(self, **options: Any) -> None:
        generation = generations.active()
        if generation is None:
            raise CommandError(_("Es gibt noch keinen Suchindex: lotse search reindex"))
        found = list(comparison.differences(generation))
        is_old = generation.analysis_version != analysis.VERSION
        for one in found:
            if options["json"]:
                row = {"kind": one.kind, "object_id": one.object_id, "trouble": one.trouble}
                self._line(row)
            else:
                self.stdout.write(f"{one.trouble:8} {one.kind} {one.object_id}")
        if is_old:
            raise CommandError(_("Der Suchindex hat eine alte Fassung: lotse search reindex"))
        if found:
            raise CommandError(
                _("%s Unterschiede zwischen Suchindex und Inhalten: lotse search reindex")
                % len(found)
            )
        if not options["json"]:
            count = generations.record_count(generation, Audience.TEAM)
            self.stdout.write(_("%s Einträge, alle stimmen mit den Inhalten überein.") % count)

    def _line(self, row: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(row, ensure_ascii=False))


def _query(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="FRAGE")
    parser.add_argument("--limit", type=_positive, default=10, metavar="ANZAHL")
    parser.add_argument(
        "--reach", choices=REACHES, default="public", help="für wen gesucht wird (public)"
    )
    parser.add_argument("--json", action="store_true", help="eine Zeile je Treffer")


def _eval(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--own",
        action="store_true",
        help="die mitgelieferten Fragen an den eigenen Suchindex (so auch ohne --corpus)",
    )
    parser.add_argument("--corpus", type=Path, help="JSON-Zeilen id, title, text")
    parser.add_argument("--queries", type=Path, help="JSON-Zeilen id, text")
    parser.add_argument(
        "--qrels", type=Path, help="Frage, 0, Dokument, Note; mit Tabulator getrennt"
    )
    parser.add_argument("--out", type=Path, metavar="DATEI", help="Ergebnis jeder Frage behalten")
    parser.add_argument(
        "--against",
        type=Path,
        metavar="DATEI",
        help="mit einem behaltenen Ergebnis vergleichen; Code 1, wenn die Suche schlechter wurde",
    )


def _asked(
    *, own: bool, corpus: Path | None, queries: Path | None, qrels: Path | None, **options: Any
) -> tuple[list[Asked], dict[str, Any]]:
    """Ask the questions of the files in a scratch store, or the own ones of the own index."""
    if not (corpus or queries or qrels):
        return own_index.ask(own_index.judged())
    if own or not (corpus and queries and qrels):
        raise CommandError(
            _("--corpus, --queries und --qrels gehören zusammen und schließen --own aus.")
        )
    rows = collection.read(corpus)
    asked = collection.ask(rows, judged.read(queries, qrels), timezone.now())
    return asked, figures.summary(asked, documents=len(rows))


def _positive(raw: str) -> int:
    number = int(raw)
    if not 1 <= number <= 100:
        raise ValueError
    return number


def _shown(result: engine.Result) -> dict[str, Any]:
    return {
        "kind": result.kind,
        "object_id": result.object_id,
        "title": result.title,
        "url": result.address,
        "meta": result.meta,
        "heading": result.heading,
        "passage": result.passage,
        "score": result.score,
    }
