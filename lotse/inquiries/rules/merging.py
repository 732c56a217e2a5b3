"""Two inquiries about the same thing become one, and two again (decision 0048)."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal, mails, queries, searchable
from lotse.inquiries.models import Attachment, Citation, Event, Inquiry, Merge, Message, Pause
from lotse.inquiries.rules import facts, pauses, promises
from lotse.inquiries.suggest import KIND
from lotse.lib.errors import RuleError
from lotse.search import index

UNDO_DAYS = 30
"""So long can a merge be undone; later the conversations have grown together."""


class DifferentAskers(RuleError):
    """Both people will get every reply: somebody must have agreed to that."""


@transaction.atomic
def merge(
    source: Inquiry,
    target: Inquiry,
    *,
    writes_to_both: bool = False,
    actor: User,
    now: datetime,
) -> Merge:
    """Let ``source`` go on in ``target``: one conversation, one place in the queue, one clock.

    The earlier due time counts. Later mails to the source land in the target. Different people who
    asked each get every later reply in a mail of their own; writes_to_both says that this is
    wanted. Raises RuleError if either is closed or merged already, DifferentAskers without consent.
    """
    _lock(source, target)
    _check(source, target, writes_to_both=writes_to_both)
    # A pause was for one of them; the other must not be put on hold with it.
    for inquiry in (source, target):
        pauses.end(inquiry, how=Pause.End.HAND, actor=actor, now=now)
    before, target_before = facts.keep(source), facts.keep(target)
    last = Message.objects.filter(inquiry__in=(source, target)).aggregate(last=Max("pk"))
    moved = Message.objects.filter(inquiry=source)
    count = moved.filter(origin=None).update(origin=source)
    moved.update(inquiry=target)
    Inquiry.objects.filter(pk=source.pk).update(
        merged_into=target, closed_at=now, waiting_since=None, due_at=None, warn_at=None
    )
    facts.put_back(target, _together(source, target))
    made = Merge.objects.create(
        source=source,
        target=target,
        source_facts=before,
        target_facts=target_before | last,
        target_turn_after=target.turn,
        merged_at=now,
        merged_by=actor,
    )
    source.refresh_from_db()
    journal.record(source, Event.What.MERGED, detail=_into(target), actor=actor, now=now)
    detail = _("%(number)s hierher geholt, %(count)s Nachrichten") % {
        "number": source.number,
        "count": count,
    }
    journal.record(target, Event.What.MERGED, detail=detail, actor=actor, now=now)
    index.remove(KIND, source.pk)
    searchable.publish(target)
    return made


@transaction.atomic
def undo(merge: Merge, *, actor: User, now: datetime) -> Inquiry:
    """Part two inquiries again and return the one that had been merged away.

    Messages go back to the inquiry by whose thread they came, those that arrived meanwhile too. If
    nothing was said since, both stand exactly as before; else what was said since is played on the
    clocks as they were. Raises RuleError when it is too late or the target moved on itself.
    """
    source, target = merge.source, merge.target
    _lock(source, target)
    _check_undo(merge, target, now)
    changed = Merge.objects.filter(pk=merge.pk, undone_at=None).update(undone_at=now)
    if not changed:
        raise RuleError(_("Die Zusammenführung ist schon zurückgenommen."))
    since = list(target.messages.filter(pk__gt=merge.target_facts["last"] or 0).order_by("pk"))
    theirs = {source.pk, *queries.merged_sources(source)}
    Message.objects.filter(inquiry=target, origin__in=theirs).update(inquiry=source)
    Message.objects.filter(inquiry=source, origin=source).update(origin=None)
    shares_replies = _is_same_asker(source, target)
    own = [m for m in since if m.origin_id not in theirs]
    back = [
        m for m in since if m.origin_id in theirs or (shares_replies and m.kind in Message.REPLIES)
    ]
    answer_due_at = target.answer_due_at
    for inquiry, kept, messages in (
        (target, merge.target_facts, own),
        (source, merge.source_facts, back),
    ):
        restored = facts.played(facts.read(kept), messages, answer_due_at=answer_due_at)
        _keep_later_choices(inquiry, restored, merge)
        facts.put_back(inquiry, restored, merged_into=None)
        journal.record(
            inquiry,
            Event.What.UNMERGED,
            detail=_("%(source)s und %(target)s sind wieder getrennt")
            % {"source": source.number, "target": target.number},
            actor=actor,
            now=now,
        )
        searchable.publish(inquiry)
    return source


def send_copies(
    message: Message,
    *,
    citations: Sequence[Citation],
    attachments: Sequence[Attachment],
    send_after: datetime | None = None,
    now: datetime,
) -> list[Message]:
    """Send a reply to the other people who asked, each in their own thread and by their name.

    Writes down for every merged inquiry that a person replied. Nobody learns who else asked.
    """
    target = message.inquiry
    sources = queries.merged_sources(target)
    if not sources:
        return []
    is_answer = message.kind == Message.Kind.ANSWER
    behind = Inquiry.objects.filter(pk__in=sources)
    for source in behind.filter(reacted_at=None):
        promises.end_behind(source, now=now)
    behind.filter(reacted_at=None).update(reacted_at=now)
    if is_answer:
        behind.filter(first_answered_at=None).update(first_answered_at=now)
    copies = []
    for source in queries.further_askers(target):
        copy = Message.objects.create(
            inquiry=target,
            origin=source,
            kind=message.kind,
            author=message.author,
            author_name=message.author_name,
            author_email=message.author_email,
            subject=source.subject,
            text=_greeted(message.text, target, source),
            created_at=now,
        )
        _copy_rows(copy, citations, attachments)
        mail = mails.reply(
            copy, citations=citations, attachments=attachments, send_after=send_after, now=now
        )
        copy.outgoing, copy.message_id = mail, mail.message_id
        copy.save(update_fields=["outgoing", "message_id"])
        copies.append(copy)
    count = F("message_count") + len(copies)
    Inquiry.objects.filter(pk=target.pk).update(message_count=count)
    return copies


def check_text(inquiry: Inquiry, text: str) -> None:
    """Refuse a reply to several people that tells one of them the address of another."""
    others = queries.further_askers(inquiry)
    if not others:
        return
    lowered = text.lower()
    for person in (inquiry, *others):
        if person.asker_email and person.asker_email in lowered:
            raise RuleError(
                _(
                    "Der Text geht an mehrere Personen und nennt die Adresse %s. Bitte nehmen Sie "
                    "sie heraus."
                )
                % person.asker_email
            )


def _greeted(text: str, target: Inquiry, source: Inquiry) -> str:
    """Return the text with the greeting for the other person: their name, or none."""
    first, line_end, rest = text.partition("\n")
    if target.asker_name and target.asker_name in first:
        first = first.replace(target.asker_name, source.asker_name)
        first = re.sub(r"\s+([,!.])", r"\1", first)
    return first.strip() + line_end + rest


def _copy_rows(
    copy: Message, citations: Sequence[Citation], attachments: Sequence[Attachment]
) -> None:
    for rows in (citations, attachments):
        for row in rows:
            model = type(row)
            values = {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if not field.primary_key and field.name != "message"
            }
            model._default_manager.create(message=copy, **values)


def _lock(source: Inquiry, target: Inquiry) -> None:
    """Hold both rows until the transaction ends, and read them anew.

    Always in the order of their ids: two people who merge crosswise must not wait for each other.
    """
    for pk in sorted({source.pk, target.pk}):
        Inquiry.objects.filter(pk=pk).update(turn=F("turn"))
    source.refresh_from_db()
    target.refresh_from_db()


def _check(source: Inquiry, target: Inquiry, *, writes_to_both: bool) -> None:
    if source.pk == target.pk:
        raise RuleError(_("Eine Anfrage lässt sich nicht mit sich selbst zusammenführen."))
    for inquiry in (source, target):
        if inquiry.merged_into is not None:
            raise RuleError(
                _("%(number)s ist schon mit %(other)s zusammengeführt. Wählen Sie %(other)s.")
                % {"number": inquiry.number, "other": queries.home(inquiry).number}
            )
        if inquiry.closed_at is not None:
            raise RuleError(
                _(
                    "%s ist abgeschlossen. Öffnen Sie sie zuerst wieder oder verknüpfen Sie die "
                    "beiden nur."
                )
                % inquiry.number
            )
    if (source.kind == Inquiry.Kind.PRESS) != (target.kind == Inquiry.Kind.PRESS):
        raise RuleError(_("Presseanfragen lassen sich nur mit Presseanfragen zusammenführen."))
    if not writes_to_both and not _is_same_asker(source, target):
        raise DifferentAskers(
            _(
                "%(first)s und %(second)s haben beide gefragt. Bestätigen Sie, dass beide jede "
                "Antwort bekommen, jede Person in einer eigenen Mail."
            )
            % {"first": target.asker_label, "second": source.asker_label}
        )


def _check_undo(merge: Merge, target: Inquiry, now: datetime) -> None:
    if target.merged_into is not None:
        raise RuleError(
            _("%(target)s ist selbst mit %(other)s zusammengeführt. Nehmen Sie das zuerst zurück.")
            % {"target": target.number, "other": target.merged_into.number}
        )
    if target.closed_at is not None:
        raise RuleError(_("%s ist abgeschlossen. Öffnen Sie sie zuerst wieder.") % target.number)
    if now - merge.merged_at > timedelta(days=UNDO_DAYS):
        raise RuleError(
            _(
                "Nach %(days)s Tagen lässt sich eine Zusammenführung nicht mehr zurücknehmen. "
                "Teilen Sie die Anfrage auf."
            )
            % {"days": UNDO_DAYS}
        )


def _together(source: Inquiry, target: Inquiry) -> facts.Facts:
    """Return the facts of the target with the source in it: nothing becomes later."""
    result = facts.of(target)
    both = (source, target)
    dues = [i.due_at for i in both if i.due_at]
    result["due_at"] = min(dues, default=None)
    result["waiting_since"] = min((i.waiting_since for i in both if i.waiting_since), default=None)
    answers = [i.answered_at for i in both if i.answered_at]
    result["answered_at"] = max(answers) if len(answers) == len(both) else None
    promised = [i.answer_due_at for i in both if i.answer_due_at and not i.answered_at]
    result["answer_due_at"] = min(promised, default=None)
    result["warn_at"] = min((i.warn_at for i in both if i.warn_at), default=None)
    if source.due_at and source.due_at == result["due_at"]:
        result["terms_id"] = source.terms_id
    order = list(Inquiry.Urgency.values)
    result["urgency"] = min(source.urgency, target.urgency, key=order.index)
    result["owner_id"] = target.owner_id or source.owner_id
    result["turn"] = target.turn + source.turn
    return result


def _keep_later_choices(inquiry: Inquiry, restored: facts.Facts, merge: Merge) -> None:
    """Owner and urgency stay if a person changed them after the merge."""
    if inquiry.pk != merge.target_id:
        return
    kept = merge.target_facts
    moved_owner = kept["owner_id"] or merge.source_facts["owner_id"]
    if inquiry.owner_id != moved_owner:
        restored["owner_id"] = inquiry.owner_id
    order = list(Inquiry.Urgency.values)
    moved_urgency = min(kept["urgency"], merge.source_facts["urgency"], key=order.index)
    if inquiry.urgency != moved_urgency:
        restored["urgency"] = inquiry.urgency
    if inquiry.turn == merge.target_turn_after and inquiry.work_started_at:
        restored["work_started_at"] = inquiry.work_started_at


def _is_same_asker(source: Inquiry, target: Inquiry) -> bool:
    return bool(source.asker_email) and source.asker_email == target.asker_email


def _into(target: Inquiry) -> str:
    return _("geht in %s weiter") % target.number
