"""Macros: several changes to an inquiry at once, all of them or none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import journal
from lotse.inquiries.models import Draft, Event, Inquiry, Macro, Message, PauseReason
from lotse.inquiries.rules import checklists, handling, pauses, text_modules
from lotse.inquiries.rules.details import Details
from lotse.inquiries.rules.drafts import save_draft
from lotse.inquiries.rules.overtaking import AlreadyAnswered, NewMessage
from lotse.inquiries.rules.replying import reply
from lotse.lib import german
from lotse.lib.errors import RuleError
from lotse.topics.models import Concept

PAUSE_DAYS = 7
"""How long a macro lets the clock of the answer wait for the municipality at most."""


@dataclass(frozen=True)
class Effect:
    """One step as a sentence."""

    text: str
    quote: str = ""
    """The text that would be written or sent."""


def offered(user: User) -> QuerySet[Macro]:
    """Return what a person may run: shared ones and their own."""
    mine = Q(owner=None) | Q(owner=user)
    related = ("area", "assignee", "text_module", "checklist", "owner")
    return Macro.objects.filter(mine, retired_at=None).select_related(*related)


def save(
    macro: Macro, *, is_shared: bool, topics: list[Concept], actor: User, now: datetime
) -> Macro:
    """Write a macro whose fields are set. topics: those it adds.

    Raises RuleError if it does nothing or contradicts itself.
    """
    macro.owner = None if is_shared else (macro.owner or actor)
    if macro.sends and macro.text_module is None:
        raise RuleError(_("Wählen Sie den Textbaustein, der gesendet werden soll."))
    if macro.text_module and not macro.sends:
        raise RuleError(_("Wählen Sie, was mit dem Textbaustein geschehen soll."))
    if is_shared and macro.text_module and macro.text_module.owner_id:
        raise RuleError(_("Ein gemeinsames Makro braucht einen gemeinsamen Textbaustein."))
    if macro.takes_over and macro.assignee:
        raise RuleError(_("Wählen Sie: selbst übernehmen oder jemand anderem zuweisen."))
    if macro.awaits and macro.harvest:
        raise RuleError(_("Auf die Kommune warten und abschließen geht nicht zugleich."))
    if not (_changes(macro) or topics):
        raise RuleError(_("Dieses Makro tut nichts. Wählen Sie mindestens eine Änderung."))
    macro.changed_by, macro.changed_at = actor, now
    try:
        with transaction.atomic():
            macro.save()
            macro.topics.set(topics)
    except IntegrityError:
        raise RuleError(_("Dieses Makro lässt sich so nicht speichern.")) from None
    return macro


def _changes(macro: Macro) -> bool:
    ids = (macro.assignee_id, macro.area_id, macro.checklist_id)
    words = (macro.urgency, macro.note, macro.sends, macro.awaits, macro.harvest)
    return macro.takes_over or any(ids) or any(words)


def effects(macro: Macro, inquiry: Inquiry, *, actor: User, now: datetime) -> list[Effect]:
    """Say what running it would do, in order. Changes nothing."""
    found: list[Effect] = []
    owner = actor if macro.takes_over else macro.assignee
    if owner:
        found.append(Effect(_("Zuständig wird %s.") % owner.name))
    names = ", ".join(topic.name for topic in macro.topics.all())
    if names:
        found.append(Effect(_("Themen kommen hinzu: %s.") % names))
    if macro.area:
        found.append(Effect(_("Der Programmbereich wird %s.") % macro.area.name))
    if macro.urgency:
        found.append(Effect(_("Die Dringlichkeit wird „%s“.") % macro.get_urgency_display()))
    if macro.checklist:
        found.append(Effect(_("Die Checkliste „%s“ kommt hinzu.") % macro.checklist.title))
    if macro.note:
        found.append(Effect(_("Eine interne Notiz wird geschrieben."), macro.note))
    if macro.sends and macro.text_module:
        text = text_modules.text_for(macro.text_module, inquiry, author=actor, now=now)
        found.append(Effect(_sending(macro, inquiry, now), text))
    if macro.awaits:
        found.append(Effect(_("Danach wartet die Anfrage auf die Kommune: %s.") % macro.awaits))
    if macro.harvest:
        label = macro.get_harvest_display()
        found.append(Effect(_("Die Anfrage wird abgeschlossen: %s.") % label))
    return found


def _sending(macro: Macro, inquiry: Inquiry, now: datetime) -> str:
    if macro.sends == Macro.Sends.INSERT:
        return _("Der Text kommt in Ihren Entwurf. Gesendet wird nichts.")
    if macro.sends == Macro.Sends.ANSWER:
        return _("Diese Antwort geht an %s.") % inquiry.asker_label
    due = german.datetime_de(now + timedelta(days=macro.interim_days), now)
    return _("Dieser Zwischenstand geht an %(asker)s, mit der Zusage bis %(when)s.") % {
        "asker": inquiry.asker_label,
        "when": due,
    }


def run(
    macro: Macro,
    inquiry: Inquiry,
    *,
    actor: User,
    turn: int,
    undo_seconds: int = 0,
    now: datetime,
) -> Message | None:
    """Do everything a macro says; return the reply it sent, if any.

    turn: ``inquiry.turn`` as the person saw it. All steps are parts of one entry of the journal.
    Raises RuleError, and changes nothing, if one step is refused.
    """
    try:
        with transaction.atomic():
            whole = journal.entry(
                inquiry, Event.What.MACRO, detail=macro.title, actor=actor, now=now
            )
            whole.save(force_insert=True)
            with journal.parts_of(whole):
                message = _steps(macro, inquiry, actor, turn, undo_seconds, now)
            Macro.objects.filter(pk=macro.pk).update(used_count=F("used_count") + 1)
            return message
    except (AlreadyAnswered, NewMessage):
        inquiry.refresh_from_db()
        raise RuleError(
            _("Inzwischen kam etwas dazu. Das Makro hat nichts geändert. Bitte lesen Sie zuerst.")
        ) from None
    except RuleError:
        inquiry.refresh_from_db()
        raise


def _steps(
    macro: Macro, inquiry: Inquiry, actor: User, turn: int, undo_seconds: int, now: datetime
) -> Message | None:
    owner = actor if macro.takes_over else macro.assignee
    if owner:
        handling.assign(inquiry, owner=owner, actor=actor, now=now)
    added = list(macro.topics.all())
    if added:
        topics = {topic.pk: topic for topic in [*inquiry.topics.all(), *added]}
        handling.set_topics(inquiry, topics=topics.values(), actor=actor, now=now)
    if macro.area:
        handling.route(inquiry, area=macro.area, actor=actor, now=now)
    if macro.urgency:
        handling.set_urgency(inquiry, urgency=macro.urgency, actor=actor, now=now)
    if macro.checklist:
        checklists.add(inquiry, template=macro.checklist, actor=actor, now=now)
    if macro.note:
        handling.note(inquiry, text=macro.note, author=actor, now=now)
    message = _text(macro, inquiry, actor, turn, undo_seconds, now)
    if macro.awaits:
        pauses.pause(
            inquiry,
            reason=PauseReason.ASKER,
            detail=macro.awaits,
            days=PAUSE_DAYS,
            actor=actor,
            now=now,
        )
    if macro.harvest:
        handling.close(
            inquiry, harvest=macro.harvest, reason=macro.harvest_reason, actor=actor, now=now
        )
    return message


def _text(
    macro: Macro, inquiry: Inquiry, actor: User, turn: int, undo_seconds: int, now: datetime
) -> Message | None:
    module = macro.text_module
    if not macro.sends or module is None:
        return None
    text = text_modules.text_for(module, inquiry, author=actor, now=now)
    text_modules.count_use(module)
    present = Draft.objects.filter(inquiry=inquiry, author=actor).first()
    if macro.sends == Macro.Sends.INSERT:
        _insert(text, inquiry, present, actor, now)
        return None
    is_interim = macro.sends == Macro.Sends.INTERIM
    message = reply(
        inquiry,
        kind=Message.Kind.INTERIM if is_interim else Message.Kind.ANSWER,
        text=text,
        details=Details(summary=inquiry.subject, next_step=module.title) if is_interim else None,
        author=actor,
        answer_due_at=now + timedelta(days=macro.interim_days) if is_interim else None,
        turn=turn,
        undo_seconds=undo_seconds,
        now=now,
    )
    if present is not None:
        # What the person has begun to write is another text: it stays.
        present.save(force_insert=True)
    return message


def _insert(
    text: str, inquiry: Inquiry, present: Draft | None, author: User, now: datetime
) -> None:
    """Put a text below what is in the draft."""
    if present is None:
        save_draft(inquiry, text=text, author=author, now=now)
        return
    present.text = f"{present.text.rstrip()}\n\n{text}"
    present.saved_at = now
    present.save(update_fields=["text", "saved_at"])
