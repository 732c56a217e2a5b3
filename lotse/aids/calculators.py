"""Calculators with the facts of this platform: whose number holds where and when, and on a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from lotse.aids import calculating, documents
from lotse.aids.calculating import (
    Calculator,
    CaseResult,
    FactValue,
    FactValues,
    Influence,
    Input,
    Outcome,
)
from lotse.aids.formula import Day, Value, Workdays
from lotse.knowledge.facts import book, queries, wording
from lotse.knowledge.facts.book import Status
from lotse.knowledge.facts.queries import FactAt
from lotse.knowledge.models import Correction
from lotse.lib import german, workdays
from lotse.lib.audience import Audience

if TYPE_CHECKING:
    from lotse.aids.models import Aid

PREFIX = "e-"
"""Before the names of inputs in the address, so that none is taken for something else."""
VARIANT = "vergleich"
INFLUENCE = "einfluss"
MAX_VARIANT = 4_000


@dataclass(frozen=True)
class Calculation:
    """A calculator as its page shows it."""

    inputs: tuple[Input, ...]
    entered: Mapping[str, str]
    """As it was typed, by key."""
    problems: Mapping[str, str]
    outcome: Outcome
    other: Outcome | None
    """The variant it is compared with."""
    pairs: tuple[tuple[str, str, str], ...]
    """Result, in the variant, now."""
    influences: tuple[Influence, ...]
    influenced: str
    """Label of the result they are about."""
    offers_influence: bool
    """They were not worked out, but can be."""
    here: str
    """Query of the address with these inputs."""
    holidays: tuple[tuple[date, str], ...] = ()
    """Those that a count of working days left out, from the first day to the last."""

    @property
    def is_asked(self) -> bool:
        """Somebody has entered something."""
        return any(value.strip() for value in self.entered.values())


def facts_of(calculator: Calculator, *, land: str, on: date, reach: Audience) -> FactValues:
    """Return what confirmed facts say about the constants in a Land on a day.

    land: its code ("NW"), empty for none: then only facts that hold everywhere count.
    """
    facts = book.current()
    found: dict[str, FactValue] = {}
    for constant in calculator.constants:
        entry = facts.get(constant.code)
        if entry is None or entry.audience > reach:
            continue
        held = queries.fact_at(constant.code, land=land, on=on)
        number = getattr(held, constant.which) if held else None
        if held and number is not None:
            source = _source(held)
            found[constant.key] = FactValue(number, held.unit, source, held.url, held.valid_to)
    return found


def facts_at(calculator: Calculator, today: date, reach: Audience) -> calculating.FactsAt:
    def of(land: str, on: date | None) -> FactValues:
        return facts_of(calculator, land=land, on=on or today, reach=reach)

    return of


def workdays_of(land: str) -> Workdays | None:
    """Return the calendar of a Land; none without one, because holidays differ."""
    if not land:
        return None

    def later(start: date, count: int, with_saturdays: bool) -> date:
        return workdays.later(start, count, land=land, with_saturdays=with_saturdays)

    return later


def failed_cases(aid: "Aid", today: date) -> list[str]:
    """Return which published cases come out otherwise today, as German sentences."""
    calculator, _problems = calculating.read(aid.definition)
    if calculator is None:
        return []
    checked = cases(calculator, today, Audience(aid.audience))
    return [
        _("Fall „{label}“: {why}").format(label=one.case.label, why=" ".join(one.differences))
        for one in checked
        if not one.is_passed
    ]


def cases(calculator: Calculator, today: date, reach: Audience) -> list[CaseResult]:
    return calculating.check_cases(
        calculator, facts_at(calculator, today, reach), workdays_of=workdays_of
    )


def marked_facts(aid: "Aid") -> Iterator[str]:
    """Yield texts that name every fact an aid uses, as ``facts.users`` reads them."""
    calculator, _problems = calculating.read(aid.definition) if aid.is_calculator else (None, [])
    if calculator is not None:
        yield " ".join(f"[{constant.code}]" for constant in calculator.constants)
        yield " ".join(one.help for one in calculator.inputs)


def corrections(aid: "Aid") -> list[str]:
    """Return which facts changed since somebody last looked at the calculator."""
    waiting = Correction.objects.filter(
        record_kind=documents.KIND, record_id=aid.pk, settled_at=None
    )
    return list(waiting.values_list("fact_title", flat=True))


def on_page(
    calculator: Calculator, query: Mapping[str, str], *, today: date, reach: Audience
) -> Calculation:
    """Compute what an address asks for. query: of the address, text by name."""
    entered = _entered(query)
    outcome, taken, facts = _computed(calculator, entered, today, reach)
    other = None
    if variant := query.get(VARIANT, "")[:MAX_VARIANT]:
        other = _computed(calculator, _entered(dict(parse_qsl(variant))), today, reach)[0]
    main = next((one for one in outcome.outputs if one.is_known), None)
    # Two runs for each input: with a series of weeks only for who asks.
    is_wanted = not calculator.progressions or INFLUENCE in query
    influences = (
        calculating.sensitivity(
            calculator,
            taken.values,
            facts,
            main.line.key,
            workdays=workdays_of(calculating.land_of(calculator, taken.values)),
        )
        if main and is_wanted
        else []
    )
    return Calculation(
        inputs=calculator.inputs_with(facts),
        entered=entered,
        problems=taken.problems,
        outcome=outcome,
        other=other,
        pairs=tuple(_pairs(other, outcome)) if other else (),
        influences=tuple(
            one for one in influences if main and {one.at_low, one.at_high} != {main.text}
        ),
        influenced=main.line.label if main else "",
        offers_influence=main is not None and not is_wanted,
        here=_query(entered),
        holidays=_left_out(calculator, taken.values, outcome),
    )


def _left_out(
    calculator: Calculator, values: Mapping[str, Value], outcome: Outcome
) -> tuple[tuple[date, str], ...]:
    land = calculating.land_of(calculator, values)
    if not land or not calculator.counts_working_days:
        return ()
    every = [*values.values(), *(one.value for one in outcome.lines)]
    days = [one.day for one in every if isinstance(one, Day) and one.day is not None]
    return tuple(workdays.holidays_between(min(days), max(days), land)) if days else ()


def _computed(
    calculator: Calculator, entered: Mapping[str, str], today: date, reach: Audience
) -> tuple[Outcome, calculating.Taken, FactValues]:
    # The Land decides which facts hold, and it is one of the inputs.
    first = calculating.take(calculator, entered, {})
    land = calculating.land_of(calculator, first.values)
    facts = facts_of(calculator, land=land, on=today, reach=reach)
    taken = calculating.take(calculator, entered, facts)
    return (
        calculating.run(calculator, taken.values, facts, workdays=workdays_of(land)),
        taken,
        facts,
    )


def _entered(query: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX): value[:200]
        for name, value in query.items()
        if name.startswith(PREFIX)
    }


def _query(entered: Mapping[str, str]) -> str:
    return urlencode({f"{PREFIX}{key}": value for key, value in entered.items() if value.strip()})


def _pairs(other: Outcome, now: Outcome) -> Iterator[tuple[str, str, str]]:
    before = {one.line.key: one.text for one in other.outputs}
    for one in now.outputs:
        yield one.line.label, before.get(one.line.key, ""), one.text


def _source(held: FactAt) -> str:
    parts = [held.norm or held.name, held.where]
    if held.stated_on:
        parts.append(_("Stand %s") % german.date_de(held.stated_on))
    if held.status is Status.UNKNOWN:
        # Read in its source, but nobody has looked whether the law is still the same.
        parts.append(str(wording.STATUS[Status.UNKNOWN]))
    return " · ".join(part for part in parts if part)
