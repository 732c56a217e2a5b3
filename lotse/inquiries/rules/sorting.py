"""Which kind of inquiry it is, and what follows from that (decision 0049)."""

from copy import copy
from datetime import date, datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import desk_mails, journal, kinds, searchable
from lotse.inquiries.models import Event, Inquiry, KindProposal, Pause, PromiseOutcome
from lotse.inquiries.rules import facts, pauses, promises
from lotse.inquiries.suggest import KIND
from lotse.lib.errors import RuleError
from lotse.search import index

CHOICES = tuple(kind for kind in Inquiry.Kind if kind != Inquiry.Kind.VOID)
"""Kinds a person can choose."""
READY_TEXTS = frozenset(
    {
        Inquiry.Kind.PRESS,
        Inquiry.Kind.INDIVIDUAL,
        Inquiry.Kind.EMERGENCY,
        Inquiry.Kind.MISROUTED,
    }
)
"""Kinds for which a text with the right office is ready."""


def propose(inquiry: Inquiry, guess: kinds.Guess, *, now: datetime) -> KindProposal:
    """Keep a guess for the desk, with its reason. Changes nothing else."""
    reason = _("erkannt an „%s“") % guess.word
    proposal = KindProposal.objects.create(inquiry=inquiry, kind=guess.kind, reason=reason[:200])
    label = str(Inquiry.Kind(guess.kind).label)
    journal.record(inquiry, Event.What.KIND_PROPOSED, detail=f"{label}, {reason}", now=now)
    return proposal


@transaction.atomic
def set_kind(inquiry: Inquiry, *, kind: str, actor: User, now: datetime) -> None:
    """Say what kind of inquiry it is. Changing nothing writes nothing but settles the proposal.

    Press: the press officers are told and see it. Advertising: it is closed, leaves the figures
    and gets no further mail; taken back, it waits as it did. Everything else leaves the clock as
    it is. Raises RuleError if it goes on in another inquiry.
    """
    chosen = Inquiry.Kind(kind)
    if chosen not in CHOICES:
        raise ValueError("Nobody chooses this kind.")
    if inquiry.merged_into is not None:
        raise RuleError(
            _("Die Anfrage geht in %s weiter. Ändern Sie die Art dort.")
            % inquiry.merged_into.number
        )
    _settle(inquiry, now)
    before = Inquiry.Kind(inquiry.kind)
    if before == chosen:
        return
    # Conditional: of two people who press at once one changes it, and it is closed once.
    if not Inquiry.objects.filter(pk=inquiry.pk, kind=before).update(kind=chosen):
        inquiry.refresh_from_db()
        return
    inquiry.refresh_from_db()
    journal.record(
        inquiry,
        Event.What.KIND_SET,
        detail=f"{before.label} → {chosen.label}",
        actor=actor,
        now=now,
    )
    if chosen == Inquiry.Kind.SPAM:
        _put_away(inquiry, actor, now)
    elif before == Inquiry.Kind.SPAM:
        _bring_back(inquiry, actor, now)
    if chosen == Inquiry.Kind.PRESS:
        desk_mails.press_notice(inquiry, now=now)


@transaction.atomic
def dismiss_proposal(inquiry: Inquiry, *, now: datetime) -> None:
    """Say that it is what it was taken for."""
    _settle(inquiry, now)


@transaction.atomic
def set_details(
    inquiry: Inquiry,
    *,
    is_confidential: bool,
    asker_deadline_on: date | None,
    actor: User,
    now: datetime,
) -> None:
    """Note whether it is confidential, and by which day the asker needs an answer."""
    after = (is_confidential, asker_deadline_on)
    if (inquiry.is_confidential, inquiry.asker_deadline_on) == after:
        return
    inquiry.is_confidential, inquiry.asker_deadline_on = after
    inquiry.save(update_fields=["is_confidential", "asker_deadline_on"])
    words = [_("vertraulich") if is_confidential else _("nicht vertraulich")]
    if asker_deadline_on:
        words.append(_("gebraucht bis %s") % f"{asker_deadline_on:%d.%m.%Y}")
    journal.record(inquiry, Event.What.DETAILS_SET, detail=", ".join(words), actor=actor, now=now)


def ready_text(inquiry: Inquiry, author: User) -> str:
    """Return the text for this kind of inquiry, to be checked and sent by a person.

    Raises RuleError if there is none.
    """
    if inquiry.kind not in READY_TEXTS:
        raise RuleError(_("Für diese Art von Anfrage gibt es keinen fertigen Text."))
    place = inquiry.municipality
    context = {
        "name": inquiry.asker_name,
        "place": place.short_name if place else "",
        "author": author,
        "office": author.office or _("Kompetenzteam"),
    }
    name = f"inquiries/ready/{inquiry.kind}.txt"
    return render_to_string(name, context).strip() + "\n"


def _settle(inquiry: Inquiry, now: datetime) -> None:
    KindProposal.objects.filter(inquiry=inquiry, decided_at=None).update(decided_at=now)


def _put_away(inquiry: Inquiry, actor: User, now: datetime) -> None:
    pauses.end(inquiry, how=Pause.End.CLOSED, actor=actor, now=now)
    before = copy(inquiry)
    closed = Inquiry.objects.filter(pk=inquiry.pk, closed_at=None).update(
        closed_at=now,
        waiting_since=None,
        due_at=None,
        paused_since=None,
        pause_reason="",
        warn_at=None,
        harvest=Inquiry.Harvest.NONE,
        harvest_reason=str(Inquiry.Kind.SPAM.label),
    )
    inquiry.refresh_from_db()
    index.remove(KIND, inquiry.pk)
    if closed:
        promises.end_reaction(before, how=PromiseOutcome.How.CLOSED, now=now)
        detail = str(Inquiry.Kind.SPAM.label)
        journal.record(inquiry, Event.What.CLOSED, detail=detail, actor=actor, now=now)


def _bring_back(inquiry: Inquiry, actor: User, now: datetime) -> None:
    """Open it with the clock it would have: what waited for a reply still does, since then."""
    waits = facts.waiting(inquiry)
    settled = {} if waits["waiting_since"] is None else {"answered_at": None}
    Inquiry.objects.filter(pk=inquiry.pk).update(
        closed_at=None, harvest="", harvest_reason="", **waits, **settled
    )
    inquiry.refresh_from_db()
    searchable.publish(inquiry)
    journal.record(inquiry, Event.What.REOPENED, actor=actor, now=now)
