"""Calculators: what one enters, what comes out, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lotse.accounts.access import reach
from lotse.aids import calculating, calculators, formula
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


CONDUCT = Conduct(
    template="aids/_calculator.html",
    version_template="aids/_formulas.html",
    read=read,
    gaps=gaps,
    objections=objections,
    passages=passages,
    marked=calculators.marked_facts,
    on_page=on_page,
)
