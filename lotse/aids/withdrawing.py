"""An aid that no longer stands: with a reason, a replacement, and notice to those who use it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.aids import mails, publication
from lotse.aids.models import Aid, LocalCopy
from lotse.lib.errors import RuleError


@transaction.atomic
def withdraw(aid: Aid, *, reason: str, replacement: Aid | None, now: datetime) -> int:
    """Take an aid out of lists and search and tell everybody with a copy; return how many.

    Its page stays and says why. Raises RuleError if it is withdrawn, or would replace itself.
    """
    aid = Aid.objects.select_for_update().get(pk=aid.pk)
    if aid.withdrawn_at is not None:
        raise RuleError(_("Diese Hilfestellung ist schon zurückgezogen."))
    if replacement is not None and (replacement.pk == aid.pk or replacement.withdrawn_at):
        raise RuleError(_("Nennen Sie eine andere Hilfestellung, die noch gilt."))
    aid.withdrawn_at, aid.withdrawn_reason, aid.replaced_by = now, reason, replacement
    aid.save(update_fields=["withdrawn_at", "withdrawn_reason", "replaced_by"])
    publication.write(aid)
    told: set[int] = set()
    for copy in LocalCopy.objects.filter(aid=aid, closed_at=None).select_related("made_by"):
        person = copy.made_by
        if isinstance(person, User) and person.is_active and person.pk not in told:
            told.add(person.pk)
            mails.withdrawn(
                aid, copy_title=copy.title, recipient=person.email, name=person.name, now=now
            )
    return len(told)


@transaction.atomic
def reinstate(aid: Aid) -> None:
    """Let an aid stand again, as if it had not been withdrawn."""
    aid = Aid.objects.select_for_update().get(pk=aid.pk)
    if aid.withdrawn_at is None:
        raise RuleError(_("Diese Hilfestellung ist nicht zurückgezogen."))
    aid.withdrawn_at, aid.withdrawn_reason, aid.replaced_by = None, "", None
    aid.save(update_fields=["withdrawn_at", "withdrawn_reason", "replaced_by"])
    publication.write(aid)
