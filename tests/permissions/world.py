"""The records the table's addresses name, and one person of each role."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from lotse.accounts import bootstrap as accounts
from lotse.accounts import keys, tokens
from lotse.accounts.models import SignInRequest, User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.aids import copying
from lotse.aids.models import Improvement
from lotse.aids.tests.factories import published as published_aid
from lotse.inquiries import feedback_links, files, links
from lotse.inquiries.models import (
    Attachment,
    Breach,
    BulkRun,
    Checklist,
    ChecklistItem,
    ChecklistTemplate,
    Cluster,
    Draft,
    Forwarding,
    GroupRecipient,
    GroupReply,
    Harvested,
    Inquiry,
    Link,
    Macro,
    Mention,
    Merge,
    Message,
    Outcome,
    Recall,
    SavedView,
    ScheduledReply,
    Split,
    TeamQuestion,
    TextModule,
    TimeEntry,
)
from lotse.inquiries.rules import enclosing
from lotse.inquiries.tests.factories import InquiryFactory
from lotse.knowledge.adoption import links as adoption_links
from lotse.knowledge.easy import rules as easy_rules
from lotse.knowledge.models import (
    Adoption,
    Answer,
    Check,
    Commission,
    Correction,
    Example,
    Fact,
    FactKey,
    FactVersion,
    Mirror,
    PageFeedback,
    Remark,
    SheetImport,
)
from lotse.knowledge.reviews import links as review_links
from lotse.knowledge.submissions import links as submission_links
from lotse.knowledge.submissions.tests.factories import (
    SubmissionFactory,
    accepted,
    asked,
    with_file,
)
from lotse.lib.audience import Audience
from lotse.links.models import Link as OutgoingLink
from lotse.links.models import Replacement
from lotse.mail import gateway, handling, quarantine
from lotse.mail.models import OutgoingMail, SuppressedAddress
from lotse.municipalities.models import Land, Membership, Municipality
from lotse.portal import bootstrap as portal
from lotse.protection import rules as protection
from lotse.protection.models import ErasureRequest
from lotse.search import missed
from lotse.search.models import Promotion
from lotse.subscriptions import links as subscriptions
from lotse.subscriptions.models import Reader
from lotse.team import bootstrap as team
from lotse.team.models import Absence
from lotse.topics.models import Concept
from lotse.webhooks import rules as webhooks


@dataclass(frozen=True)
class World:
    people: dict[str, User]
    """By role name."""
    names: dict[str, str]
    """What stands in braces in an address."""


def build(now: datetime) -> World:
    """Create everything; an hour ago a municipality wrote in, with an attachment."""
    town = _town()
    topic = Concept.objects.create(
        code="U", kind=Concept.Kind.FIELD, name="Unterbringung", slug="unterbringung"
    )
    concept = Concept.objects.create(code="U12", broader=topic, name="Hallen", slug="hallen")
    for base_data in (accounts, team, portal):
        base_data.load(now)
    people: dict[str, User] = {
        role.value: UserFactory(
            roles=[role], municipality=town if role in (Role.MEMBER, Role.COORDINATOR) else None
        )
        for role in Role
    }
    colleague = UserFactory(roles=[Role.MEMBER], municipality=town)
    link = SignInRequest.objects.create(
        purpose=SignInRequest.Purpose.LINK,
        email=colleague.email,
        user=colleague,
        requested_at=now,
        handled_at=now,
    )
    inquiry, attachment = _inquiry(now - timedelta(hours=1))
    Forwarding.objects.create(
        inquiry=inquiry,
        original_email="wer@fragt.example",
        forwarder_email=inquiry.asker_email,
    )
    quarantined = gateway.accept(
        _mail("Ohne Betreff", "Wohin damit?"),
        sender="wer@anderswo.example",
        recipients=[settings.INQUIRY_ADDRESS],
        source_id="test:quarantine",
        now=now,
    )
    assert quarantined is not None
    quarantine.put(quarantined, reason="Niemand weiß, wohin.", now=now)
    cases = _cases(inquiry, people, now)
    status_path = links.status_path(inquiry)
    key, _secret = keys.make(
        name="Probe", owner=people["lead"], wanted=["inquiries:read"], days=1, now=now
    )
    hook, _secret = webhooks.make(
        name="Probe",
        url="https://haken.example/",
        chosen=["inquiry.received"],
        by=people["operator"],
        now=now,
    )
    names = {
        "webhook": hook.pk,
        "hold": _hold(people["lead"], now),
        "erasure": _erasure(people["lead"], now),
        "delivery": webhooks.ping(hook, now=now).pk,
        "colleague": colleague.pk,
        "token": tokens.token(link.pk),
        "key": key.pk,
        "topic": topic.slug,
        "topic_code": topic.code,
        "concept_code": concept.code,
        "area": "organisation",
        "inquiry": inquiry.number,
        "inquiry_id": inquiry.pk,
        "document": _document().pk,
        **_examples(),
        **cases,
        **_answers(),
        **_deciding(town, now),
        **_aids(town, people["member"], now),
        **_facts(people["editor"], now),
        **_afterwards(inquiry, now),
        "commission": _commission(now).pk,
        "sheet": SheetImport.objects.create(
            name="beispiele.csv", header=["Titel"], mapping=[""], created_at=now, mapped_at=now
        ).pk,
        "mirror": _mirror(now),
        **_demand(now),
        **_submissions(people, now),
        **_reuse(inquiry, people["desk"], now),
        "message": attachment.message_id,
        "attachment": attachment.pk,
        "status_token": status_path.removeprefix("/vorgang/").removesuffix("/"),
        "quarantined": quarantined.pk,
        "suppressed": SuppressedAddress.objects.create(
            address="weg@anderswo.example", since=now, last_at=now
        ).pk,
        "breach": _breach(inquiry, now).pk,
        "absence": _absence(people["lead"], now).pk,
        **_desk_tools(inquiry, people["desk"], colleague, now),
        **_reader(now),
        "outgoing": OutgoingMail.objects.get(purpose="receipt").pk,
    }
    names |= _easy(topic, people["editor"], now)
    return World(people, {name: str(value) for name, value in names.items()})


def _submissions(people: dict[str, User], now: datetime) -> dict[str, str | int]:
    """One that editors see, with a file and a text to release; one begun, one to be confirmed."""
    received = SubmissionFactory.create(number="E-2025-0001")
    file = with_file(received, licence="CC0 1.0", rights_confirmed_at=now)
    request = asked(accepted(people["editor"]), people["editor"])
    unsent = {"number": None, "received_at": None}
    draft = SubmissionFactory.create(person=people["member"], sent_at=None, **unsent)
    waiting = SubmissionFactory.create(**unsent)
    return {
        "submission": "E-2025-0001",
        "submission_file": file.pk,
        "own_draft": draft.pk,
        "submission_path": submission_links.status_path(received).removeprefix("/"),
        "consent_path": submission_links.consent_path(request).removeprefix("/"),
        "resume_path": _path(submission_links.resume_url(draft)),
        "confirm_path": _path(submission_links.confirm_url(waiting)),
    }


def _path(url: str) -> str:
    return url.removeprefix(settings.BASE_URL).removeprefix("/")


def _breach(inquiry: Inquiry, now: datetime) -> Breach:
    return Breach.objects.create(
        inquiry=inquiry,
        kind="reaction",
        started_at=now - timedelta(days=3),
        due_at=now - timedelta(days=2),
        measure="calendar",
        hours=24,
        found_at=now,
    )


def _absence(person: User, now: datetime) -> Absence:
    """Of the lead, in a year: nobody else's to change, and nothing happens meanwhile."""
    day = (now + timedelta(days=365)).date()
    return Absence.objects.create(person=person, starts_on=day, ends_on=day, entered_at=now)


