"""Deciding about what may point at a person, before anything of an inquiry is shown to others."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal
from lotse.inquiries.models import Event, Inquiry, RedactionDecision
from lotse.lib import redaction
from lotse.lib.errors import RuleError


@transaction.atomic
def decide(
    inquiry: Inquiry,
    *,
    kind: str,
    value: str,
    action: str,
    replacement: str = "",
    reason: str = "",
    actor: User,
    now: datetime,
) -> RedactionDecision:
    """Decide about one thing wherever it stands in this inquiry; deciding again changes it.

    kind: ``redaction.Kind``. value: as it was found. replacement: only with ``replace``.
    Raises RuleError if keeping has no reason, or the replacement points at a person itself.
    """
    chosen = RedactionDecision.Action(action)
    replacement = " ".join(replacement.split())[:120]
    if chosen == RedactionDecision.Action.KEEP and not reason.strip():
        raise RuleError(_("Sagen Sie, warum „%s“ stehen bleiben darf.") % value)
    if chosen == RedactionDecision.Action.REPLACE:
        if not replacement:
            raise RuleError(_("Schreiben Sie, was statt „%s“ dort stehen soll.") % value)
        if any(span.kind in redaction.MANDATORY for span in redaction.find(replacement)):
            raise RuleError(_("Der Ersatz „%s“ nennt selbst einen Menschen.") % replacement)
    is_replacing = chosen == RedactionDecision.Action.REPLACE
    facts = {
        "action": chosen,
        "replacement": replacement if is_replacing else "",
        "reason": reason.strip()[:200],
        "decided_by": actor,
        "decided_at": now,
    }
    key: dict[str, Any] = {
        "inquiry": inquiry,
        "kind": redaction.Kind(kind).value,
        "value": value[:300],
    }
    row = RedactionDecision.objects.filter(**key).first()
    if row and (row.action, row.replacement, row.reason) == (
        facts["action"],
        facts["replacement"],
        facts["reason"],
    ):
        return row
    row, _is_new = RedactionDecision.objects.update_or_create(**key, defaults=facts)
    # The journal outlives the decision, so it names what was decided, never the value.
    journal.record(inquiry, Event.What.REDACTED, detail=str(chosen.label), actor=actor, now=now)
    return row
