"""Turning demand into commissions."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.accounts.models import User
from lotse.knowledge import commissioning
from lotse.knowledge.models import Commission
from lotse.search import missed
from lotse.search.models import MissedQuestion

ADDRESS = "/nachfrage/"


@transaction.atomic
def commission(
    question: MissedQuestion, *, kind: str, title: str, why: str, person: User, now: datetime
) -> Commission:
    """Ask the editors for what was searched in vain.

    Raises RuleError without title or reason, or if the question is a commission already.
    """
    asked = commissioning.ask(
        kind=kind,
        title=title,
        why=why,
        origin_label=_("Suche ohne Treffer"),
        origin_url=f"{ADDRESS}?stand={MissedQuestion.State.COMMISSIONED}",
        asked_by=person,
        now=now,
    )
    missed.became_commission(question, asked.pk)
    return asked


def reason(question: MissedQuestion) -> str:
    """Return why a commission is worth it, to be changed by whoever asks for it."""
    words = {"text": question.text, "total": question.total}
    return (
        ngettext(
            "Gesucht und nicht gefunden: „%(text)s“, einmal.",
            "Gesucht und nicht gefunden: „%(text)s“, %(total)d-mal.",
            question.total,
        )
        % words
    )