def _reader(now: datetime) -> dict[str, str]:
    reader = Reader.objects.create(address="leserin@anderswo.example", created_at=now)
    confirm = subscriptions.confirm_url(reader).rstrip("/").rpartition("/")[2]
    return {"confirm_token": confirm, "reader_token": subscriptions.token(reader)}


def _hold(by: User, now: datetime) -> int:
    until = now.date() + timedelta(days=90)
    hold = protection.place_hold(
        kind="address", key="klage@anderswo.example", reason="Klage", until=until, by=by, now=now
    )
    return hold.pk


def _erasure(by: User, now: datetime) -> int:
    request = ErasureRequest.objects.create(
        address="weg@anderswo.example",
        reason="Schreiben vom Montag",
        requested_by=by,
        requested_at=now,
        due_at=now + timedelta(days=7),
    )
    return request.pk


def _desk_tools(inquiry: Inquiry, officer: User, colleague: User, now: datetime) -> dict[str, int]:
    """One of everything the desk works with; what belongs to a person is the officer's."""
    note = inquiry.messages.create(kind="note", text="Bitte ansehen", created_at=now)
    template = ChecklistTemplate.objects.create(title="Probe", steps="Prüfen", changed_at=now)
    checklist = Checklist.objects.create(inquiry=inquiry, title="Probe", added_at=now)
    later = now + timedelta(hours=1)
    rows: dict[str, models.Model] = {
        "text_module": TextModule.objects.create(title="Probe", body="Text", changed_at=now),
        "macro": Macro.objects.create(title="Probe", takes_over=True, changed_at=now),
        "checklist_template": template,
        "checklist": checklist,
        "step": ChecklistItem.objects.create(checklist=checklist, position=1, text="Prüfen"),
        "team_question": TeamQuestion.objects.create(
            inquiry=inquiry, asked=officer, text="Gilt das?", created_at=now, due_at=later
        ),
        "time_entry": TimeEntry.objects.create(
            inquiry=inquiry, person=officer, day=now.date(), minutes=5, created_at=now
        ),
        "mention": Mention.objects.create(message=note, person=officer, created_at=now),
        "draft": Draft.objects.create(
            inquiry=inquiry,
            author=colleague,
            text="Entwurf",
            files=enclosing.rows([files.store("Plan.txt", b"Plan")]),
            saved_at=now,
            shared_at=now,
        ),
        "planned": ScheduledReply.objects.create(
            inquiry=inquiry, author=officer, text="Später", turn=1, created_at=now, send_at=later
        ),
    }
    return {name: row.pk for name, row in rows.items()}


