"""Which input matters most: each is moved a little, and the result is looked at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lotse.aids.formula import arithmetic

SHARE = Decimal("0.1")


@dataclass(frozen=True)
class Lever:
    """An input that can be moved."""

    name: str
    number: Decimal
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    is_whole: bool = False
    """Moved by at least one, and only to whole numbers."""


@dataclass(frozen=True)
class Effect:
    """What becomes of the result when an input is a little smaller or larger."""

    name: str
    low: Decimal
    high: Decimal
    """What the input was set to; equal to the input itself if a bound is in the way."""
    result_at_low: Decimal | None
    result_at_high: Decimal | None
    """None if there is no result then."""
    size: Decimal
    """The larger of the two changes of the result, without sign."""


def sensitivity(
    result: Callable[[Mapping[str, Decimal]], Decimal | None], levers: Iterable[Lever]
) -> list[Effect]:
    """Return the effect of each input on a result, the strongest first, equal ones as given.

    Every input is moved by 10 % down and up, whole numbers by at least one, within its bounds.
    result: computes with some inputs replaced; None where there is no result. Raises FormulaError
    for an input beyond the largest number.
    """
    base = result({})
    if base is None:
        return []
    effects = [_effect(result, base, lever) for lever in levers]
    return sorted(effects, key=lambda effect: -effect.size)


def _effect(
    result: Callable[[Mapping[str, Decimal]], Decimal | None], base: Decimal, lever: Lever
) -> Effect:
    low, high = (_moved(lever, sign) for sign in (-1, 1))
    at_low, at_high = (
        base if number == lever.number else result({lever.name: number}) for number in (low, high)
    )
    changes = [
        arithmetic.subtract(one, base).copy_abs() for one in (at_low, at_high) if one is not None
    ]
    return Effect(lever.name, low, high, at_low, at_high, max(changes, default=Decimal(0)))


def _moved(lever: Lever, sign: int) -> Decimal:
    step = arithmetic.multiply(lever.number.copy_abs(), SHARE)
    if lever.is_whole:
        step = max(Decimal(1), arithmetic.rounded(step, "runde", 0))
    moved = arithmetic.settled(
        arithmetic.add(lever.number, step if sign > 0 else step.copy_negate())
    )
    if lever.minimum is not None:
        moved = max(moved, lever.minimum)
    if lever.maximum is not None:
        moved = min(moved, lever.maximum)
    return moved
