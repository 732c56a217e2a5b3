"""Calculators: what one enters, what comes out, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lotse.accounts.access import reach
from lotse.aids import calculating, calculators, formula, papers
from lotse.aids.forms import CalculatorForm
from lotse.aids.kinds import Conduct
from lotse.knowledge.facts.marks import Moment
from lotse.municipalities import queries as municipalities
from lotse.search.documents import Passage

if TYPE_CHECKING:
    from lotse.aids.models import Aid


@dataclass(frozen=True)
class Reading:
    """What a calculator computes, for people."""

    inputs: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...]
    """Label, formula in symbols, the same in words."""


def read(_text: str, definition: Any) -> Reading:
    """Empty if the definition cannot be read (any more)."""
    calculator = calculating.read(definition)[0]
    if calculator is None:
        return Reading((), ())
    labels = calculator.labels
    return Reading(
        tuple(one.label for one in calculator.inputs),
        tuple(
            (
                line.label,
                formula.symbols(line.formula, labels),
                formula.in_words(line.formula, labels),
            )
            for line in calculator.lines
        ),
    )


def gaps(aid: "Aid") -> Mapping[str, str]:
    found, problems = calculating.read(aid.definition)
    if found is not None and aid.stage == aid.Stage.RELEASED:
        problems = calculating.gaps(found)
    return {"definition": " ".join(problems[:8])} if problems else {}


def objections(aid: "Aid", today: date) -> Mapping[str, Any]:
    """Cases that come out otherwise with the facts of today."""
    failed = calculators.failed_cases(aid, today)
    return {"definition": failed} if failed else {}


def passages(aid: "Aid") -> Iterator[Passage]:
    found, _problems = calculating.read(aid.definition)
    if found is None:
        return
    names = ", ".join(one.label for one in found.inputs)
    yield Passage(_("Was Sie eingeben"), names, "eingaben")
    for line in found.lines:
        words = f"{line.label}. {line.note}" if line.note else line.label
        yield Passage(_("Was er rechnet"), words, "rechenweg")


def on_page(aid: "Aid", request: HttpRequest, today: date) -> Mapping[str, Any]:
    """Form, result, cases."""
    calculator, _problems = calculating.read(aid.definition)
    seen_by = reach(request.user)
    if calculator is None:
        return {}
    found = calculators.on_page(calculator, request.GET.dict(), today=today, reach=seen_by)
    return {
        "found": found,
        "form": CalculatorForm(found, lands=municipalities.lands(), moment=Moment(today, seen_by)),
        "cases": calculators.cases(calculator, today, seen_by),
        "variant": request.GET.get(calculators.VARIANT, "")[: calculators.MAX_VARIANT],
    }


def on_paper(aid: "Aid", request: HttpRequest, today: date) -> Sequence[papers.Block]:
    """What was entered, what comes out, how, and with which numbers from where."""
    found = _calculation(aid, request, today)
    if found is None:
        return ()
    blocks: list[papers.Block] = []
    for heading, rows in _parts(found):
        if rows:
            names = (_("Angabe"), _("Wert"), _("Formel oder Quelle"))
            blocks += [papers.Heading(heading), papers.Table(names, tuple(rows))]
    for series in found.outcome.series:
        if series.rows:
            plan = series.progression
            header = (plan.step, *(column.label for column in plan.columns))
            cells = tuple(
                (str(number), *(cell.text for cell in row))
                for number, row in enumerate(series.rows)
            )
            blocks += [papers.Heading(plan.label), papers.Table(header, cells)]
    return blocks


def in_table(aid: "Aid", request: HttpRequest, today: date) -> papers.Table:
    found = _calculation(aid, request, today)
    header = (_("Teil"), _("Angabe"), _("Wert"), _("Formel oder Quelle"))
    parts = _parts(found) if found else ()
    return papers.Table(header, tuple((part, *row) for part, rows in parts for row in rows))


def _calculation(aid: "Aid", request: HttpRequest, today: date) -> calculators.Calculation | None:
    calculator, _problems = calculating.read(aid.definition)
    if calculator is None:
        return None
    query = request.GET.dict()
    return calculators.on_page(calculator, query, today=today, reach=reach(request.user))


def _parts(
    found: calculators.Calculation,
) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    outcome = found.outcome
    yield (
        _("Eingaben"),
        [
            (one.label, found.entered.get(one.key, ""), found.problems.get(one.key, ""))
            for one in found.inputs
        ],
    )
    yield _("Ergebnis"), [_result(one) for one in outcome.outputs]
    yield (
        _("So rechnet er"),
        [(one.line.label, one.text if one.is_known else "", one.symbols) for one in outcome.lines],
    )
    unconfirmed = _("Keine bestätigte Zahl")
    yield (
        _("Zahlen und ihre Quellen"),
        [
            (one.constant.label, one.text, one.fact.source if one.fact else unconfirmed)
            for one in outcome.constants
        ],
    )


def _result(one: calculating.Computed) -> tuple[str, str, str]:
    signal = one.signal.label if one.signal else ""
    if one.is_known:
        return one.line.label, one.text, signal
    return one.line.label, "", one.error or _("Es fehlen noch Angaben.")


CONDUCT = Conduct(
    template="aids/_calculator.html",
    version_template="aids/_formulas.html",
    read=read,
    gaps=gaps,
    objections=objections,
    passages=passages,
    marked=calculators.marked_facts,
    on_page=on_page,
    on_paper=on_paper,
    in_table=in_table,
    has_table=True,
)