def _town() -> Municipality:
    land = Land.objects.create(
        code="TH", key="16", name="Thüringen", capital="Erfurt", population=1, area_km2=1
    )
    town = Municipality.objects.create(
        kind=Municipality.Kind.TOWN,
        key="16055000",
        name="Weimar, Stadt",
        search_name="weimar",
        type="Stadt",
        land=land,
        population=65_000,
        area_km2=84,
        size_class="G4",
    )
    Membership.objects.create(municipality=town, since=date(2024, 1, 1))
    return town


def _reuse(inquiry: Inquiry, author: User, now: datetime) -> dict[str, int]:
    """A cluster, a group reply and a recall."""
    cluster = Cluster.objects.create(first_at=now, last_at=now)
    group = GroupReply.objects.create(author=author, cluster=cluster, created_at=now)
    GroupRecipient.objects.create(group=group, inquiry=inquiry, turn=inquiry.turn)
    recall = Recall.objects.create(
        kind="example",
        object_id=1,
        title="Halle",
        why=Recall.Why.WITHDRAWN,
        noticed_at=now,
        changed_at=now,
    )
    return {"cluster": cluster.pk, "group": group.pk, "recall": recall.pk}


def _document() -> AbstractDocument:
    model = get_document_model()
    return model.objects.create(title="Entwurf", file=ContentFile(b"Entwurf", name="datei.txt"))


def _examples() -> dict[str, str]:
    """One example for each audience and one nobody has published."""
    kinds = {audience.name.lower(): (audience, True) for audience in Audience}
    kinds["draft"] = (Audience.PUBLIC, False)
    slugs = {}
    for name, (audience, is_live) in kinds.items():
        example = Example.objects.create(
            title=f"Halle winterfest machen, {name}",
            slug=f"halle-{name}",
            what="Eine Kommune dämmt eine Halle.",
            audience=audience,
            live=is_live,
        )
        slugs[f"example_{name}"] = example.slug
        slugs[f"example_{name}_id"] = str(example.pk)
    return slugs


def _answers() -> dict[str, str]:
    """One answered question for each audience and one nobody has published."""
    kinds = {audience.name.lower(): (audience, True) for audience in Audience}
    kinds["draft"] = (Audience.PUBLIC, False)
    slugs = {}
    for name, (audience, is_live) in kinds.items():
        answer = Answer.objects.create(
            question=f"Wie machen wir eine Halle winterfest ({name})?",
            slug=f"halle-{name}",
            short_answer="Dämmen Sie zuerst das Dach.",
            audience=audience,
            live=is_live,
        )
        slugs[f"answer_{name}"] = answer.slug
    return slugs


