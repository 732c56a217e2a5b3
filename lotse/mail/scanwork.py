"""Files are looked at by the virus scanner after they came in; nothing waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, BinaryIO, TypeVar, cast

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.lib.keptfile import KeptFile
from lotse.mail.scanning import Refused, Scanner, Unavailable

BATCH = 20
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""Waiting time after the first, second, … failure; the last one repeats."""
REFUSED_AGAIN = timedelta(days=7)
"""A file the scanner will not take is offered again, in case its limits were raised."""
Row = TypeVar("Row", bound=KeptFile)


def scan_waiting(
    rows: QuerySet[Row],
    scanner: Scanner,
    *,
    record: Callable[[Row, str, datetime], int],
    now: datetime,
) -> int:
    """Have waiting files scanned, the newest first; return how many verdicts there were.

    record: writes a finding (empty if clean) and returns how many rows got it. Two workers may
    look at the same file; only the first verdict is written. now: aware.
    """
    verdicts = 0
    due = Q(next_scan_at=None) | Q(next_scan_at__lte=now)
    for row in rows.filter(due, scanned_at=None).exclude(file="").order_by("-pk")[:BATCH]:
        try:
            with row.file.open("rb") as content:
                verdict = scanner.scan(cast("BinaryIO", content))
        except Unavailable as trouble:
            _put_off(row, str(trouble), now=now)
            # The others would fail in the same way.
            break
        except (Refused, OSError) as trouble:
            reason = str(trouble) if isinstance(trouble, Refused) else _("Die Datei fehlt.")
            _put_off(row, reason, now=now, delay=REFUSED_AGAIN)
            continue
        verdicts += record(row, verdict.finding, now)
    return verdicts


def write(row: KeptFile, finding: str, *, now: datetime) -> int:
    """Write a verdict unless there is one; return whether it was the first."""
    return _unscanned(row).update(
        scanned_at=now, finding=finding[:200], scan_error="", next_scan_at=None
    )


def _put_off(row: KeptFile, reason: str, *, now: datetime, delay: timedelta | None = None) -> None:
    wait = delay or RETRY_AFTER[min(row.scan_attempts, len(RETRY_AFTER) - 1)]
    _unscanned(row).update(
        scan_attempts=F("scan_attempts") + 1, scan_error=reason[:200], next_scan_at=now + wait
    )


def _unscanned(row: KeptFile) -> "QuerySet[Any]":
    return type(row)._default_manager.filter(pk=row.pk, scanned_at=None)
