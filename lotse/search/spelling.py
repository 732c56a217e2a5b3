"""How a word sounds and how far two words are apart. Pure: no Django."""

_SOUNDS = {
    **dict.fromkeys("aeijouyäöü", "0"),
    "b": "1",
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("szß", "8"),
}
MAX_SOUND = 12


def sound(word: str) -> str:
    """Return the code of the Cologne phonetics of a lower-case word (Postel 1969).

    Words that sound alike have the same code: "Meier" and "Mayer", "Tuhrnhalle" and "Turnhalle".
    """
    codes: list[str] = []
    for position, letter in enumerate(word):
        before = word[position - 1] if position else ""
        after = word[position + 1 : position + 2]
        code = _SOUNDS.get(letter, "")
        if letter == "p":
            code = "3" if after == "h" else "1"
        elif letter in "dt":
            code = "8" if after and after in "csz" else "2"
        elif letter == "x":
            code = "8" if before and before in "ckq" else "48"
        elif letter == "c":
            code = _sound_of_c(before, after, is_first=position == 0)
        codes.append(code)
    distinct: list[str] = []
    for code in "".join(codes):
        if not distinct or distinct[-1] != code:
            distinct.append(code)
    return "".join(code for i, code in enumerate(distinct) if code != "0" or i == 0)[:MAX_SOUND]


def _sound_of_c(before: str, after: str, *, is_first: bool) -> str:
    if is_first:
        return "4" if after and after in "ahkloqrux" else "8"
    if before in "sz":
        return "8"
    return "4" if after and after in "ahkoqux" else "8"


def distance(one: str, other: str, limit: int) -> int:
    """Return how many letters to insert, drop, change or swap; ``limit + 1`` if more than that."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, target in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target
            row.append(min(cost, earlier[j - 2] + 1) if swapped else cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def tolerance(word: str, other: str) -> int:
    """Return in how many letters a word may differ from another to be its misspelling.

    Two only if they sound alike or are long; otherwise other words come out ("aufgesucht",
    "ausgebucht").
    """
    if len(word) >= 12 or (len(word) >= 7 and sound(word) == sound(other)):
        return 2
    return 1
