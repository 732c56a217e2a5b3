"""Making something for everybody out of a closed inquiry (domain record 5, "Harvest")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.inquiries import anonymous_files, harvest_mails, journal, material
from lotse.inquiries.models import Attachment, Citation, Event, Harvested, Inquiry
from lotse.knowledge import commissioning, slugs
from lotse.knowledge.models import (
    Answer,
    AnswerSource,
    Commission,
    Example,
    Source,
)
from lotse.knowledge.models import Attachment as ExampleAttachment
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.search import registry

REVIEW_AFTER = timedelta(days=365)
MAX_CONCEPTS = 6


@dataclass(frozen=True)
class Chosen:
    """A record as a form names it."""

    kind: str
    object_id: int


@transaction.atomic
def draft_answer(inquiry: Inquiry, *, actor: User, now: datetime) -> Answer:
    """Draft an answered question from question, answer, sources and topics of an inquiry.

    Only the redacted text is taken over, and nobody sees it before an editor publishes it.
    Raises RuleError if the inquiry is open, anonymous or unanswered.
    """
    _check(inquiry, needs_answer=True)
    offered = material.of(inquiry)
    today = timezone.localdate(now)
    question = offered.question or inquiry.number
    answer = Answer(
        live=False,
        question=question,
        slug=slugs.free(question, Answer),
        short_answer=offered.short_answer,
        long_answer=offered.long_answer,
        certainty=Answer.Certainty.LIKELY,
        as_of=today,
        review_due_on=today + REVIEW_AFTER,
        audience=Audience.MEMBERS,
        owner=actor,
    )
    answer.concepts.set(list(inquiry.topics.all())[:MAX_CONCEPTS])
    for position, citation in enumerate(offered.citations):
        answer.sources.add(_source(citation, position))
    answer.save()
    answer.save_revision(user=actor, clean=False)
    _note_draft(inquiry, material.ANSWER, answer.pk, question, actor, now)
    return answer


@transaction.atomic
def draft_example(
    inquiry: Inquiry,
    *,
    attachments: Sequence[Attachment] = (),
    is_checked: bool = False,
    actor: User,
    now: datetime,
) -> Example:
    """Draft a good example from an inquiry, for editors to complete.

    It names no municipality: askers agree to be read, not to be named. Editors ask first.

    attachments: files to take over; is_checked: somebody confirms that they are free of personal
    data. Raises RuleError without that word, or if the inquiry is open or anonymous.
    """
    _check(inquiry)
    if attachments and not is_checked:
        raise RuleError(_("Bestätigen Sie, dass die Anlagen keine Angaben zu Menschen enthalten."))
    offered = material.of(inquiry)
    title = (offered.question or inquiry.number)[:90]
    today = timezone.localdate(now)
    example = Example(
        live=False,
        title=title,
        slug=slugs.free(title, Example),
        what=offered.short_answer[:600],
        problem=offered.problem,
        solution=offered.long_answer,
        content_as_of=today,
        review_due_on=today + REVIEW_AFTER,
        audience=Audience.MEMBERS,
        internal_note=_("Aus Anfrage %s. Die Kommune ist noch nicht gefragt.") % inquiry.number,
    )
    example.concepts.set(list(inquiry.topics.all())[:MAX_CONCEPTS])
    for position, citation in enumerate(offered.citations):
        url = settings.BASE_URL + citation.url
        example.sources.add(Source(title=citation.title[:200], url=url, sort_order=position))
    for position, attachment in enumerate(attachments):
        document = anonymous_files.document(attachment, owner=actor)
        example.attachments.add(ExampleAttachment(document=document, sort_order=position))
    example.save()
    example.save_revision(user=actor, clean=False)
    _note_draft(inquiry, material.EXAMPLE, example.pk, title, actor, now)
    return example


@transaction.atomic
def commission(
    inquiry: Inquiry,
    *,
    kind: str,
    title: str,
    why: str,
    target: Chosen | None = None,
    actor: User | None,
    now: datetime,
) -> Commission:
    """Ask the editors for an aid, an example or a change of a record, because of this inquiry.

    target: the record to change. Raises RuleError as ``commissioning.ask``, and if there is no such
    record. An open inquiry may ask, too: what is missing need not wait for its answer.
    """
    _check_kept(inquiry)
    asked = commissioning.ask(
        kind=kind,
        title=title,
        why=why,
        target=_target(target) if target else None,
        origin_label=inquiry.number,
        origin_url=inquiry.get_absolute_url(),
        asked_by=actor,
        now=now,
    )
    Harvested.objects.create(
        inquiry=inquiry,
        how=Harvested.How.COMMISSION,
        title=asked.title,
        commission=asked,
        made_by=actor,
        made_at=now,
    )
    _journal(inquiry, f"{asked.get_kind_display()}: {asked.title}", actor, now)
    return asked


@transaction.atomic
def already_there(inquiry: Inquiry, *, target: Chosen, actor: User, now: datetime) -> Harvested:
    """Note that a record answers this inquiry already; it then counts there. Twice is once."""
    _check(inquiry)
    found = _target(target)
    row, is_new = Harvested.objects.get_or_create(
        inquiry=inquiry,
        record_kind=found.kind,
        record_id=found.object_id,
        commission=None,
        defaults={
            "how": Harvested.How.EXISTING,
            "title": found.title[:300],
            "made_by": actor,
            "made_at": now,
        },
    )
    if is_new:
        _journal(inquiry, _("gibt es schon: %s") % found.title, actor, now)
    return row


def tell_askers(now: datetime) -> int:
    """Write to askers whose question others can read now, if they agreed; return how many."""
    waiting = Harvested.objects.filter(
        how=Harvested.How.DRAFT,
        asker_told_at=None,
        inquiry__has_publication_consent=True,
        inquiry__anonymised_at=None,
        inquiry__bounced_at=None,
    ).exclude(inquiry__asker_email="")
    told = 0
    for kind, model in material.RECORDS.items():
        shown = model.objects.filter(live=True, audience__lte=Audience.MEMBERS).values("pk")
        rows = waiting.filter(record_kind=kind, record_id__in=shown).select_related("inquiry__area")
        for row in rows.order_by("made_at")[:50]:
            told += _tell(row, model.objects.get(pk=row.record_id), now)
    return told


@transaction.atomic
def _tell(row: Harvested, record: Example | Answer, now: datetime) -> bool:
    ours = Harvested.objects.filter(pk=row.pk, asker_told_at=None).update(asker_told_at=now)
    if ours:
        path = record.get_absolute_url()
        harvest_mails.became_knowledge(row.inquiry, title=str(record), path=path, now=now)
    return bool(ours)


def _check_kept(inquiry: Inquiry) -> None:
    if inquiry.anonymised_at is not None:
        raise RuleError(_("Die Anfrage ist anonymisiert. Daraus entsteht nichts Neues mehr."))


def _check(inquiry: Inquiry, *, needs_answer: bool = False) -> None:
    _check_kept(inquiry)
    if inquiry.closed_at is None and inquiry.answered_at is None:
        raise RuleError(_("Beantworten oder schließen Sie die Anfrage zuerst."))
    if needs_answer and inquiry.first_answered_at is None:
        raise RuleError(_("Ohne Antwort gibt es nichts, was andere lesen könnten."))


def _target(chosen: Chosen) -> commissioning.Target:
    provider = registry.providers.get(chosen.kind) if chosen.kind in material.RECORDS else None
    document = provider.document(chosen.object_id) if provider else None
    if document is None:
        raise RuleError(_("Diesen Eintrag gibt es nicht mehr. Wählen Sie einen anderen."))
    return commissioning.Target(chosen.kind, chosen.object_id, document.title, document.url)


def _source(citation: Citation, position: int) -> AnswerSource:
    """A record stays a record, so that its page is named if it moves; the rest is an address."""
    source = AnswerSource(passage=citation.passage, sort_order=position)
    if citation.kind in material.RECORDS and _is_there(citation.kind, citation.object_id):
        if citation.kind == material.EXAMPLE:
            source.example_id = citation.object_id
        else:
            source.other_id = citation.object_id
    else:
        source.url, source.title = settings.BASE_URL + citation.url, citation.title[:200]
    return source


def _is_there(kind: str, object_id: int) -> bool:
    return bool(material.RECORDS[kind].objects.filter(pk=object_id).exists())


def _note_draft(
    inquiry: Inquiry, kind: str, object_id: int, title: str, actor: User, now: datetime
) -> None:
    Harvested.objects.create(
        inquiry=inquiry,
        how=Harvested.How.DRAFT,
        record_kind=kind,
        record_id=object_id,
        title=title[:300],
        made_by=actor,
        made_at=now,
    )
    words = {"kind": registry.providers[kind].label, "title": title}
    _journal(inquiry, _("Entwurf %(kind)s: %(title)s") % words, actor, now)


def _journal(inquiry: Inquiry, detail: str, actor: User | None, now: datetime) -> None:
    journal.record(inquiry, Event.What.HARVESTED, detail=detail, actor=actor, now=now)
