from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from lotse.mail import tokens

KEYS = st.from_regex(r"[A-Z0-9]{1,8}(-[A-Z0-9]{1,8}){0,2}", fullmatch=True).filter(
    lambda key: not key.startswith("ZURUECK-")
)


@given(KEYS)
def test_reply_address_leads_back_to_its_key(key: str) -> None:
    assert tokens.read(tokens.reply_address(key)) == key


@given(KEYS, st.randoms(use_true_random=False))
def test_upper_and_lower_case_on_the_way_do_not_matter(key: str, random: Random) -> None:
    address = "".join(
        letter.upper() if random.random() < 0.5 else letter for letter in tokens.reply_address(key)
    )

    assert tokens.read(f" <{address}> ") == key


@given(st.text(max_size=80))
def test_foreign_addresses_have_no_key(address: str) -> None:
    assert tokens.read(address) is None
    assert tokens.read_bounce(address) is None


def test_signature_of_one_key_does_not_open_another() -> None:
    address = tokens.reply_address("L-2026-0001")

    assert tokens.read(address.replace("0001", "0002")) is None


def test_address_fits_into_the_limit_of_mail_systems() -> None:
    local = tokens.reply_address("L-2026-123456").partition("@")[0]

    assert len(local) <= 64


def test_bounce_address_names_the_mail_and_opens_no_inquiry() -> None:
    address = tokens.bounce_address(4711)

    assert tokens.read_bounce(address) == 4711
    assert tokens.read(address) is None
    assert tokens.read_bounce(tokens.reply_address("L-2026-0001")) is None


def test_key_that_looks_like_a_bounce_address_is_refused() -> None:
    with pytest.raises(ValueError):
        tokens.reply_address("zurueck-17")


@pytest.mark.parametrize("key", ["", "L 1", "L-2026-ä", "-1", "1-", "a--b", "a@b"])
def test_key_that_would_not_survive_the_way_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        tokens.reply_address(key)


def test_addresses_written_with_the_old_secret_still_work(settings: Settings) -> None:
    address = tokens.reply_address("L-2026-0001")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 60

    assert tokens.read(address) == "L-2026-0001"
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.read(address) is None
