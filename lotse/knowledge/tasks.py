"""Clock jobs of the knowledge base."""

from datetime import datetime

from lotse.knowledge import rules
from lotse.knowledge.adoption import reminders
from lotse.knowledge.facts import rules as fact_rules
from lotse.knowledge.reviews import rules as review_rules
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


@every(3600, name="knowledge.facts")
def follow_facts(now: datetime) -> int:
    return fact_rules.follow_time(now)


@every(3600, name="knowledge.reminders")
def remind_owners(now: datetime) -> int:
    return review_rules.remind(now)
