"""Register of what is removed when its time is over, and of what is held back.

Each slice describes its rules in ``keeping.py``; one job (``protection``) runs them all, previews
them and keeps a report of each run. A rule finds its rows by a queryset, so that the preview counts
exactly what a run would remove.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Rule:
    """What happens to one kind of record when its time is over."""

    name: str
    """Stable, for example ``mail.inbound``."""
    label: StrOrPromise
    effect: StrOrPromise
    """What happens: removed, made anonymous."""
    period: StrOrPromise
    """How long it is kept, in words."""
    due: Callable[[datetime], QuerySet[Any]]
    """Return the records whose time is over at an instant, the oldest first; held ones not."""
    remove: Callable[[datetime], int]
    """Remove a batch of them and return how many; 0 when nothing is left."""
    describe: Callable[[Any], str] = str
    """A record in words without personal data, for the preview."""


rules: dict[str, Rule] = {}
_holds: dict[str, Callable[[datetime], Q]] = {}
_existing: dict[str, Callable[[str], bool]] = {}


def register(rule: Rule) -> None:
    rules[rule.name] = rule


def hold(model: str, condition: Callable[[datetime], Q]) -> None:
    """Keep records of a model back while a condition holds. Only a slice above may know it."""
    _holds[model] = condition


def can_hold(kind: str, exists: Callable[[str], bool]) -> None:
    """Let things be held by a key that people type; ``exists`` says whether one is there."""
    _existing[kind] = exists


def is_there(kind: str, key: str) -> bool:
    """Say whether there is anything to hold; also of kinds nobody knows how to look up."""
    exists = _existing.get(kind)
    return exists is None or exists(key)


def free(found: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Return the records that nobody holds back."""
    condition = _holds.get(found.model._meta.label)
    if condition is None:
        return found
    held = found.model._default_manager.filter(condition(now)).values("pk")
    return found.exclude(pk__in=held)


@dataclass(frozen=True)
class Eraser:
    """How a slice forgets everything about one mail address on request (Art. 17 GDPR)."""

    name: str
    label: StrOrPromise
    count: Callable[[str], int]
    """Say how many records an address (lower case) has here."""
    obstacle: Callable[[str, datetime], str]
    """Return a German sentence if it must wait, empty if it may be done now."""
    erase: Callable[[str, datetime], int]
    """Do it; return how many. Doing it twice is fine."""


erasers: dict[str, Eraser] = {}


def can_erase(eraser: Eraser) -> None:
    erasers[eraser.name] = eraser
