"""In which order named formulas are computed."""

from collections.abc import Mapping

from lotse.aids.formula.errors import FormulaError
from lotse.aids.formula.tree import Formula


def order(formulas: Mapping[str, Formula]) -> list[str]:
    """Return the names so that each formula comes after those it needs; else as given.

    Names that are no formulas are inputs. Raises FormulaError with the names of a circle.
    """
    return arranged(
        {name: formula.names for name, formula in formulas.items()},
        {name: formula.name for name, formula in formulas.items()},
    )


def arranged(needs: Mapping[str, frozenset[str]], titles: Mapping[str, str]) -> list[str]:
    """Return names after those they need. titles: what the message about a circle calls them."""
    done: dict[str, None] = {}
    for start in needs:
        # Without recursion, because a chain of formulas may be long.
        path: list[str] = []
        waiting = [(start, False)]
        while waiting:
            name, is_finished = waiting.pop()
            if is_finished:
                path.pop()
                done[name] = None
                continue
            if name in done:
                continue
            if name in path:
                raise FormulaError(_circle([*path[path.index(name) :], name], titles))
            path.append(name)
            waiting.append((name, True))
            waiting.extend((one, False) for one in sorted(needs[name]) if one in needs)
    return list(done)


def _circle(names: list[str], titles: Mapping[str, str]) -> str:
    called = " → ".join(titles.get(name) or name for name in names)
    return f"Diese Formeln brauchen einander im Kreis: {called}."
