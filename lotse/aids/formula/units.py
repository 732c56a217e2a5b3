"""Units: m², Person, m²/Person, €/Monat.

Whatever word is written is a unit of its own; only the few in ``_SCALES`` are known to be a
multiple of another one. A number is converted when two of them meet, else it stays as entered.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from lotse.aids.formula import arithmetic, limits
from lotse.aids.formula.errors import FormulaError

_SCALES: dict[str, tuple[Decimal, tuple[tuple[str, int], ...]]] = {
    "%": (Decimal("0.01"), ()),
    "‰": (Decimal("0.001"), ()),
    "Woche": (Decimal(7), (("Tag", 1),)),
    "Jahr": (Decimal(12), (("Monat", 1),)),
    "Stunde": (Decimal(60), (("Minute", 1),)),
    "Cent": (Decimal("0.01"), (("€", 1),)),
    "km": (Decimal(1000), (("m", 1),)),
    "cm": (Decimal("0.01"), (("m", 1),)),
    "ha": (Decimal(10_000), (("m", 2),)),
}
"""How many of which other unit one of it is. The other unit is never in this table itself."""

_PLURALS = {
    "Arbeitstag": "Arbeitstage",
    "Bett": "Betten",
    "Dusche": "Duschen",
    "Fall": "Fälle",
    "Fachkraft": "Fachkräfte",
    "Jahr": "Jahre",
    "Minute": "Minuten",
    "Monat": "Monate",
    "Person": "Personen",
    "Platz": "Plätze",
    "Raum": "Räume",
    "Stelle": "Stellen",
    "Stunde": "Stunden",
    "Tag": "Tage",
    "Toilette": "Toiletten",
    "Werktag": "Werktage",
    "Woche": "Wochen",
    "Wohnung": "Wohnungen",
}
_SINGULARS = {many: one for one, many in _PLURALS.items()} | {
    "Euro": "€",
    "EUR": "€",
    "Prozent": "%",
    "qm": "m²",
}
_UP = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_DOWN = {ord(up): low for low, up in zip("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", strict=True)}
_PART = re.compile(
    r"\s*(?:(?P<symbol>[A-Za-zÄÖÜäöüß€%‰°_]+)(?:\^?(?P<power>-?\d))?|(?P<sign>[·*/()])|(?P<one>1))"
)
_PER = re.compile(r"\s+(?:je|pro|im)\s+")


@dataclass(frozen=True)
class Unit:
    """powers: (symbol, power) without zeros, positive powers first, then by name."""

    powers: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        """m²/Person; empty for a plain number. ``parse`` reads it back."""
        return _written(self, _symbol)


PLAIN = Unit()


@lru_cache(maxsize=512)
def parse(text: str) -> Unit:
    """Return the unit of "m²/Person", "Person/(Platz·Woche)" or "Minuten im Jahr".

    Empty text is a plain number. Raises FormulaError.
    """
    if len(text) > limits.TEXT:
        raise FormulaError("Die Einheit ist zu lang.")
    flat = unicodedata.normalize("NFC", text).translate(_DOWN)
    flat = _PER.sub("/", flat).strip()
    return _Reader(flat, text).unit() if flat else PLAIN


def say(unit: Unit, number: Decimal | None = None) -> str:
    """Return the unit in words behind a number: "Personen", "m² je Person", "%"."""
    is_one = number is not None and abs(number) == 1

    def symbol(name: str, power: int, is_counted: bool) -> str:
        written = _symbol(name, power, is_counted)
        return _PLURALS.get(written, written) if is_counted and not is_one else written

    return _written(unit, symbol, per=" je ")


@lru_cache(maxsize=2048)
def product(left: Unit, right: Unit, sign: int = 1) -> tuple[Unit, Decimal]:
    """Return the unit of left × right (sign 1) or left ÷ right (sign -1), and a factor for its
    number: 50 % of 10 m is 5 m, so m and 0.01."""
    if right == PLAIN:
        return left, Decimal(1)
    if left == PLAIN and sign == 1:
        return right, Decimal(1)
    powers: dict[str, int] = dict(left.powers)
    for name, power in right.powers:
        powers[name] = powers.get(name, 0) + sign * power
    return _settled(powers)


@lru_cache(maxsize=512)
def power(unit: Unit, exponent: int) -> tuple[Unit, Decimal]:
    """Return the unit of a power, and the factor for its number."""
    return _settled({name: one * exponent for name, one in unit.powers})


@lru_cache(maxsize=2048)
def common(left: Unit, right: Unit) -> Unit | None:
    """Return the unit both can be converted to, the finer of the two; None if they measure
    different things."""
    if left == right:
        return left
    (one, one_factor), (other, other_factor) = _base(left), _base(right)
    if one != other:
        return None
    return left if one_factor <= other_factor else right


def convert(number: Decimal, unit: Unit, to: Unit) -> Decimal:
    """Return the number in another unit of the same kind."""
    if unit == to:
        return number
    return arithmetic.divide(arithmetic.multiply(number, _base(unit)[1]), _base(to)[1])


@lru_cache(maxsize=512)
def _base(unit: Unit) -> tuple[Unit, Decimal]:
    return _expanded(dict(unit.powers), frozenset(_SCALES))


def _settled(powers: dict[str, int]) -> tuple[Unit, Decimal]:
    """Drop shares, and bring what measures the same together: Woche and Tag, not Woche alone."""
    names = {name for name, power in powers.items() if power}
    bases = [_base_name(name) for name in names]
    meeting = {name for name in names if bases.count(_base_name(name)) > 1}
    shares = {name for name in names if not _base_name(name)}
    return _expanded(powers, frozenset(meeting | shares))


def _base_name(name: str) -> str:
    base = _SCALES[name][1] if name in _SCALES else ((name, 1),)
    return base[0][0] if base else ""


def _expanded(powers: dict[str, int], names: frozenset[str]) -> tuple[Unit, Decimal]:
    factor = Decimal(1)
    expanded: dict[str, int] = {}
    for name, times in powers.items():
        scale, base = _SCALES[name] if name in names and name in _SCALES else (1, ((name, 1),))
        factor = arithmetic.multiply(factor, arithmetic.power(Decimal(scale), times))
        for one, exponent in base:
            expanded[one] = expanded.get(one, 0) + exponent * times
    return _unit(expanded), factor


def _unit(powers: dict[str, int]) -> Unit:
    kept = {name: power for name, power in powers.items() if power}
    if len(kept) > limits.UNIT_SYMBOLS or any(
        abs(power) > limits.UNIT_EXPONENT for power in kept.values()
    ):
        raise FormulaError("Die Einheit des Ergebnisses ist zu verschachtelt.")
    return Unit(tuple(sorted(kept.items(), key=lambda one: (one[1] < 0, one[0]))))


def _symbol(name: str, power: int, is_counted: bool = False) -> str:
    return name if power == 1 else name + str(power).translate(_UP)


def _written(unit: Unit, symbol: Callable[[str, int, bool], str], per: str = "/") -> str:
    above = [one for one in unit.powers if one[1] > 0]
    below = [(name, -power) for name, power in unit.powers if power < 0]
    first = "·".join(symbol(name, power, len(above) == 1) for name, power in above)
    if not below:
        return first
    second = "·".join(symbol(name, power, False) for name, power in below)
    second = f"({second})" if len(below) > 1 else second
    return f"{first or '1'}{per}{second}"


class _Reader:
    """Reads numerator and denominators from left to right."""

    def __init__(self, flat: str, text: str) -> None:
        self._flat, self._text, self._at = flat, text, 0
        self._powers: dict[str, int] = {}

    def unit(self) -> Unit:
        self._product(1, is_open=True)
        while self._take("/"):
            if self._take("("):
                self._product(-1, is_open=True)
                self._expect(")")
            else:
                self._product(-1, is_open=False)
        if self._at < len(self._flat):
            self._fail()
        return _unit(self._powers)

    def _product(self, sign: int, *, is_open: bool) -> None:
        while True:
            found = _PART.match(self._flat, self._at)
            if found is None or found["sign"]:
                self._fail()
                return
            self._at = found.end()
            if found["symbol"]:
                self._add(found["symbol"], sign * int(found["power"] or 1))
            if not (is_open and (self._take("·") or self._take("*"))):
                return

    def _add(self, symbol: str, power: int) -> None:
        symbol = _SINGULARS.get(symbol, symbol)
        if symbol == "m²":
            symbol, power = "m", 2 * power
        self._powers[symbol] = self._powers.get(symbol, 0) + power

    def _take(self, sign: str) -> bool:
        found = _PART.match(self._flat, self._at)
        if found and found["sign"] == sign:
            self._at = found.end()
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            self._fail()

    def _fail(self) -> None:
        raise FormulaError(
            f"„{self._text}“ lesen wir nicht als Einheit. Schreiben Sie zum Beispiel m²/Person."
        )
