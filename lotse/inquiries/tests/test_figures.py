"""Figures of the promise."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from lotse.inquiries import queries
from lotse.inquiries.models import Inquiry
from lotse.inquiries.tests.factories import MONDAY, InquiryFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = MONDAY + 100 * HOUR
SINCE = MONDAY - timedelta(days=30)


@pytest.fixture(autouse=True)
def _no_old_figures() -> None:
    cache.clear()


def reacted_after(hours: float) -> Inquiry:
    at = MONDAY + hours * HOUR
    return InquiryFactory.create(answered=True, reacted_at=at, first_answered_at=at, answered_at=at)


def test_share_and_median_count_human_replies_alone() -> None:
    for hours in (2, 6, 10, 24, 30):
        reacted_after(hours)
    figures = queries.promise_figures(SINCE, NOW)
    assert figures.share_kept == 0.8
    assert figures.median == 10 * HOUR
    assert (figures.received, figures.answered, figures.open) == (5, 5, 0)


def test_inquiry_whose_time_is_over_counts_as_missed_also_when_closed_late() -> None:
    reacted_after(1)
    InquiryFactory.create()
    InquiryFactory.create(closed_at=MONDAY + 30 * HOUR, waiting_since=None, due_at=None)
    assert queries.promise_figures(SINCE, NOW).share_kept == pytest.approx(1 / 3)


def test_spam_closed_in_time_counts_neither_way() -> None:
    reacted_after(1)
    InquiryFactory.create(closed_at=MONDAY + 2 * HOUR, waiting_since=None, due_at=None)
    assert queries.promise_figures(SINCE, NOW).share_kept == 1


def test_inquiry_whose_time_still_runs_counts_neither_way() -> None:
    InquiryFactory.create()
    figures = queries.promise_figures(SINCE, MONDAY + HOUR)
    assert (figures.share_kept, figures.median, figures.open) == (None, None, 1)


def test_figures_are_kept_for_a_moment() -> None:
    reacted_after(1)
    queries.promise_figures(SINCE, NOW)
    reacted_after(30)
    assert queries.promise_figures(SINCE, NOW).share_kept == 1
