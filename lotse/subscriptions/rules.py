"""What decides about subscriptions: who is told what, and when."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Land
from lotse.search import registry
from lotse.subscriptions import mails, queries
from lotse.subscriptions.models import Reader, Subscription
from lotse.topics.models import Concept

MAX_WISHES = 30
CONFIRMED_AGAIN_AFTER = timedelta(minutes=15)


class TooMany(RuleError):
    def __init__(self) -> None:
        super().__init__(
            _("Mehr als %d Abonnements sind nicht möglich. Beenden Sie zuerst eines.") % MAX_WISHES
        )


class UnknownKind(RuleError):
    message = _("Diese Art von Inhalt gibt es nicht.")


@transaction.atomic
def subscribe(
    *,
    person: User | None = None,
    address: str = "",
    topic: Concept | None = None,
    land: Land | None = None,
    kind: str = "",
    words: str = "",
    rhythm: str,
    now: datetime,
) -> Subscription:
    """Note what somebody wants to be told; an address is asked by mail whether it wants that.

    person or address, not both. The same wish again only changes its rhythm. now: aware.
    Raises TooMany, UnknownKind, mail.outbox.UnusableAddress.
    """
    if kind and kind not in queries.ANNOUNCED and kind not in registry.providers:
        raise UnknownKind
    reader = _reader(person, address.strip().lower(), now)
    wish = {"topic": topic, "land": land, "kind": kind, "words": " ".join(words.split())[:200]}
    known = queries.active(reader).filter(**wish).first()
    if known is None:
        if queries.active(reader).count() >= MAX_WISHES:
            raise TooMany
        known = Subscription.objects.create(reader=reader, rhythm=rhythm, created_at=now, **wish)
    elif known.rhythm != rhythm:
        known.rhythm = rhythm
        known.save(update_fields=["rhythm"])
    if reader.confirmed_at is None:
        mails.confirmation(reader, now=now)
    return known


def _reader(person: User | None, address: str, now: datetime) -> Reader:
    if person is not None:
        return Reader.objects.get_or_create(
            person=person, defaults={"created_at": now, "confirmed_at": now}
        )[0]
    return Reader.objects.get_or_create(address=address, defaults={"created_at": now})[0]


def confirm(reader: Reader, *, now: datetime) -> None:
    """Note that the owner of an address wants the news. Doing it twice changes nothing."""
    Reader.objects.filter(pk=reader.pk, confirmed_at=None).update(confirmed_at=now)


def change_rhythm(subscription: Subscription, *, rhythm: str) -> None:
    """Tell it more or less often from the next announcement on."""
    Subscription.objects.filter(pk=subscription.pk).update(rhythm=rhythm)


def end(subscription: Subscription, *, now: datetime) -> None:
    """Tell nothing more for this wish; what waits for a digest is dropped with it."""
    with transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=now)


def resume(subscription: Subscription, *, now: datetime) -> None:
    """Take the end back. What was published meanwhile is not told. now: aware.

    Raises TooMany.
    """
    with transaction.atomic():
        wish = {name: getattr(subscription, name) for name in ("topic", "land", "kind", "words")}
        others = queries.active(subscription.reader)
        if others.filter(**wish).exists():
            return
        if others.count() >= MAX_WISHES:
            raise TooMany
        Subscription.objects.filter(pk=subscription.pk).update(ended_at=None)


def stop(reader: Reader, *, now: datetime) -> list[int]:
    """End every subscription of a reader; return which, so that it can be taken back."""
    with transaction.atomic():
        ending = list(queries.active(reader).values_list("pk", flat=True))
        Subscription.objects.filter(pk__in=ending).update(ended_at=now)
    return ending