def _deciding(town: Municipality, now: datetime) -> dict[str, str | int]:
    """Two adoptions, of the members' municipality and of another one, and feedback on a page."""
    example = Example.objects.get(slug="halle-public")
    elsewhere = Municipality.objects.create(
        kind="gemeinde",
        key="99999998",
        name="Anderswo",
        search_name="anderswo",
        bare_name="anderswo",
        core_name="anderswo",
        type="Stadt",
        land=town.land,
        population=1,
        area_km2=1,
    )
    own, foreign = (
        Adoption.objects.create(
            example=example, municipality=place, declared_at=now, changed_at=now
        )
        for place in (town, elsewhere)
    )
    feedback = PageFeedback.objects.create(
        record_kind="example",
        record_id=example.pk,
        record_title=example.title,
        verdict="nein",
        given_at=now,
    )
    return {
        "example_public_id": example.pk,
        "answer_public_id": Answer.objects.get(slug="halle-public").pk,
        "adoption": own.pk,
        "foreign_adoption": foreign.pk,
        "adoption_token": adoption_links.token(own, 3),
        "page_feedback": feedback.pk,
    }


def _aids(town: Municipality, member: User, now: datetime) -> dict[str, str | int]:
    """A checklist, a copy of the members' municipality and one of another, and an improvement."""
    aid = published_aid(title="Winterprüfung", slug="winterpruefung")
    own, foreign = (
        copying.make(
            aid,
            municipality=place,
            title="Halle",
            day=None,
            answers={},
            is_named=False,
            person=member,
            now=now,
        )
        for place in (town, Municipality.objects.get(key="99999998"))
    )
    improvement = Improvement.objects.create(
        aid=aid,
        municipality=town,
        change="add",
        section="Heizung",
        text="Heizöl da",
        reason="Glatteis",
        proposed_at=now,
    )
    return {
        "aid": aid.slug,
        "copy": own.pk,
        "foreign_copy": foreign.pk,
        "copy_point": own.points.get(key="ersatz").pk,
        "improvement": improvement.pk,
    }


def _facts(editor: User, now: datetime) -> dict[str, object]:
    """A confirmed fact, one nobody confirmed, one nobody published; a correction, a reminder."""
    due_on = now.date()
    key = FactKey.objects.create(slug="flaeche", name="Fläche")
    facts = [
        Fact.objects.create(code=f"F-U-{number}", key=key, live=is_live, review_due_on=due_on)
        for number, is_live in ((1, True), (2, True), (3, False))
    ]
    for fact, is_confirmed in zip(facts, (True, False, True), strict=True):
        FactVersion.objects.create(
            fact=fact,
            statement="Es sind 7 m².",
            bindingness="law",
            norm="§ 8",
            verification="law" if is_confirmed else "unconfirmed",
            checked_on=due_on,
        )
    correction = Correction.objects.create(
        fact=facts[0],
        fact_title="Fläche",
        why=Correction.Why.CHANGED,
        record_kind="answer",
        record_id=1,
        record_title="Halle",
        record_url="/antworten/halle-public/",
        noticed_at=now,
        changed_at=now,
    )
    check = Check.objects.create(
        record_kind="fact",
        record_id=facts[0].pk,
        record_title="Fläche",
        revision_id=1,
        published_by=editor,
        opened_at=now,
        due_at=now,
    )
    remark = Remark.objects.create(
        record_kind="fact",
        record_id=facts[0].pk,
        record_title="Fläche",
        column="version:1:statement",
        passage="Sieben.",
        text="Wirklich?",
        author=editor,
        created_at=now,
    )
    asked = review_links.Asked("fact", facts[0].pk, due_on, editor.pk)
    return {
        "fact": facts[0].pk,
        "fact_unconfirmed": facts[1].pk,
        "correction": correction.pk,
        "check": check.pk,
        "remark": remark.pk,
        "review_token": review_links.url(asked).rstrip("/").rpartition("/")[2],
    }


def _afterwards(inquiry: Inquiry, now: datetime) -> dict[str, str]:
    """An answer to rate, a question what became of it, and a draft made from the inquiry."""
    answer = Message.objects.create(
        inquiry=inquiry, kind=Message.Kind.ANSWER, text="Ja.", created_at=now
    )
    Outcome.objects.create(inquiry=inquiry, asked_at=now)
    Harvested.objects.create(
        inquiry=inquiry,
        how=Harvested.How.DRAFT,
        record_kind="answer",
        record_id=Answer.objects.latest("pk").pk,
        title="Halle",
        made_at=now,
    )
    return {
        "feedback_token": feedback_links.answer_url(answer).rstrip("/").rpartition("/")[2],
        "outcome_token": feedback_links.outcome_url(inquiry).rstrip("/").rpartition("/")[2],
    }


def _commission(now: datetime) -> Commission:
    return Commission.objects.create(
        kind=Commission.Kind.AID, title="Prüfblatt", why="Dreimal gefragt.", created_at=now
    )


