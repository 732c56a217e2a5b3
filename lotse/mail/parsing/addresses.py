"""Address lists as they are really written: unquoted commas, groups, comments, encoded names."""

import re

from lotse.mail.parsing.characters import clean_line
from lotse.mail.parsing.headers import decode_words

# Encoded words are kept whole: senders leave commas and brackets unencoded inside them.
_PIECES = re.compile(r'(=\?[^\s?]{1,60}\?[bBqQ]\?[^?\s]{0,1000}\?=|\\.|[",;:<>()])')
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>(),;:\\\"\[\]]")
_WRAPPED_IN_QUOTES = re.compile(r"""\A'(.*)'\Z""", re.DOTALL)
_LONGEST = 320


def parse(value: str) -> list[tuple[str, str]]:
    """Return (name, address) pairs; the address is in lower case and may be empty.

    Linear in the length of the field, whatever brackets and quotes are left open.
    """
    reader = _Reader()
    for piece in _PIECES.split(value):
        if piece:
            reader.take(piece)
    reader.flush()
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._comment: list[str] = []
        self._angle: list[str] | None = None
        self._address = ""
        self._is_quoted = False
        self._depth = 0
        self._left_over = ""

    def take(self, piece: str) -> None:
        if self._is_quoted:
            self._quoted(piece)
        elif self._depth:
            self._commented(piece)
        elif self._angle is not None:
            self._angled(piece)
        else:
            self._plain(piece)

    def _quoted(self, piece: str) -> None:
        if piece == '"':
            self._is_quoted = False
        else:
            self._words.append(piece[1] if len(piece) == 2 and piece[0] == "\\" else piece)

    def _commented(self, piece: str) -> None:
        self._depth += {"(": 1, ")": -1}.get(piece, 0)
        if self._depth:
            self._comment.append(piece)

    def _angled(self, piece: str) -> None:
        assert self._angle is not None
        if piece == ">":
            self._address, self._angle = "".join(self._angle), None
        else:
            self._angle.append(piece)

    def _plain(self, piece: str) -> None:
        if piece == '"':
            self._is_quoted = True
        elif piece == "(":
            self._depth = 1
        elif piece == "<":
            self._angle = []
        elif piece in (",", ";"):
            self.flush()
        elif piece == ":":
            # "Verteiler: a@b, c@d;" names a group; "mailto:" slips in from web pages.
            self._words = []
        elif piece not in (")", ">"):
            self._words.append(piece)

    def flush(self) -> None:
        """Finish one entry of the list."""
        if self._angle is not None:
            self._address = "".join(self._angle)
        name = _readable(self._words)
        comment = _readable(self._comment)
        address = _address(self._address)
        if not address and not self._address:
            name, address = _split_bare(name)
        if address:
            self._add(name or comment, address)
        elif name and len(self._left_over) < _LONGEST:
            # "Müller, Jörg <j@x>" without quotes: the family name waits for the rest.
            self._left_over = f"{self._left_over}, {name}" if self._left_over else name
        self._words, self._comment, self._angle, self._address = [], [], None, ""
        self._is_quoted, self._depth = False, 0

    def _add(self, name: str, address: str) -> None:
        if self._left_over:
            name = f"{self._left_over}, {name}" if name else self._left_over
            self._left_over = ""
        unwrapped = _WRAPPED_IN_QUOTES.match(name)
        name = unwrapped[1].strip() if unwrapped else name
        self.found.append(("" if name.lower() == address else name[:200], address))


def _split_bare(text: str) -> tuple[str, str]:
    """Split "Name adresse@x" written without brackets."""
    if "@" not in text:
        return text, ""
    words = text.split(" ")
    inside = next(word for word in words if "@" in word)
    address = _address(inside)
    return (" ".join(word for word in words if word != inside), address) if address else (text, "")


def _readable(words: list[str]) -> str:
    return clean_line(decode_words("".join(words))) if words else ""


def _address(text: str) -> str:
    """Return a usable address in lower case, or nothing."""
    address = _NOT_IN_ADDRESS.sub("", clean_line(text)).lower().removeprefix("mailto:")
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or "@" in local or len(address) > _LONGEST:
        return ""
    return address
