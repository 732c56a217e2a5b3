"""The last brake of a mail loop: what an automatic mail must pass before it leaves.

Loops are stopped before they get here (marks of our own mail, marks of foreign programs, no second
receipt). What neither shows is stopped by counting: so many automatic mails for an address in an
hour, for a domain in a day (a machine may change its address each time), and altogether.
Decision 0026.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from lotse.mail import suppression
from lotse.mail.models import AutomaticCount, OutgoingMail

WAIT = timedelta(hours=1)
KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True)
class Verdict:
    """What happens to a mail. Both empty: it may leave."""

    withheld_because: str = ""
    wait_until: datetime | None = None


PASS = Verdict()


def examine(mail: OutgoingMail, *, now: datetime) -> Verdict:
    """Say whether a mail may leave now, and count it if it is automatic. now: aware.

    What answers a mail is held back for good, so a loop ends; what answers none (notices, links)
    only waits. A mail that a person sent again after it was held back passes.
    """
    if not mail.is_automatic or mail.withheld_at:
        return PASS
    entry = suppression.active(mail.recipient)
    if entry is not None and not suppression.is_refuted(entry, mail, now=now):
        return Verdict(
            withheld_because=_("Die Adresse gilt seit dem {day} als unzustellbar.").format(
                day=f"{entry.since:%d.%m.%Y}"
            )
        )
    exceeded = _exceeded(mail.recipient, now)
    if exceeded is None:
        return PASS
    # Everybody together at once is a busy day rather than a loop: nothing is lost, it waits.
    if exceeded == AutomaticCount.Scope.ALL or not mail.in_reply_to:
        return Verdict(wait_until=now + WAIT)
    if exceeded == AutomaticCount.Scope.DOMAIN:
        return Verdict(
            withheld_because=_("Zu viele automatische Mails an diese Domain an einem Tag.")
        )
    return Verdict(
        withheld_because=_("Zu viele automatische Mails an diese Adresse in einer Stunde.")
    )


def _exceeded(recipient: str, now: datetime) -> AutomaticCount.Scope | None:
    """Count one mail in each stretch; return the narrowest one whose limit is passed."""
    limits = {
        AutomaticCount.Scope.ADDRESS: settings.AUTOMATIC_PER_ADDRESS,
        AutomaticCount.Scope.DOMAIN: settings.AUTOMATIC_PER_DOMAIN,
        AutomaticCount.Scope.ALL: settings.AUTOMATIC_IN_ALL,
    }
    counts = _count(recipient, now)
    return next((scope for scope, limit in limits.items() if counts[scope] > limit), None)


def _count(recipient: str, now: datetime) -> dict[AutomaticCount.Scope, int]:
    """Add one to the three counters and return them.

    One statement, so that of two workers none reads what the other has not written yet.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    domain = recipient.rpartition("@")[2]
    # In this order in every process: two of them never wait for each other.
    rows = [
        (AutomaticCount.Scope.ALL, "", hour),
        (AutomaticCount.Scope.DOMAIN, _digest(domain), day),
        (AutomaticCount.Scope.ADDRESS, _digest(recipient), hour),
    ]
    table = AutomaticCount._meta.db_table
    statement = (
        f"INSERT INTO {table} (scope, key, starts_at, count) "  # noqa: S608
        "VALUES (%s, %s, %s, 1), (%s, %s, %s, 1), (%s, %s, %s, 1) "
        f"ON CONFLICT (scope, key, starts_at) DO UPDATE SET count = {table}.count + 1 "
        "RETURNING scope, count"
    )
    field = AutomaticCount._meta.get_field("starts_at")
    values: list[Any] = []
    for scope, key, starts_at in rows:
        values += [scope.value, key, field.get_db_prep_value(starts_at, connection)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {AutomaticCount.Scope(scope): count for scope, count in cursor.fetchall()}


def remove_old(now: datetime) -> int:
    """Remove counters nobody asks for any more; return how many. now: aware."""
    return AutomaticCount.objects.filter(starts_at__lt=now - KEPT_FOR).delete()[0]


def _digest(text: str) -> str:
    """Counters outlive the mail, so they hold no address."""
    return hashlib.sha256(text.lower().encode()).hexdigest()
