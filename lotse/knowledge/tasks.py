"""Clock jobs of the knowledge base."""

from datetime import datetime

from lotse.knowledge import rules
from lotse.knowledge.adoption import reminders
from lotse.lib.schedule import every


@every(60, name="knowledge.schedule")
def follow_schedule(now: datetime) -> int:
    return rules.follow_schedule(now)


@every(3600, name="knowledge.reviews")
def mark_due_reviews(now: datetime) -> int:
    return rules.mark_due_reviews(now)


@every(3600, name="knowledge.adoptions")
def ask_for_results(now: datetime) -> int:
    return reminders.ask(now)
