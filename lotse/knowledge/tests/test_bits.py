"""Sets of positions behave like sets."""

from hypothesis import given
from hypothesis import strategies as st

from lotse.knowledge import bits

positions = st.sets(st.integers(min_value=0, max_value=300), max_size=40)


def as_bits(members: set[int]) -> int:
    return sum(1 << member for member in members)


@given(positions, st.integers(0, 50), st.integers(1, 20))
def test_highest_gives_a_page_from_the_top(members: set[int], skip: int, limit: int) -> None:
    expected = sorted(members, reverse=True)[skip : skip + limit]
    assert bits.highest(as_bits(members), skip=skip, limit=limit) == expected


@given(positions, st.lists(positions, max_size=5), st.integers(0, 50), st.integers(1, 20))
def test_groups_come_one_after_the_other_and_nobody_twice(
    members: set[int], groups: list[set[int]], skip: int, limit: int
) -> None:
    expected: list[int] = []
    for group in [*groups, members]:
        expected += sorted((members & group) - set(expected), reverse=True)
    found = bits.in_groups(as_bits(members), map(as_bits, groups), skip=skip, limit=limit)
    assert found == expected[skip : skip + limit]


@given(st.lists(positions, max_size=6))
def test_shared_tells_in_how_many_sets_a_position_is(sets: list[set[int]]) -> None:
    levels = bits.shared(map(as_bits, sets))
    for position in set().union(*sets):
        times = sum(position in one for one in sets)
        assert [level >> position & 1 for level in levels] == [
            int(times > level) for level in range(len(sets))
        ]


@given(positions)
def test_bytes_keep_everything(members: set[int]) -> None:
    assert bits.from_bytes(bits.to_bytes(as_bits(members))) == as_bits(members)
