"""The same thing done to several inquiries: looked at first, each by itself, undone together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries.models import BulkRun, Inquiry, Link, Merge
from lotse.inquiries.rules import facts, handling, linking, merging
from lotse.lib.errors import RuleError
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

MAX_CHOSEN = 100
MAX_MERGED = 10
"""So many may be merged at once; more is a mistake."""
Action = BulkRun.Action


@dataclass(frozen=True)
class Order:
    """What is to be done. Only the fields of the action count."""

    action: str
    owner: User | None = None
    area: ProgrammeArea | None = None
    topics: Sequence[Concept] = ()
    urgency: str = Inquiry.Urgency.NORMAL
    reason: str = ""
    kind: str = Link.Kind.RELATED
    target: Inquiry | None = None
    """Of links and merges: the inquiry all others go to."""
    writes_to_both: bool = False

    @property
    def detail(self) -> str:
        """What was chosen, in words."""
        words = {
            Action.ASSIGN: str(self.owner or _("niemand")),
            Action.ROUTE: self.area.name if self.area else _("kein Programmbereich"),
            Action.TOPICS: ", ".join(topic.name for topic in self.topics),
            Action.URGENCY: str(Inquiry.Urgency(self.urgency).label),
            Action.CLOSE: self.reason,
            Action.LINK: f"{Link.Kind(self.kind).label} {self._target_number}",
            Action.MERGE: self._target_number,
        }
        return words[Action(self.action)][:300]

    @property
    def _target_number(self) -> str:
        return self.target.number if self.target else ""


@dataclass(frozen=True)
class Step:
    """What will happen to one inquiry."""

    inquiry: Inquiry
    problem: str
    """Why it is left out, in words; empty if it will be done."""


def plan(inquiries: Iterable[Inquiry], order: Order) -> list[Step]:
    """Say for each inquiry whether it can be done. Changes nothing."""
    return [Step(inquiry, _problem(inquiry, order)) for inquiry in inquiries]


def carry_out(inquiries: Sequence[Inquiry], order: Order, *, actor: User, now: datetime) -> BulkRun:
    """Do it to every inquiry that allows it, each in a transaction of its own; return the record.

    What was refused meanwhile stands in the record with its reason.
    Raises RuleError if nothing is chosen or too much.
    """
    if not inquiries:
        raise RuleError(_("Wählen Sie zuerst Anfragen aus."))
    limit = MAX_MERGED if order.action == Action.MERGE else MAX_CHOSEN
    if len(inquiries) > limit:
        raise RuleError(_("Das geht mit höchstens %s Anfragen auf einmal.") % limit)
    outcomes = []
    for inquiry in inquiries:
        problem = _problem(inquiry, order)
        before: Mapping[str, Any] = {}
        if not problem:
            try:
                with transaction.atomic():
                    before = _do(inquiry, order, actor, now)
            except RuleError as error:
                problem = error.message
        outcomes.append({"number": inquiry.number, "problem": problem, "before": before})
    return BulkRun.objects.create(
        action=order.action, detail=order.detail, actor=actor, outcomes=outcomes, run_at=now
    )


def undo(run: BulkRun, *, actor: User, now: datetime) -> list[str]:
    """Put back what a run changed, where nobody changed it again since.

    Returns a sentence for each inquiry that stays as it is. Raises RuleError the second time.
    """
    if not BulkRun.objects.filter(pk=run.pk, undone_at=None).update(undone_at=now):
        raise RuleError(_("Das ist schon zurückgenommen."))
    done = {o["number"]: o["before"] for o in run.outcomes if not o["problem"]}
    inquiries = Inquiry.objects.filter(number__in=done).select_related("owner", "area")
    left = []
    # The last one first: what was merged last must be parted first.
    for inquiry in sorted(inquiries, key=lambda i: list(done).index(i.number), reverse=True):
        try:
            with transaction.atomic():
                _undo(Action(run.action), inquiry, done[inquiry.number], actor, now)
        except RuleError as error:
            left.append(f"{inquiry.number}: {error.message}")
    return left


def _problem(inquiry: Inquiry, order: Order) -> str:
    if inquiry.closed_at is not None and order.action != Action.LINK:
        return _("ist abgeschlossen")
    same = {
        Action.ASSIGN: inquiry.owner_id == (order.owner.pk if order.owner else None),
        Action.ROUTE: inquiry.area_id == (order.area.pk if order.area else None),
        Action.URGENCY: inquiry.urgency == order.urgency,
    }
    if same.get(Action(order.action)):
        return _("ist schon so")
    if order.target is not None and order.target.pk == inquiry.pk:
        return _("ist selbst das Ziel")
    if order.action == Action.MERGE and order.target is not None and not order.writes_to_both:
        addresses = {inquiry.asker_email, order.target.asker_email}
        if len(addresses) > 1:
            return _(
                "hat eine andere Person gefragt; bestätigen Sie, dass beide antworten bekommen"
            )
    return ""


def _do(inquiry: Inquiry, order: Order, actor: User, now: datetime) -> Mapping[str, Any]:
    """Do it and return what it takes to undo it."""
    action = Action(order.action)
    before: dict[str, Any] = {}
    if action == Action.ASSIGN:
        before = {"owner": inquiry.owner_id, "after": order.owner.pk if order.owner else None}
        handling.assign(inquiry, owner=order.owner, actor=actor, now=now)
    elif action == Action.ROUTE:
        before = {"area": inquiry.area_id, "after": order.area.pk if order.area else None}
        handling.route(inquiry, area=order.area, actor=actor, now=now)
    elif action == Action.URGENCY:
        before = {"urgency": inquiry.urgency, "after": order.urgency}
        handling.set_urgency(inquiry, urgency=order.urgency, actor=actor, now=now)
    elif action == Action.TOPICS:
        present = list(inquiry.topics.all())
        before = {"topics": [topic.pk for topic in present]}
        after = {topic.pk: topic for topic in (*present, *order.topics)}
        before["after"] = sorted(after)
        handling.set_topics(inquiry, topics=after.values(), actor=actor, now=now)
    elif action == Action.CLOSE:
        before = facts.keep(inquiry)
        handling.close(
            inquiry, harvest=Inquiry.Harvest.NONE, reason=order.reason, actor=actor, now=now
        )
    elif action == Action.LINK:
        assert order.target is not None
        made = linking.link(inquiry, order.target, kind=order.kind, actor=actor, now=now)
        before = {"link": made.pk if made.created_at == now else None}
    else:
        assert order.target is not None
        merge = merging.merge(
            inquiry, order.target, writes_to_both=order.writes_to_both, actor=actor, now=now
        )
        before = {"merge": merge.pk}
    return before


def _undo(
    action: Action, inquiry: Inquiry, before: Mapping[str, Any], actor: User, now: datetime
) -> None:
    if action == Action.CLOSE:
        _open_again(inquiry, before, actor, now)
    elif action == Action.LINK:
        for link in Link.objects.filter(pk=before["link"]).select_related("first", "second"):
            linking.unlink(link, actor=actor, now=now)
    elif action == Action.MERGE:
        merge = Merge.objects.select_related("source", "target").get(pk=before["merge"])
        merging.undo(merge, actor=actor, now=now)
    else:
        _put_back(action, inquiry, before, actor, now)


def _put_back(
    action: Action, inquiry: Inquiry, before: Mapping[str, Any], actor: User, now: datetime
) -> None:
    """Put a choice back, unless somebody has chosen again."""
    present: dict[str, Any] = {
        Action.ASSIGN: inquiry.owner_id,
        Action.ROUTE: inquiry.area_id,
        Action.URGENCY: inquiry.urgency,
        Action.TOPICS: sorted(inquiry.topics.values_list("pk", flat=True)),
    }
    if present[action] != before["after"]:
        raise RuleError(_("wurde inzwischen geändert und bleibt, wie sie ist"))
    if action == Action.ASSIGN:
        owner = User.objects.filter(pk=before["owner"]).first()
        handling.assign(inquiry, owner=owner, actor=actor, now=now)
    elif action == Action.ROUTE:
        area = ProgrammeArea.objects.filter(pk=before["area"]).first()
        handling.route(inquiry, area=area, actor=actor, now=now)
    elif action == Action.URGENCY:
        handling.set_urgency(inquiry, urgency=before["urgency"], actor=actor, now=now)
    else:
        topics = Concept.objects.filter(pk__in=before["topics"])
        handling.set_topics(inquiry, topics=topics, actor=actor, now=now)


def _open_again(inquiry: Inquiry, before: Mapping[str, Any], actor: User, now: datetime) -> None:
    """Open it with the clock that ran when it was closed; closing by mistake costs no promise."""
    if inquiry.closed_at is None or inquiry.turn != before["turn"]:
        raise RuleError(_("wurde inzwischen geändert und bleibt, wie sie ist"))
    handling.reopen(inquiry, reason=_("gemeinsam Geändertes zurückgenommen"), actor=actor, now=now)
    kept = facts.read(dict(before))
    clock = ("waiting_since", "due_at", "warn_at")
    Inquiry.objects.filter(pk=inquiry.pk).update(**{name: kept[name] for name in clock})
    inquiry.refresh_from_db()
