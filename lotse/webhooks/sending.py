"""Sending what waits: signed, with growing pauses, giving up loudly."""

import json
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.lib import sealing, wire
from lotse.mail import outbox
from lotse.webhooks import rules, signing
from lotse.webhooks.models import Delivery, Webhook

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
RETRY_AFTER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""Pause after the first, second, … failed attempt; after the last one we give up."""
DISABLED_AFTER = 20
"""Failed attempts in a row after which an address is told nothing more."""
GONE = 410


def send_waiting(now: datetime, limit: int = 20) -> int:
    """Send messages whose time has come, oldest first; return how many were tried. now: aware.

    Each is claimed by one worker. A claim runs out by itself, so a killed process loses nothing;
    the receiver tells a message it got twice by ``Lotse-Delivery``.
    """
    tried = 0
    for pk in list(_due(now).values_list("pk", flat=True)[:limit]):
        claimed = (
            _due(now).filter(pk=pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
        )
        if claimed:
            _send(Delivery.objects.select_related("webhook__created_by").get(pk=pk), now)
            tried += 1
    return tried


def _due(now: datetime) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(
            delivered_at=None, failed_at=None, next_attempt_at__lte=now, webhook__disabled_at=None
        )
        .filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
        .order_by("next_attempt_at", "pk")
    )


def _send(delivery: Delivery, now: datetime) -> None:
    hook = delivery.webhook
    body = json.dumps({"id": delivery.pk, **delivery.payload}, ensure_ascii=False).encode()
    try:
        secret = sealing.open_again(hook.sealed_secret)
    except sealing.Unreadable:
        _failed(delivery, wire.Answer(None, _("Der Schlüssel ist nicht mehr lesbar.")), now)
        return
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Lotse",
        "Lotse-Event": delivery.event,
        "Lotse-Delivery": str(delivery.pk),
        signing.HEADER: signing.sign(secret, body, at=int(now.timestamp())),
    }
    answer = wire.post(hook.url, body, headers, allowed=settings.WEBHOOK_NETWORKS)
    if answer.error == wire.INTERNAL:
        answer = replace(answer, error=f"{wire.INTERNAL} (LOTSE_WEBHOOK_NETWORKS)")
    if answer.error:
        _failed(delivery, answer, now)
        return
    Delivery.objects.filter(pk=delivery.pk).update(
        delivered_at=now, claimed_until=None, status=answer.status, error=""
    )
    Webhook.objects.filter(pk=hook.pk, failures__gt=0).update(failures=0)


def _failed(delivery: Delivery, answer: wire.Answer, now: datetime) -> None:
    hook = delivery.webhook
    log.warning("webhook %s, delivery %s: %s", hook.pk, delivery.pk, answer.error)
    is_over = delivery.attempts > len(RETRY_AFTER)
    pause = RETRY_AFTER[min(delivery.attempts, len(RETRY_AFTER)) - 1]
    Delivery.objects.filter(pk=delivery.pk).update(
        claimed_until=None,
        status=answer.status,
        error=answer.error[:200],
        failed_at=now if is_over else None,
        next_attempt_at=now + pause,
    )
    # The others to this address wait as well: a dead receiver must not hold up the living ones.
    Delivery.objects.filter(
        webhook=hook, delivered_at=None, failed_at=None, next_attempt_at__lt=now + RETRY_AFTER[0]
    ).update(next_attempt_at=now + RETRY_AFTER[0])
    Webhook.objects.filter(pk=hook.pk).update(failures=F("failures") + 1)
    hook.refresh_from_db(fields=["failures"])
    if answer.status == GONE or hook.failures >= DISABLED_AFTER:
        _give_up_on(hook, answer, now)
    elif is_over:
        log.error("webhook %s: delivery %s given up", hook.pk, delivery.pk)
        _notify(hook, _("Eine Nachricht wurde nach acht Versuchen aufgegeben."), answer, now)


def _give_up_on(hook: Webhook, answer: wire.Answer, now: datetime) -> None:
    if rules.disable(hook, reason=answer.error, by=None, now=now):
        log.error("webhook %s disabled after %s failures", hook.pk, hook.failures)
        _notify(
            hook, _("Der Webhook wurde abgeschaltet. Was wartet, bleibt erhalten."), answer, now
        )


def _notify(hook: Webhook, what: str, answer: wire.Answer, now: datetime) -> None:
    """Tell who made it, else the operators, where to look."""
    people = [hook.created_by] if hook.created_by and hook.created_by.is_active else []
    operators = User.objects.filter(is_active=True, groups__name=Role.OPERATOR)
    for person in people or operators:
        text = _(
            "Guten Tag,\n\n%(what)s\n\nWebhook: %(name)s\nGrund: %(error)s\n\n"
            "Ansehen und noch einmal senden: %(url)s\n"
        ) % {
            "what": what,
            "name": hook.name,
            "error": answer.error,
            "url": f"{settings.BASE_URL}/betrieb/webhooks/{hook.pk}/",
        }
        outbox.queue(
            purpose="notice",
            recipient=person.email,
            subject=_("Webhook „%s“ antwortet nicht") % hook.name,
            text=text,
            is_automatic=True,
            now=now,
        )
