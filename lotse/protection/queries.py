"""Reads about data protection: what would go when, what was done, what the log says."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lotse.accounts.models import User
from lotse.audit import actions
from lotse.audit.models import AuditEntry
from lotse.lib import paging, retention
from lotse.lib.paging import Page
from lotse.lib.retention import Rule

HORIZONS = (0, 30, 90)
"""Days ahead of which the preview tells."""
SAMPLE = 5
COUNT_LIMIT = 10_000
"""Counts stop here."""
EXPORT_LIMIT = 50_000


@dataclass(frozen=True)
class Preview:
    """What one rule would remove."""

    rule: Rule
    counts: tuple[int, ...]
    """At each of ``HORIZONS``, each including the ones before."""
    sample: tuple[str, ...]
    """Some of what goes now, in words without personal data."""


def previews(now: datetime) -> list[Preview]:
    """Return what every rule would remove today and later, changing nothing."""
    return [_preview(rule, now) for rule in retention.rules.values()]


def _preview(rule: Rule, now: datetime) -> Preview:
    counts = tuple(_count(rule.due(now + timedelta(days=days))) for days in HORIZONS)
    sample = tuple(rule.describe(row) for row in rule.due(now)[:SAMPLE]) if counts[0] else ()
    return Preview(rule, counts, sample)


def _count(found: QuerySet[Any]) -> int:
    return found.order_by().values("pk")[:COUNT_LIMIT].count()


@dataclass(frozen=True)
class LogRow:
    entry: AuditEntry
    label: StrOrPromise
    actor: str
    """Name as it is today; "Konto 12" once it is gone."""
    subject: str
    """What it was done to in words: a person's name as it is today, "Anfrage L-2026-0001"."""
    change: str


_SUBJECTS = {
    "erasure": _("Löschung"),
    "export": _("Auskunft"),
    "hold": _("Aufbewahrung"),
    "inquiry": _("Anfrage"),
    "mail": _("Mail"),
    "person": _("Konto"),
    "terms": _("Fristregel"),
    "token": _("Zugangsschlüssel"),
    "webhook": _("Webhook"),
}


def log(query: Mapping[str, str]) -> QuerySet[AuditEntry]:
    """Return entries narrowed by ``aktion``, ``person`` (address), ``von`` and ``bis``."""
    found = AuditEntry.objects.all()
    if action := query.get("aktion", ""):
        found = found.filter(action=action)
    person = query.get("person", "").strip().lower()
    if person:
        ids = list(User.objects.filter(email=person).values_list("pk", flat=True))
        found = found.filter(actor_id__in=ids)
    if start := _day(query.get("von", "")):
        found = found.filter(happened_at__gte=_midnight(start))
    if end := _day(query.get("bis", "")):
        found = found.filter(happened_at__lt=_midnight(end + timedelta(days=1)))
    return found


def log_page(query: Mapping[str, str]) -> Page[AuditEntry]:
    return paging.by_key(log(query), order=("-number",), query=query, size=50)


def log_rows(entries: Iterable[AuditEntry]) -> list[LogRow]:
    """Return entries with the names of today, read at once."""
    found = list(entries)
    ids = {entry.actor_id for entry in found if entry.actor_id is not None}
    ids |= {int(pk) for entry in found if (pk := _person_in(entry.subject))}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids).only("name", "email")}
    return [_log_row(entry, names) for entry in found]


def _log_row(entry: AuditEntry, names: Mapping[int, str]) -> LogRow:
    actor = ""
    if entry.actor_id is not None:
        actor = names.get(entry.actor_id, f"Konto {entry.actor_id}")
    subject = _subject(entry.subject, names)
    return LogRow(entry, actions.label(entry.action), actor, subject, _change(entry))


def _person_in(subject: str) -> str:
    kind, _colon, identity = subject.partition(":")
    return identity if kind == "person" and identity.isdecimal() else ""


def _subject(subject: str, names: Mapping[int, str]) -> str:
    if (person := _person_in(subject)) and int(person) in names:
        return names[int(person)]
    kind, colon, identity = subject.partition(":")
    return f"{_SUBJECTS[kind]} {identity}" if colon and kind in _SUBJECTS else subject


def _change(entry: AuditEntry) -> str:
    names = dict.fromkeys([*entry.before, *entry.after])
    parts = []
    for name in names:
        after = _value(entry.after.get(name))
        before = f"{_value(entry.before[name])} → " if name in entry.before else ""
        parts.append(f"{name}: {before}{after}")
    return "; ".join(parts)


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def log_as_csv(query: Mapping[str, str]) -> str:
    """Return the narrowed log for a spreadsheet, the newest first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(["Nr", "Wann", "Wer", "Woher", "Was", "Woran", "Änderung", "Grund"])
    for row in log_rows(log(query)[:EXPORT_LIMIT]):
        entry = row.entry
        when = timezone.localtime(entry.happened_at).isoformat(timespec="seconds")
        cells = (entry.number, when, row.actor, entry.origin, str(row.label))
        writer.writerow([_safe(cell) for cell in (*cells, row.subject, row.change, entry.reason)])
    return buffer.getvalue()


def _safe(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
