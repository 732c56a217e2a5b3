"""Who is told what: making, changing and stopping webhooks, and queueing what happened."""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.audit import rules as audit
from lotse.lib import sealing, wire
from lotse.lib.errors import RuleError
from lotse.webhooks import actions, events
from lotse.webhooks.events import Feed, News
from lotse.webhooks.models import Cursor, Delivery, Webhook

SETTLED_AFTER = timedelta(seconds=60)
"""Longer than any transaction of ours lasts."""
BATCH = 2000
"""News read at once."""
SLACK = 500
"""Numbers below the newest one read that may still be committed."""


@transaction.atomic
def make(
    *, name: str, url: str, chosen: Collection[str], by: User, now: datetime
) -> tuple[Webhook, str]:
    """Make a webhook and return it with its secret, which is shown once. Raises RuleError."""
    _check(url, chosen)
    secret = token_urlsafe(32)
    hook = Webhook.objects.create(
        name=name.strip(),
        url=url.strip(),
        sealed_secret=sealing.close(secret),
        events=sorted(set(chosen)),
        created_by=by,
        created_at=now,
    )
    _record(actions.MADE, hook, by=by, after=_facts(hook), now=now)
    return hook, secret


@transaction.atomic
def change(
    hook: Webhook, *, name: str, url: str, chosen: Collection[str], by: User, now: datetime
) -> None:
    """Change where it goes and what it is told. The secret stays. Raises RuleError."""
    _check(url, chosen)
    before = _facts(hook)
    hook.name, hook.url, hook.events = name.strip(), url.strip(), sorted(set(chosen))
    hook.save(update_fields=["name", "url", "events"])
    if before != _facts(hook):
        _record(actions.CHANGED, hook, by=by, before=before, after=_facts(hook), now=now)


@transaction.atomic
def disable(hook: Webhook, *, reason: str, by: User | None, now: datetime) -> bool:
    """Stop telling an address; return whether it was told until now."""
    changed = Webhook.objects.filter(pk=hook.pk, disabled_at=None).update(
        disabled_at=now, disabled_reason=reason[:200]
    )
    if changed:
        _record(actions.DISABLED, hook, by=by, after={"grund": reason}, now=now)
    return bool(changed)


@transaction.atomic
def enable(hook: Webhook, *, by: User, now: datetime) -> None:
    """Tell an address again: what waited goes out, what was given up needs ``resend``."""
    changed = Webhook.objects.filter(pk=hook.pk, disabled_at__isnull=False).update(
        disabled_at=None, disabled_reason="", failures=0
    )
    if changed:
        _record(actions.ENABLED, hook, by=by, now=now)


def resend(delivery: Delivery, *, now: datetime) -> None:
    """Send a message again, from the first attempt on. Raises RuleError while it waits anyway."""
    changed = Delivery.objects.filter(pk=delivery.pk).exclude(delivered_at=None, failed_at=None)
    if not changed.update(
        delivered_at=None, failed_at=None, attempts=0, next_attempt_at=now, claimed_until=None
    ):
        raise RuleError(_("Diese Nachricht wartet schon darauf, gesendet zu werden."))


def ping(hook: Webhook, *, now: datetime) -> Delivery:
    """Queue a message that tells nothing, to see whether the address answers."""
    news = News(0, events.TEST, "", "/api/", now)
    return Delivery.objects.create(
        webhook=hook, source=f"test:{token_hex(8)}", **_message(news, now)
    )


def tell(feed: Feed, *, now: datetime) -> None:
    """Queue what happened in a journal since the last look. Looking twice queues once.

    The journal's row is written in the transaction of the fact, so nothing is lost, and the mail
    that caused it waits for nobody (decision 0065).
    """
    newest = feed.newest_id()
    row = Cursor.objects.filter(pk=feed.name).first()
    # Asked without a lock: an idle worker never stops a writer.
    if row is None or newest > row.last_id:
        _tell(feed, newest, now)


@transaction.atomic
def _tell(feed: Feed, newest: int, now: datetime) -> None:
    start = {"last_id": newest, "candidate_id": newest, "candidate_at": now}
    _row, created = Cursor.objects.get_or_create(feed=feed.name, defaults=start)
    if created:
        return
    row = Cursor.objects.select_for_update().get(pk=feed.name)
    hooks = list(Webhook.objects.filter(disabled_at=None))
    read = list(feed.news(row.last_id, BATCH)) if hooks else []
    rows = [delivery for news in read for delivery in _deliveries(feed.name, news, hooks, now)]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if len(read) == BATCH:
        row.last_id = max(row.last_id, read[-1].source_id - SLACK)
    elif row.candidate_at is None or now - row.candidate_at >= SETTLED_AFTER:
        row.last_id = row.candidate_id
        row.candidate_id, row.candidate_at = newest, now
    row.save()


def _deliveries(feed: str, news: News, hooks: Collection[Webhook], now: datetime) -> list[Delivery]:
    return [
        Delivery(webhook=hook, source=f"{feed}:{news.source_id}", **_message(news, now))
        for hook in hooks
        # What happened before somebody asked to be told is not told.
        if news.event in hook.events and news.happened_at >= hook.created_at
    ]


def _message(news: News, now: datetime) -> dict[str, Any]:
    payload = {
        "event": news.event,
        "subject": news.subject,
        "happened_at": news.happened_at.isoformat(),
        "link": settings.BASE_URL + news.path,
    }
    return {"event": news.event, "payload": payload, "created_at": now, "next_attempt_at": now}


def _check(url: str, chosen: Collection[str]) -> None:
    try:
        target = wire.check(url.strip())
    except wire.Refused as refusal:
        raise RuleError(str(refusal)) from None
    if not target.is_tls and not settings.WEBHOOK_NETWORKS:
        raise RuleError(_("Die Adresse beginnt mit https://, damit niemand mitliest."))
    if not chosen or not set(chosen) <= set(events.labels):
        raise RuleError(_("Bitte wählen Sie, worüber das Programm benachrichtigt wird."))


def _facts(hook: Webhook) -> dict[str, Any]:
    # Without the query: some receivers put their key into it.
    return {"adresse": hook.url.partition("?")[0], "ereignisse": hook.events, "name": hook.name}


def _record(
    action: str,
    hook: Webhook,
    *,
    by: User | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    audit.record(
        action,
        actor_id=by.pk if by else None,
        subject=f"webhook:{hook.pk}",
        before=before,
        after=after,
        now=now,
    )
