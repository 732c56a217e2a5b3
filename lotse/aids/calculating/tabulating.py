"""Reads the tables of a calculator."""

from itertools import pairwise

from lotse.aids.calculating.pieces import Piece, number_of
from lotse.aids.formula import Column, Quantity, Row, Table, Text, Unit, Value, limits

TABLES = 10


def read_tables(whole: Piece) -> dict[str, Table]:
    """Return the tables by key; what is wrong with them is noted."""
    tables: dict[str, Table] = {}
    for piece in whole.rows("tables", "Tabelle", most=TABLES):
        key = piece.text("key", is_needed=True)
        if key in tables:
            piece.problem("Diesen Namen gibt es zweimal.")
        tables[key] = _table(piece)
        piece.close()
    return tables


def _table(piece: Piece) -> Table:
    is_by_text = piece.one_of("by", ["text", "number"], "text") == "text"
    unit = None if is_by_text else piece.unit()
    columns = tuple(
        _column(one) for one in piece.rows("columns", "Spalte", most=limits.TABLE_COLUMNS)
    )
    if not columns:
        piece.problem("Eine Tabelle braucht mindestens eine Spalte.")
    rows = tuple(
        _row(one, columns, unit) for one in piece.rows("rows", "Zeile", most=limits.TABLE_ROWS)
    )
    if is_by_text and len({row.text for row in rows}) < len(rows):
        piece.problem("Zwei Zeilen heißen gleich.")
    if not is_by_text:
        _check_intervals(rows, piece)
    return Table(piece.label(), columns, rows, unit)


def _column(piece: Piece) -> Column:
    is_number = piece.one_of("kind", ["number", "text"], "number") == "number"
    kind: Value = Quantity(None, piece.unit()) if is_number else Text(None)
    column = Column(piece.text("key", is_needed=True), piece.label(), kind)
    piece.close()
    return column


def _row(piece: Piece, columns: tuple[Column, ...], unit: Unit | None) -> Row:
    listed = piece.listed("cells", most=limits.TABLE_COLUMNS)
    if len(listed) != len(columns):
        piece.problem(f"„cells“ braucht {len(columns)} Einträge, einen je Spalte.")
        listed = [None] * len(columns)
    cells = tuple(_cell(raw, column, piece) for raw, column in zip(listed, columns, strict=True))
    if unit is None:
        row = Row(cells, text=piece.text("key", is_needed=True))
    else:
        row = Row(cells, low=piece.number("from"), high=piece.number("below"))
        if row.low is not None and row.high is not None and row.low >= row.high:
            piece.problem("„from“ muss kleiner als „below“ sein.")
    piece.close()
    return row


def _cell(raw: object, column: Column, piece: Piece) -> Value:
    if raw is None:
        return column.kind
    if isinstance(column.kind, Text) and isinstance(raw, str) and len(raw) <= limits.TEXT:
        return Text(raw)
    if isinstance(column.kind, Quantity):
        number = number_of(raw)
        if number is not None:
            return Quantity(number, column.kind.unit)
    piece.problem(f"Der Eintrag in der Spalte „{column.label}“ passt nicht.")
    return column.kind


def _check_intervals(rows: tuple[Row, ...], piece: Piece) -> None:
    """Each row goes on where the one before ends, so that a number falls into one row at most."""
    for one, following in pairwise(rows):
        if one.high is None or following.low is None or following.low < one.high:
            piece.problem("Die Bereiche überschneiden sich oder stehen nicht aufsteigend.")
            return
