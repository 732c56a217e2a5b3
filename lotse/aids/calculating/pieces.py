"""Reads JSON of anybody piece by piece: what is wrong is noted as a German sentence, not raised."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from lotse.aids.formula import Formula, FormulaError, Unit, arithmetic, parse, units

LABEL, PARAGRAPH = 200, 2000
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)


def number_of(value: object) -> Decimal | None:
    """Return the number of a JSON value: 7, 7.5, "7.5" or "7,5"; None if it is none."""
    if isinstance(value, str):
        fitting = _NUMBER.fullmatch(value.strip())
        return Decimal(fitting[0].replace(",", ".")) if fitting else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        # A float is taken as it is written: 0.1 is a tenth.
        return arithmetic.bounded(
            Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        )
    except (FormulaError, InvalidOperation):
        return None


class Piece:
    """One JSON object and where it stands. Asking for something that is not there notes a problem
    and returns something empty, so that reading goes on and finds the other problems too."""

    def __init__(self, data: object, place: str, problems: list[str]) -> None:
        self._place, self.problems = place, problems
        self._data: Mapping[str, object] = data if isinstance(data, dict) else {}
        self._seen: set[str] = set()
        if not isinstance(data, dict):
            self.problem("Hier gehört ein Objekt mit Namen und Werten hin.")

    def problem(self, sentence: str) -> None:
        self.problems.append(f"{self._place}: {sentence}" if self._place else sentence)

    def has(self, name: str) -> bool:
        return self._data.get(name) not in (None, "")

    def raw(self, name: str) -> object:
        self._seen.add(name)
        return self._data.get(name)

    def text(self, name: str, *, most: int = LABEL, is_needed: bool = False) -> str:
        value = self.raw(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.problem(f"„{name}“ ist kein Text.")
            return ""
        value = value.strip()
        if is_needed and not value:
            self.problem(f"„{name}“ fehlt.")
        if len(value) > most:
            self.problem(f"„{name}“ ist länger als {most} Zeichen.")
            return value[:most]
        return value

    def label(self) -> str:
        return self.text("label", is_needed=True)

    def note(self, name: str = "note") -> str:
        return self.text(name, most=PARAGRAPH)

    def number(self, name: str) -> Decimal | None:
        value = self.raw(name)
        if value is None or value == "":
            return None
        number = number_of(value)
        if number is None:
            self.problem(f"„{name}“ ist keine Zahl, mit der wir rechnen können.")
        return number

    def decimals(self) -> int | None:
        number = self.number("decimals")
        if number is None:
            return None
        if number not in range(7):
            self.problem("„decimals“ ist eine ganze Zahl von 0 bis 6.")
            return None
        return int(number)

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problem(f"„{name}“ ist kein Tag wie 2026-12-31.")
            return None

    def flag(self, name: str) -> bool:
        value = self.raw(name)
        if value not in (None, True, False):
            self.problem(f"„{name}“ ist true oder false.")
        return value is True

    def one_of(self, name: str, choices: Collection[str], otherwise: str) -> str:
        """Return one of the choices. otherwise: if nothing is said, or something else."""
        value = self.text(name) or otherwise
        if value in choices:
            return value
        self.problem(f"„{name}“ ist eins von: {', '.join(choices)}.")
        return otherwise

    def unit(self, name: str = "unit") -> Unit:
        text = self.text(name)
        try:
            return units.parse(text)
        except FormulaError as error:
            self.problem(error.message)
            return units.PLAIN

    def formula(self, name: str, *, title: str, is_needed: bool = True) -> Formula | None:
        """Read a formula. title: what messages call it."""
        value = self.raw(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 10**15 else "?"
        if not isinstance(value, str):
            value = ""
        if not value.strip():
            if is_needed:
                self.problem(f"„{name}“ fehlt: eine Formel.")
            return None
        try:
            return parse(value, name=title)
        except FormulaError as error:
            self.problem(error.reason)
            return None

    def rows(self, name: str, title: str, *, most: int) -> "Iterator[Piece]":
        """Yield the objects of a list. title: what one of them is called: Eingabe."""
        for number, value in enumerate(self.listed(name, most=most), start=1):
            key = value.get("key") if isinstance(value, dict) else None
            called = f" („{key[:60]}“)" if isinstance(key, str) else ""
            place = f"{self._place}, " if self._place else ""
            yield Piece(value, f"{place}{title} {number}{called}", self.problems)

    def listed(self, name: str, *, most: int) -> list[object]:
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.problem(f"„{name}“ ist keine Liste.")
            return []
        if len(value) > most:
            self.problem(f"„{name}“ hat mehr als {most} Einträge.")
        return value[:most]

    def mapping(self, name: str) -> dict[str, object]:
        value = self.raw(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.problem(f"„{name}“ ist kein Objekt mit Namen und Werten.")
            return {}
        return dict(value)

    def close(self) -> None:
        """Note what nobody asked for: usually a name with a slip of the pen."""
        for name in self._data:
            if name not in self._seen:
                self.problem(f"„{str(name)[:60]}“ kennen wir hier nicht.")
