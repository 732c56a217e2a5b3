"""Reads of what askers said: on their page, and as figures for the report."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from lotse.inquiries import feedback_links
from lotse.inquiries.models import Feedback, Message, Outcome


@dataclass(frozen=True)
class Offer:
    """What the status page offers: say whether the last answer helped, or see what was said."""

    url: str
    given: Feedback | None


def offer(shown: Iterable[Message]) -> Offer | None:
    """Return the way to rate the last answer the asker sees; None without one. One query."""
    answers = [message for message in shown if message.kind == Message.Kind.ANSWER]
    if not answers:
        return None
    given = Feedback.objects.filter(answer=answers[-1]).first()
    return Offer(feedback_links.answer_path(answers[-1]), given)


@dataclass(frozen=True)
class Figures:
    """What askers said in a period."""

    helped: int
    missed: int
    asked: int
    """Questions what became of an answer."""
    results: dict[str, int] = field(default_factory=dict)
    """``Outcome.Result`` to how many said so, without zeros."""

    @property
    def share_helped(self) -> float | None:
        """0 to 1; None if nobody said anything."""
        said = self.helped + self.missed
        return self.helped / said if said else None

    @property
    def share_replied(self) -> float | None:
        """Of those asked what became of it, 0 to 1; None if nobody was asked."""
        return sum(self.results.values()) / self.asked if self.asked else None


def figures(since: datetime, until: datetime) -> Figures:
    """Return the figures of a period, by the day of the answer to us or of our asking. Two queries.

    since, until: aware; until is not part of it.
    """
    given = Feedback.objects.filter(given_at__gte=since, given_at__lt=until)
    said = given.aggregate(
        helped=Count("pk", filter=Q(has_helped=True)),
        missed=Count("pk", filter=Q(has_helped=False)),
    )
    asked = Outcome.objects.filter(asked_at__gte=since, asked_at__lt=until).order_by()
    counted = dict(asked.values_list("result").annotate(Count("pk")))
    return Figures(
        helped=said["helped"],
        missed=said["missed"],
        asked=sum(counted.values()),
        results={result: number for result, number in counted.items() if result},
    )
