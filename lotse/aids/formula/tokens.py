"""From the text of a formula to its tokens."""

import re
import unicodedata
from dataclasses import dataclass

from lotse.aids.formula import limits
from lotse.aids.formula.errors import FormulaError

PRECEDENCE = {
    "oder": 1,
    "und": 2,
    "=": 4,
    "≠": 4,
    "<": 4,
    "≤": 4,
    ">": 4,
    "≥": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "^": 8,
}
"""How strongly an operator binds. 3 is "nicht", 7 the minus in front of a value."""
NOT, MINUS, COMPARISON, POWER = 3, 7, 4, 8

_SAME = {
    "<=": "≤",
    ">=": "≥",
    "<>": "≠",
    "!=": "≠",
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    ",": ";",
}
_WORDS = frozenset({"und", "oder", "nicht", "ja", "nein"})
_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<day>\d{1,2}\.\d{1,2}\.\d{4}(?![\d.]))
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<text>"[^"\n]*"|„[^“”"\n]*[“”"])
    | (?P<unit>\[[^\[\]\n]*\])
    | (?P<name>[A-Za-zÄÖÜäöüß_][A-Za-zÄÖÜäöüß_0-9]*)
    | (?P<sign><=|>=|<>|!=|[-+*/^()=<>≤≥≠×·÷−;,:])
    """,
    re.VERBOSE | re.ASCII,
)
_DECIMAL_COMMA = re.compile(r"\d,\d", re.ASCII)
_NAME = re.compile(r"[A-Za-zÄÖÜäöüß_][A-Za-zÄÖÜäöüß_0-9]*")


@dataclass(frozen=True)
class Token:
    kind: str
    """day, number, text, unit, name, word (und, oder, nicht, ja, nein), sign or end."""
    text: str
    at: int
    """Where it stands, from 1."""


def is_name(text: str) -> bool:
    """Return whether an input may be called so."""
    return bool(_NAME.fullmatch(text)) and len(text) <= 60 and text.lower() not in _WORDS


def read(source: str) -> list[Token]:
    """Return the tokens of a formula and the end. Raises FormulaError."""
    source = unicodedata.normalize("NFC", source)
    if len(source) > limits.SOURCE:
        raise FormulaError(f"Die Formel ist länger als {limits.SOURCE} Zeichen.")
    found, at = [], 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            raise FormulaError(_odd(source[at], at + 1))
        if match.lastgroup == "number":
            _refuse_decimal_comma(source, match)
        if match.lastgroup != "space":
            found.append(_token(match.lastgroup, match[0], at + 1))
        at = match.end()
    return [*found, Token("end", "", len(source) + 1)]


def _token(kind: str, text: str, at: int) -> Token:
    if kind == "name" and text.lower() in _WORDS:
        return Token("word", text.lower(), at)
    if kind == "sign":
        return Token(kind, _SAME.get(text, text), at)
    if kind in {"text", "unit"}:
        return Token(kind, text[1:-1], at)
    return Token(kind, text, at)


def _refuse_decimal_comma(source: str, number: re.Match[str]) -> None:
    """In min(1,5) nobody can tell one number from two."""
    if _DECIMAL_COMMA.match(source, number.end() - 1):
        raise FormulaError(
            f"Hinter {number[0]} (Stelle {number.end() + 1}) ist unklar, was das Komma heißt. "
            f"Eine Zahl hat in Formeln einen Punkt (7.5), zwei Angaben trennt ein Strichpunkt."
        )


def _odd(character: str, at: int) -> str:
    if character in {'"', "„"}:
        return f"Der Text ab Stelle {at} hat kein Anführungszeichen am Ende."
    if character == "[":
        return f"Die Einheit ab Stelle {at} hat keine Klammer ] am Ende."
    if not character.isprintable():
        return f"An Stelle {at} steht ein unsichtbares Zeichen, das nicht in eine Formel gehört."
    return f"Das Zeichen {character} an Stelle {at} gehört nicht in eine Formel."
