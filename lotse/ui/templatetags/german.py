"""German dates, spans of time and numbers as filters; an empty value stays empty."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import wraps
from typing import Any

from django import template
from django.utils import timezone

from lotse.lib import german

register = template.Library()
Filter = Callable[..., str]


def _filter(function: Filter) -> Filter:
    """Register a filter that leaves None and "" alone, as templates expect."""

    @wraps(function)
    def empty_stays_empty(value: Any, *args: Any) -> str:
        return "" if value is None or value == "" else function(value, *args)

    register.filter(function.__name__, empty_stays_empty)
    return empty_stays_empty


for _plain in (
    german.date_de,
    german.long_date_de,
    german.weekday_time,
    german.span,
    german.percent_de,
    german.euro,
    german.size_de,
):
    _filter(_plain)


@_filter
def datetime_de(value: datetime, now: datetime | None = None) -> str:
    """``{{ due_at|datetime_de:now }}``; without an argument the present instant counts."""
    return german.datetime_de(value, now or timezone.now())


@_filter
def day_de(value: date | datetime, today: date | datetime | None = None) -> str:
    """``{{ published_at|day_de }}``: heute, gestern, 20.11."""
    return german.day_de(value, today or timezone.now())


@_filter
def number_de(value: float | Decimal, decimals: int | None = None) -> str:
    return german.number_de(value, decimals)


@register.filter
def until(value: datetime, now: datetime | None = None) -> timedelta:
    """``{{ due_at|until:now|span }}``: what is left, negative when it is over."""
    return value - (now or timezone.now())
