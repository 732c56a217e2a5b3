"""One text to many askers, each in the own thread, with the own clock (decision 0034).

A group reply is written, shown for each asker, then released. From then on the worker sends it:
one transaction for each inquiry, so that a crash loses nothing and repeats nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lotse.accounts import senders
from lotse.accounts.models import User
from lotse.inquiries.models import (
    Cluster,
    ClusterEvent,
    GroupRecipient,
    GroupReply,
    Inquiry,
    Message,
    Recall,
)
from lotse.inquiries.rules import correcting, radar, replying
from lotse.inquiries.rules.overtaking import Overtaken
from lotse.inquiries.rules.sources import Cited
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import registry

MAX_RECIPIENTS = 200
BATCH = 5
_MARK = re.compile(r"(?P<space> ?)\[(?P<place>\d{1,2})\]")


@dataclass(frozen=True)
class Choice:
    """What the author says about one recipient."""

    turn: int
    """``inquiry.turn`` as it was shown."""
    addition: str = ""
    is_excluded: bool = False


@dataclass(frozen=True)
class Composed:
    """What one asker gets."""

    text: str
    cited: Sequence[Cited]
    left_out: Sequence[str]
    """Titles of sources this asker may not see, or that are gone."""


@transaction.atomic
def begin(
    inquiries: Sequence[Inquiry], *, author: User, cluster: Cluster | None = None, now: datetime
) -> GroupReply:
    """Begin one answer to several inquiries. Closed ones are left out.

    Raises RuleError if fewer than two can be answered, or too many.
    """
    open_ones = [inquiry for inquiry in inquiries if inquiry.closed_at is None]
    if len(open_ones) < 2:
        raise RuleError(
            _("Eine Sammelantwort braucht mindestens zwei offene Anfragen. Wählen Sie weitere.")
        )
    if len(open_ones) > MAX_RECIPIENTS:
        raise RuleError(_("Bitte wählen Sie höchstens %s Anfragen.") % MAX_RECIPIENTS)
    group = GroupReply.objects.create(author=author, cluster=cluster, created_at=now)
    GroupRecipient.objects.bulk_create(
        GroupRecipient(
            group=group,
            inquiry=inquiry,
            turn=inquiry.turn,
            # Whoever has an answer already gets a second one only if the author says so.
            is_excluded=inquiry.answered_at is not None,
        )
        for inquiry in open_ones
    )
    return group


@transaction.atomic
def begin_correction(
    answers: Sequence[Message], *, recall: Recall, author: User, now: datetime
) -> GroupReply:
    """Begin one correction of several answers; inquiries made anonymous have nobody to tell."""
    latest: dict[int, Message] = {}
    for answer in answers:
        if answer.inquiry.anonymised_at is None:
            latest[answer.inquiry_id] = answer
    if not latest:
        raise RuleError(_("Niemand ist mehr erreichbar, den diese Antworten erreicht haben."))
    waiting = GroupReply.objects.filter(recall=recall, released_at=None, author=author).first()
    if waiting is not None:
        return waiting
    group = GroupReply.objects.create(
        kind=GroupReply.Kind.CORRECTION, author=author, recall=recall, created_at=now
    )
    GroupRecipient.objects.bulk_create(
        GroupRecipient(
            group=group, inquiry=answer.inquiry, corrects=answer, turn=answer.inquiry.turn
        )
        for answer in list(latest.values())[:MAX_RECIPIENTS]
    )
    return group


@transaction.atomic
def write(
    group: GroupReply,
    *,
    text: str,
    citations: Sequence[Cited] | None = None,
    choices: Mapping[int, Choice],
) -> None:
    """Keep what the author has written. choices: by id of the recipient; others stay as they are.

    Raises RuleError once it is released.
    """
    facts: dict[str, Any] = {"text": text.strip()}
    if citations is not None:
        facts["citations"] = [asdict(cited) for cited in citations]
    if not GroupReply.objects.filter(pk=group.pk, released_at=None).update(**facts):
        raise RuleError(_("Diese Antwort ist schon unterwegs und lässt sich nicht mehr ändern."))
    for pk, choice in choices.items():
        group.recipients.filter(pk=pk).update(
            turn=choice.turn, addition=choice.addition.strip(), is_excluded=choice.is_excluded
        )
    group.refresh_from_db()


@transaction.atomic
def release(group: GroupReply, *, now: datetime) -> None:
    """Hand the text to the worker. Raises RuleError if nothing can be sent; twice is once."""
    if not group.text.strip():
        raise RuleError(_("Bitte schreiben Sie zuerst den gemeinsamen Text."))
    if not group.recipients.filter(is_excluded=False).exists():
        raise RuleError(_("Alle sind ausgenommen. Wählen Sie mindestens eine Anfrage."))
    released = GroupReply.objects.filter(pk=group.pk, released_at=None).update(released_at=now)
    if released and group.cluster:
        radar.record(group.cluster, ClusterEvent.What.ANSWERED, actor=group.author, now=now)
    if released and group.recall:
        Recall.objects.filter(pk=group.recall.pk, decided_at=None).update(
            decided_at=now, decided_by=group.author, decision=Recall.Decision.CORRECTED
        )


@transaction.atomic
def discard(group: GroupReply) -> None:
    """Throw a draft away. Raises RuleError once it is released."""
    if not GroupReply.objects.filter(pk=group.pk, released_at=None).delete()[0]:
        raise RuleError(_("Diese Antwort ist schon unterwegs und lässt sich nicht mehr verwerfen."))


def cited_by(group: GroupReply) -> list[Cited]:
    return [Cited(**row) for row in group.citations]


def compose(recipient: GroupRecipient) -> Composed:
    """Return what one asker gets: own greeting, own sources, own addition."""
    group, inquiry = recipient.group, recipient.inquiry
    text, cited, left_out = _visible(group.text, cited_by(group), inquiry)
    name = f" {inquiry.asker_name}" if inquiry.asker_name else ""
    author = group.author
    office = "\n".join(filter(None, [author.name, author.office or _("Kompetenzteam")]))
    parts = [
        f"{_('Guten Tag')}{name},",
        text,
        recipient.addition.strip(),
        f"{_('Freundliche Grüße')}\n{office}",
    ]
    return Composed("\n\n".join(filter(None, parts)), cited, left_out)


def _visible(
    text: str, cited: Sequence[Cited], inquiry: Inquiry
) -> tuple[str, list[Cited], list[str]]:
    """Take out sources the asker may not see; the marks of the others close the gap."""
    if not cited:
        return text, [], []
    reach = senders.recognise(inquiry.asker_email).reach
    kept: list[Cited] = []
    left_out: list[str] = []
    places: dict[int, int] = {}
    for place, one in enumerate(cited, start=1):
        provider = registry.providers.get(one.kind)
        document = provider.document(one.object_id) if provider else None
        if document is None or document.audience > min(reach, Audience.MEMBERS):
            left_out.append(document.title if document else _("Quelle [%s]") % place)
        else:
            kept.append(one)
            places[place] = len(kept)

    def renumber(found: re.Match[str]) -> str:
        place = int(found["place"])
        if place > len(cited):
            return found.group()
        return f"{found['space']}[{places[place]}]" if place in places else ""

    return _MARK.sub(renumber, text), kept, left_out


# --- Sending -------------------------------------------------------------------------------------


def send_released(now: datetime) -> int:
    """Send what is released, a few inquiries at a time; return how many were settled."""
    waiting = GroupRecipient.objects.filter(
        group__released_at__isnull=False, is_excluded=False, sent_at=None, skipped_at=None
    )
    batch = list(waiting.order_by("group", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(_settle(pk, now) for pk in batch)


def _settle(pk: int, now: datetime) -> bool:
    """Send to one asker, or say why not. One transaction: a crash leaves it undone."""
    try:
        with transaction.atomic():
            # Conditional update: of two workers only one gets the row, and it holds the row.
            mine = GroupRecipient.objects.filter(pk=pk, sent_at=None, skipped_at=None)
            if not mine.update(sent_at=now):
                return False
            recipient = GroupRecipient.objects.select_related(
                "group__author", "inquiry__area", "inquiry__municipality", "corrects__inquiry"
            ).get(pk=pk)
            recipient.message = _send(recipient, now)
            recipient.save(update_fields=["message"])
            return True
    except Overtaken:
        reason = _why_overtaken(pk, now)
    except RuleError as error:
        reason = error.message
    skipped = GroupRecipient.objects.filter(pk=pk, sent_at=None, skipped_at=None)
    return bool(skipped.update(skipped_at=now, skip_reason=str(reason)[:300]))


def _send(recipient: GroupRecipient, now: datetime) -> Message:
    group, composed = recipient.group, compose(recipient)
    if recipient.corrects is not None:
        return correcting.correct(
            recipient.corrects,
            text=composed.text,
            citations=composed.cited,
            author=group.author,
            turn=recipient.turn,
            now=now,
        )
    prepared = replying.prepare(
        recipient.inquiry,
        kind=Message.Kind.ANSWER,
        text=composed.text,
        citations=composed.cited,
        author=group.author,
        now=now,
    )
    return replying.send(
        recipient.inquiry,
        prepared,
        seen=recipient.turn,
        undo_seconds=settings.UNDO_SECONDS,
        now=now,
    )


def _why_overtaken(pk: int, now: datetime) -> str:
    inquiry = GroupRecipient.objects.select_related("inquiry").get(pk=pk).inquiry
    if inquiry.closed_at:
        return _("Die Anfrage wurde inzwischen abgeschlossen.")
    latest = inquiry.messages.filter(kind__in=Message.TURNS).order_by("-pk").first()
    if latest is not None and latest.is_inbound:
        return _("Inzwischen kam eine weitere Nachricht. Bitte lesen und einzeln antworten.")
    name = latest.author_name if latest is not None else ""
    return _("%s hat inzwischen geantwortet.") % (name or _("Jemand"))
