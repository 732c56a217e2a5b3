"""Readers and wishes for tests; a reader has proven the address."""

from datetime import UTC, datetime

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from lotse.subscriptions.models import Reader, Subscription

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class ReaderFactory(DjangoModelFactory[Reader]):
    class Meta:
        model = Reader

    address = Sequence(lambda n: f"leserin{n}@musterstadt.example")
    created_at = LONG_AGO
    confirmed_at = LONG_AGO


class SubscriptionFactory(DjangoModelFactory[Subscription]):
    class Meta:
        model = Subscription

    reader = SubFactory(ReaderFactory)
    rhythm = Subscription.Rhythm.AT_ONCE
    created_at = LONG_AGO
