"""Two wishes of the demo's member, so that the page shows what it is for."""

from datetime import datetime

from lotse.accounts.models import User
from lotse.subscriptions import rules
from lotse.subscriptions.models import Reader, Subscription
from lotse.topics.models import Concept

MEMBER = "mitglied@weimar.example"
WISHES = (
    ("Unterbringung und Winter", Subscription.Rhythm.AT_ONCE),
    ("Sprachmittlung", Subscription.Rhythm.WEEKLY),
)


def load(now: datetime) -> str:
    """Subscribe the member to winter and language mediation; later runs change nothing."""
    person = User.objects.filter(email=MEMBER).first()
    if person is None or Reader.objects.filter(person=person).exists():
        return "Abonnements: unverändert"
    for name, rhythm in WISHES:
        topic = Concept.objects.filter(name=name).first()
        rules.subscribe(person=person, topic=topic, rhythm=rhythm, now=now)
    return "Abonnements: 2 Beispiele eines Mitglieds"
