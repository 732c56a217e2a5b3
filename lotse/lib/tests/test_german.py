from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.lib import german

WEDNESDAY = datetime(2026, 11, 25, 9, 50, tzinfo=UTC)
"""10:50 in Berlin."""


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 11, 25, 10, 38, tzinfo=UTC), "heute, 11:38 Uhr"),
        (datetime(2026, 11, 24, 10, 38, tzinfo=UTC), "gestern, 11:38 Uhr"),
        (datetime(2026, 11, 26, 9, 46, tzinfo=UTC), "morgen, 10:46 Uhr"),
        (datetime(2026, 11, 27, 9, 46, tzinfo=UTC), "Freitag, 27.11., 10:46 Uhr"),
        (datetime(2026, 11, 20, 9, 46, tzinfo=UTC), "Freitag, 20.11., 10:46 Uhr"),
        (datetime(2026, 12, 2, 9, 46, tzinfo=UTC), "02.12.2026, 10:46 Uhr"),
        # 23:30 UTC is already the next day in Berlin.
        (datetime(2026, 11, 25, 23, 30, tzinfo=UTC), "morgen, 00:30 Uhr"),
    ],
)
def test_an_instant_is_named_as_one_would_say_it(instant: datetime, words: str) -> None:
    assert german.datetime_de(instant, WEDNESDAY) == words


def test_summer_time_is_kept() -> None:
    assert german.weekday_time(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == "Mittwoch, 10:00 Uhr"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        german.datetime_de(datetime(2026, 11, 25), WEDNESDAY)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "unter 1 Min."),
        (timedelta(minutes=48), "48 Min."),
        (timedelta(hours=6, minutes=10, seconds=59), "6 Std. 10 Min."),
        (timedelta(hours=24), "24 Std."),
        (timedelta(hours=47, minutes=59), "47 Std. 59 Min."),
        (timedelta(days=3, hours=4, minutes=20), "3 Tage 4 Std."),
        (timedelta(minutes=-12), "12 Min."),
    ],
)
def test_a_span_is_short_and_readable(length: timedelta, words: str) -> None:
    assert german.span(length) == words


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=400)))
def test_no_span_is_empty_or_shows_sixty_minutes(length: timedelta) -> None:
    words = german.span(length)
    assert words
    assert "60 Min." not in words


def test_days_near_today_have_names() -> None:
    today = date(2026, 11, 25)
    days = (date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 20), date(2025, 11, 20))
    assert [german.day_de(day, today) for day in days] == [
        "heute",
        "gestern",
        "20.11.",
        "20.11.2025",
    ]


def test_dates_are_written_in_german() -> None:
    assert german.date_de(WEDNESDAY) == "25.11.2026"
    assert german.long_date_de(WEDNESDAY) == "Mittwoch, 25. November 2026"


def test_numbers_have_points_for_thousands_and_a_comma() -> None:
    assert german.number_de(1234567) == "1.234.567"
    assert german.number_de(97.4) == "97,4"
    assert german.number_de(2.5, 0) == "3"
    assert german.number_de(3.0) == "3"
    assert german.percent_de(0.974) == "97,4\u00a0%"
    assert german.percent_de(1) == "100\u00a0%"
    assert german.percent_de(0.9996) == "99,9\u00a0%"
    assert german.euro(21300) == "21.300\u00a0€"
    assert german.euro(9.2) == "9,20\u00a0€"


def test_sizes_of_files_use_the_fitting_unit() -> None:
    sizes = [german.size_de(count) for count in (999, 64_000, 999_400, 1_200_000, 35_000_000)]
    assert sizes == ["999\u00a0Byte", "64\u00a0KB", "999\u00a0KB", "1,2\u00a0MB", "35\u00a0MB"]
