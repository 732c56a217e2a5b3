"""What operators are told at once, besides what ``lotse doctor`` says when asked."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.lib import german
from lotse.mail import outbox, probe


def probe_missing(now: datetime) -> int:
    """Tell every operator that the way of mail is broken; once for each outage. Returns how many.

    The mail may still get out when only the way in is broken; the log has it in any case.
    """
    row = probe.missing(now)
    if row is None:
        return 0
    operators = User.objects.filter(is_active=True, groups__name=Role.OPERATOR)
    text = _(
        "Guten Tag,\n\ndie Probe an das Anfragepostfach von %(when)s ist nicht angekommen. "
        "Vielleicht kommen auch Anfragen nicht an. Bitte prüfen Sie Versand, Weiterleitung und "
        "Abholung:\n\n"
        "lotse doctor\n%(url)s/postausgang/\n"
    ) % {"when": german.datetime_de(row.sent_at, now), "url": settings.BASE_URL}
    for person in operators:
        outbox.queue(
            purpose="notice",
            recipient=person.email,
            subject=_("Postweg gestört: Probe nicht angekommen"),
            text=text,
            is_automatic=True,
            now=now,
        )
    return len(operators)
