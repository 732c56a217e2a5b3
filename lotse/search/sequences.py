"""A record's terms in reading order as compact bytes. Pure: no Django.

Numbers of four bytes, little endian: the terms of the title, 0, the terms of the first passage, 0,
and so on. From this the second stage of the ranking reads what a table of postings cannot say
cheaply: which passage, how close, how much of the title.
"""

import sys
from array import array
from collections.abc import Iterable

SEPARATOR = 0
_SIZE = 4


def pack(pieces: Iterable[Iterable[int]]) -> bytes:
    """Return the bytes of title and passages. Term ids are positive."""
    numbers = array("I")
    for number, piece in enumerate(pieces):
        if number:
            numbers.append(SEPARATOR)
        numbers.extend(piece)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(data: bytes | memoryview) -> "array[int]":
    """Return the numbers, separators included."""
    numbers = array("I")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def holds(data: bytes | memoryview, phrase: Iterable[int]) -> bool:
    """Return whether some terms stand one after the other, in one piece."""
    looked_for, read = pack([phrase]), bytes(data)
    start = read.find(looked_for)
    while start > 0 and start % _SIZE:
        start = read.find(looked_for, start + 1)
    return start >= 0