def _mirror(now: datetime) -> int:
    """A public example as if taken over from elsewhere; what changed there waits."""
    example = Example.objects.filter(live=True, audience=Audience.PUBLIC).order_by("pk")[0]
    return Mirror.objects.create(
        example=example,
        address="https://lotse.anderswo.example/api/v1/examples/halle",
        page_url="https://lotse.anderswo.example/beispiele/halle/",
        origin_name="Anderswo",
        licence="CC BY 4.0",
        fingerprint="0" * 64,
        content={"title": "Halle"},
        found={"title": "Große Halle"},
        found_fingerprint="1" * 64,
        taken_at=now,
        looked_at=now,
        changed_at=now,
        revision_id=1,
    ).pk


def _easy(topic: Concept, person: User, now: datetime) -> dict[str, object]:
    """Easy texts of a public example, a public answer and a topic."""
    example = Example.objects.filter(live=True, audience=Audience.PUBLIC).order_by("pk")[0]
    answer = Answer.objects.filter(live=True, audience=Audience.PUBLIC).order_by("pk")[0]
    for kind, key in (("example", example.pk), ("answer", answer.pk), ("topic", topic.pk)):
        easy = easy_rules.save(
            kind,
            str(key),
            level="easy",
            title="Warm",
            text="Die Halle ist warm.",
            as_of=date(2026, 1, 1),
            checked_by="",
            is_shown=True,
            person=person,
            now=now,
        )
    return {
        "easy_example": example.pk,
        "easy_slug": example.slug,
        "easy_answer": answer.slug,
        "easy": easy.pk,
    }


def _demand(now: datetime) -> dict[str, object]:
    """An overdue inquiry nobody answered, a question searched in vain, a recommendation."""
    question = missed.note("Seilbahn", outcome="none", reach=Audience.PUBLIC, now=now)
    assert question is not None
    late = InquiryFactory.create(received_at=now - timedelta(days=3))
    promotion = Promotion.objects.create(words="Seilbahn", created_at=now)
    link = OutgoingLink.objects.create(address="https://weg.example/", kind="web")
    made = Replacement.objects.create(old="https://a.example/", new=link.address, made_at=now)
    return {
        "missed": question.pk,
        "wanted": late.number,
        "promotion": promotion.pk,
        "address": link.pk,
        "replacement": made.pk,
    }


def _inquiry(received_at: datetime) -> tuple[Inquiry, Attachment]:
    gateway.accept(
        _mail("Turnhalle", "Wie machen wir die Turnhalle winterfest?", b"%PDF-1.4 Grundriss"),
        sender="amt@weimar.example",
        recipients=[settings.INQUIRY_ADDRESS],
        source_id="test:inquiry",
        now=received_at,
    )
    handling.handle_waiting(received_at, 10)
    inquiry = Inquiry.objects.get()
    return inquiry, Attachment.objects.get()


def _cases(inquiry: Inquiry, people: dict[str, User], now: datetime) -> dict[str, int]:
    """What connects the inquiry with others, and what people keep and did at the desk."""
    part, other = (
        Inquiry.objects.create(
            number=f"L-2026-{number}",
            channel=Inquiry.Channel.PHONE,
            subject="Noch eine Frage",
            received_at=now,
            reaction_due_at=now,
            turn=1,
        )
        for number in (7001, 7002)
    )
    merge = Merge.objects.create(
        source=other,
        target=inquiry,
        source_facts={},
        target_facts={},
        target_turn_after=1,
        merged_at=now - timedelta(days=90),
    )
    shared = {"owner": people[Role.LEAD.value], "is_shared": True, "saved_at": now}
    return {
        "merge": merge.pk,
        "split": Split.objects.create(source=inquiry, part=part, split_at=now).pk,
        "link": Link.objects.create(
            first=inquiry, second=part, kind=Link.Kind.RELATED, created_at=now
        ).pk,
        "saved_view": SavedView.objects.create(name="Alle", **shared).pk,
        "deleted_view": SavedView.objects.create(name="Weg", deleted_at=now, **shared).pk,
        "bulk_run": BulkRun.objects.create(
            action="assign", actor=people[Role.DESK.value], run_at=now
        ).pk,
    }


def _mail(subject: str, text: str, attachment: bytes = b"") -> bytes:
    mail = EmailMessage()
    mail["From"] = "Amt <amt@weimar.example>"
    mail["To"] = settings.INQUIRY_ADDRESS
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{subject.replace(' ', '-')}@weimar.example>"
    mail.set_content(text)
    if attachment:
        mail.add_attachment(attachment, "application", "pdf", filename="grundriss.pdf")
    return mail.as_bytes()
