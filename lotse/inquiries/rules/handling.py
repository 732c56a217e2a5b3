"""What the desk does with an inquiry besides replying."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.inquiries import journal, mails, searchable
from lotse.inquiries.models import Event, Inquiry, Message, Pause, PromiseOutcome
from lotse.inquiries.rules import checklists, mentioning, pauses, promises
from lotse.lib.errors import RuleError
from lotse.municipalities.models import Municipality
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


@transaction.atomic
def note(inquiry: Inquiry, *, text: str, author: User, now: datetime) -> Message:
    """Write a note for the team alone. Never touches the clock and never leaves the house."""
    if not text.strip():
        raise RuleError(_("Bitte schreiben Sie etwas in die Notiz."))
    message = Message.objects.create(
        inquiry=inquiry,
        kind=Message.Kind.NOTE,
        author=author,
        author_name=author.name,
        author_email=author.email,
        text=text.strip(),
        created_at=now,
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(
        message_count=F("message_count") + 1, last_activity_at=now
    )
    Inquiry.objects.filter(pk=inquiry.pk, reacted_at__isnull=False).update(
        work_started_at=Coalesce(F("work_started_at"), Value(now))
    )
    journal.record(inquiry, Event.What.NOTED, actor=author, now=now)
    mentioning.tell(message, now=now)
    inquiry.refresh_from_db()
    return message


@transaction.atomic
def assign(inquiry: Inquiry, *, owner: User | None, actor: User, now: datetime) -> None:
    """Make a person of the desk the owner, or nobody with None. Changing nothing writes nothing.

    Raises RuleError if the person does not work at the desk.
    """
    is_press = inquiry.kind == Inquiry.Kind.PRESS
    if owner is not None and not (
        owner.is_active and (owner.is_desk or (is_press and owner.has_role(Role.PRESS)))
    ):
        raise RuleError(
            _("%s arbeitet nicht an Anfragen. Wählen Sie jemanden aus einem Fachreferat.") % owner
        )
    if inquiry.owner_id == (owner.pk if owner else None):
        return
    _change(inquiry, owner=owner)
    what = Event.What.ASSIGNED if owner else Event.What.UNASSIGNED
    journal.record(inquiry, what, detail=owner.name if owner else "", actor=actor, now=now)


@transaction.atomic
def route(
    inquiry: Inquiry,
    *,
    area: ProgrammeArea | None,
    reason: str = "",
    actor: User | None = None,
    now: datetime,
) -> None:
    """Hand an inquiry to a programme area. reason: in words, kept with the event."""
    if inquiry.area_id == (area.pk if area else None):
        return
    _change(inquiry, area=area)
    name = area.name if area else _("kein Programmbereich")
    detail = f"{name}: {reason}" if reason else name
    journal.record(inquiry, Event.What.ROUTED, detail=detail, actor=actor, now=now)


@transaction.atomic
def set_municipality(
    inquiry: Inquiry, *, municipality: Municipality | None, actor: User | None, now: datetime
) -> None:
    """Correct the municipality the inquiry comes from."""
    if inquiry.municipality_id == (municipality.pk if municipality else None):
        return
    _change(inquiry, municipality=municipality)
    name = municipality.short_name if municipality else _("unbekannt")
    journal.record(inquiry, Event.What.MUNICIPALITY_SET, detail=name, actor=actor, now=now)


@transaction.atomic
def set_topics(
    inquiry: Inquiry, *, topics: Iterable[Concept], actor: User | None, now: datetime
) -> None:
    """Replace the topics of an inquiry. Does not hand it to another area; see ``route``."""
    chosen = list(topics)
    before = set(inquiry.topics.values_list("pk", flat=True))
    if before == {topic.pk for topic in chosen}:
        return
    inquiry.topics.set(chosen)
    names = ", ".join(topic.name for topic in chosen) or _("kein Thema")
    journal.record(inquiry, Event.What.TOPICS_SET, detail=names, actor=actor, now=now)
    if inquiry.answered_at:
        searchable.publish(inquiry)


@transaction.atomic
def set_urgency(inquiry: Inquiry, *, urgency: str, actor: User, now: datetime) -> None:
    """Say how urgent an inquiry is. The promise stays the same for all."""
    if inquiry.urgency == urgency:
        return
    label = Inquiry.Urgency(urgency).label
    _change(inquiry, urgency=urgency)
    journal.record(inquiry, Event.What.URGENCY_SET, detail=str(label), actor=actor, now=now)


@transaction.atomic
def close(inquiry: Inquiry, *, harvest: str, reason: str = "", actor: User, now: datetime) -> None:
    """Close an inquiry and say what becomes of it for everybody else.

    harvest: ``Inquiry.Harvest``. reason: needed if nothing becomes of it, or if a message was left
    without a reply. The promise of such a message stays unkept in all figures.
    """
    checklists.refuse_open(inquiry)
    outcome = Inquiry.Harvest(harvest)
    needs_reason = outcome == Inquiry.Harvest.NONE or inquiry.waiting_since is not None
    if needs_reason and not reason.strip():
        raise RuleError(
            _("Eine Nachricht ist noch ohne Antwort. Bitte nennen Sie den Grund.")
            if inquiry.waiting_since
            else _("Bitte sagen Sie kurz, warum nichts daraus wird.")
        )
    pauses.end(inquiry, how=Pause.End.CLOSED, actor=actor, now=now)
    before = copy(inquiry)
    # The condition repeats what the person saw: a message that arrived meanwhile keeps it open.
    changed = Inquiry.objects.filter(pk=inquiry.pk, turn=inquiry.turn, closed_at=None).update(
        closed_at=now,
        waiting_since=None,
        due_at=None,
        paused_since=None,
        pause_reason="",
        warn_at=None,
        harvest=outcome,
        harvest_reason=reason.strip()[:300],
    )
    if changed:
        promises.end_reaction(before, how=PromiseOutcome.How.CLOSED, now=now)
        promises.end_answer(before, how=PromiseOutcome.How.CLOSED, now=now)
    inquiry.refresh_from_db()
    if not changed:
        raise RuleError(
            _("Die Anfrage ist schon abgeschlossen.")
            if inquiry.closed_at
            else _("Inzwischen kam etwas dazu. Bitte lesen Sie es, bevor Sie abschließen.")
        )
    detail = f"{outcome.label}: {reason.strip()}" if reason.strip() else str(outcome.label)
    journal.record(inquiry, Event.What.CLOSED, detail=detail, actor=actor, now=now)


@transaction.atomic
def reopen(inquiry: Inquiry, *, reason: str = "", actor: User | None, now: datetime) -> None:
    """Open a closed inquiry again. The clock starts when the asker writes, not now."""
    changed = Inquiry.objects.filter(
        pk=inquiry.pk, closed_at__isnull=False, merged_into=None
    ).update(closed_at=None, harvest="", harvest_reason="")
    inquiry.refresh_from_db()
    if not changed:
        if inquiry.merged_into:
            raise RuleError(
                _("Die Anfrage geht in %s weiter. Nehmen Sie die Zusammenführung zurück.")
                % inquiry.merged_into.number
            )
        raise RuleError(_("Die Anfrage ist schon offen."))
    journal.record(inquiry, Event.What.REOPENED, detail=reason, actor=actor, now=now)


@transaction.atomic
def send_status_link(inquiry: Inquiry, *, now: datetime) -> None:
    """Send a fresh link to the status page to the address the inquiry came from, nowhere else."""
    if inquiry.asker_email and inquiry.anonymised_at is None:
        mails.status_link(inquiry, now=now)


def _change(inquiry: Inquiry, **facts: object) -> None:
    for name, value in facts.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=list(facts))
