"""Addresses in texts: what belongs to them and what to the sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.links import finding

OLD, NEW = "https://alt.example/a", "https://neu.example/b"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Siehe https://alt.example/a.", ["https://alt.example/a"]),
        ("(https://alt.example/a_(b)), und", ["https://alt.example/a_(b)"]),
        ("„https://alt.example/?q=1&r=2“!", ["https://alt.example/?q=1&r=2"]),
        ("mailto:amt@stadt.example, tel:030123456", ["mailto:amt@stadt.example", "tel:030123456"]),
        ("kein ftp://alt.example und javascript:x", []),
        ("[F-U-20] https://alt.example/a https://alt.example/a", ["https://alt.example/a"]),
    ],
)
def test_addresses_are_found_without_the_sentence_around(text: str, found: list[str]) -> None:
    assert finding.in_text(text) == found


def test_links_of_rich_text_are_found_and_own_pages_left_out() -> None:
    html = (
        '<p><a href="https://alt.example/?a=1&amp;b=2">x</a> <a linktype="page" id="3">y</a> '
        "<a href='mailto:amt@stadt.example'>z</a> <a href=\"/intern/\">i</a></p>"
    )
    assert finding.in_html(html) == [
        "https://alt.example/?a=1&b=2",
        "mailto:amt@stadt.example",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"Siehe {OLD}.", f"Siehe {NEW}."),
        (f"Siehe {OLD}#teil, dann", f"Siehe {NEW}#teil, dann"),
        (f"Siehe {OLD}bc.", f"Siehe {OLD}bc."),
        (f"Siehe {OLD}/tiefer.", f"Siehe {OLD}/tiefer."),
    ],
)
def test_only_the_very_address_is_replaced(before: str, after: str) -> None:
    assert finding.replaced_in_text(before, OLD, NEW) == after


def test_rich_text_keeps_everything_but_the_target() -> None:
    html = f'<p>{OLD} <a href="{OLD}">alt</a> <a href="{OLD}b">anders</a></p>'
    new = "https://neu.example/?a=1&b=2"
    assert finding.replaced_in_html(html, OLD, new) == (
        f'<p>{OLD} <a href="https://neu.example/?a=1&amp;b=2">alt</a> '
        f'<a href="{OLD}b">anders</a></p>'
    )


@pytest.mark.parametrize(
    ("address", "is_fine"),
    [
        ("mailto:amt@stadt.example", True),
        ("mailto:amt@stadt.example?subject=x", True),
        ("mailto:amt@stadt", False),
        ("tel:030 1234-5", True),
        ("tel:+49 (0)30 1234", True),
        ("tel:auf Anfrage", False),
        ("https://stadt.example/", True),
        ("https:///pfad", False),
        ("https://[::1", False),
    ],
)
def test_shapes_are_checked(address: str, is_fine: bool) -> None:
    assert (finding.fault(address) == "") is is_fine


@given(st.text())
def test_text_without_the_address_stays_as_it_is(text: str) -> None:
    if OLD not in text:
        assert finding.replaced_in_text(text, OLD, NEW) == text
        assert finding.replaced_in_html(text, OLD, NEW) == text
    finding.in_html(text)
    finding.fault(text)
