"""Every kind of content, in every state, for every audience, through every door.

One record for each audience stands in the state; each reader knocks at each door and must meet
exactly the records that are published for them. The doors of the editorial admin open to editors
alone, whatever the state.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from lotse.accounts import access, grants, keys
from lotse.accounts import bootstrap as accounts
from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import rules
from lotse.knowledge.facts import rules as fact_rules
from lotse.knowledge.models import (
    Answer,
    AnswerSource,
    Example,
    ExampleMunicipality,
    Fact,
    FactKey,
    FormerAddress,
    Source,
    Submission,
)
from lotse.knowledge.submissions.tests import factories as submissions
from lotse.knowledge.tests.factories import answered, fact, published, version
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.models import Concept
from lotse.topics.tests.factories import ConceptFactory, FieldFactory
from lotse.ui import page_cache

pytestmark = pytest.mark.django_db
WORD = "Quittenmustermann"
"""Stands in every record of the matrix and nowhere else."""
SECRET = "Unfertiges"
"""Begins the title of a draft that lies over a published record."""
Record = Example | Answer | Fact
STATES = (
    *("draft", "workflow", "scheduled", "published", "changed", "unpublished", "expired"),
    "published_again",
)
SHOWN = ("published", "changed", "published_again")
READERS: dict[str, tuple[Role, ...] | None] = {
    "anonymous": None,
    "operator": (Role.OPERATOR,),
    "member": (Role.MEMBER,),
    "desk": (Role.DESK,),
    "editor": (Role.EDITOR,),
}


# --- Records ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Subject:
    """What all records of the matrix are about; beside them there is something else."""

    field: Concept
    concept: Concept
    town: Municipality


def title(audience: Audience) -> str:
    return f"Vorhaben {audience.name}"


@pytest.fixture
def subject() -> Subject:
    page_cache.content_changed()
    field = FieldFactory(code="Q", name="Quittenfeld", slug="quittenfeld")
    concept = ConceptFactory(code="Q01", name="Quittenthema", broader=field)
    town = MunicipalityFactory(
        key="09000001", name="Quittstadt", land=LandFactory(code="BY", name="Bayern")
    )
    # With nothing beside it a facet of one value would not be offered at all.
    other = ConceptFactory(code="Z01", broader=FieldFactory(code="Z"))
    elsewhere = MunicipalityFactory(land=LandFactory(code="HE", name="Hessen"))
    published(title="Anderes", slug="anderes", concepts=[other], municipalities=[elsewhere])
    answered(question="Anderes?", slug="anderes", concepts=[other])
    fact("F-Z-9", key=key("anderes", "Anderes", other))
    return Subject(field, concept, town)


def key(slug: str, name: str, concept: Concept) -> FactKey:
    made = FactKey(slug=slug, name=name)
    made.concepts.set([concept])
    made.save()
    return made


def example_draft(audience: Audience, subject: Subject) -> Example:
    made = Example(
        live=False,
        title=title(audience),
        slug=f"vorhaben-{audience.name.lower()}",
        what=f"Was der {WORD} tut.",
        audience=audience,
        review_due_on=date(2099, 1, 1),
    )
    made.concepts.set([subject.concept])
    made.municipalities.add(ExampleMunicipality(municipality=subject.town, sort_order=0))
    made.sources.add(Source(url="https://quelle.example/", sort_order=0))
    made.save()
    return made


def answer_draft(audience: Audience, subject: Subject) -> Answer:
    made = Answer(
        live=False,
        question=title(audience),
        slug=f"vorhaben-{audience.name.lower()}",
        short_answer=f"Das weiß der {WORD}.",
        scope="land",
        as_of=date(2026, 1, 1),
        review_due_on=date(2099, 1, 1),
        audience=audience,
    )
    made.concepts.set([subject.concept])
    made.lands.set([subject.town.land])
    made.sources.add(AnswerSource(url="https://quelle.example/", sort_order=0))
    made.save()
    return made


def fact_draft(audience: Audience, subject: Subject) -> Fact:
    name = title(audience)
    about = key(name.lower().replace(" ", "-"), name, subject.concept)
    made = Fact(live=False, code=f"F-Q-{int(audience)}", key=about, scope="land", audience=audience)
    made.kind = Fact.Kind.NUMBER
    made.lands.set([subject.town.land])
    made.versions.add(version(statement=f"Der {WORD} braucht 7 m²."))
    made.save()
    return made


DRAFTS: dict[str, Callable[[Audience, Subject], Record]] = {
    "example": example_draft,
    "answer": answer_draft,
    "fact": fact_draft,
}


def put_into(state: str, record: Record) -> Record:
    """Bring a draft into a state, by the ways editors and the clock take."""
    now = timezone.now()
    if state == "draft":
        record.save_revision(clean=False)
    elif state == "workflow":
        record.save_revision(clean=False)
        _workflow().start(record, UserFactory.create(roles=[Role.EDITOR]))
    elif state == "scheduled":
        record.go_live_at = now + timedelta(days=1)
        record.save_revision(clean=False).publish()
    else:
        if state == "expired":
            record.expire_at = now + timedelta(seconds=1)
        rules.publish_draft(record)
        record = type(record).objects.get(pk=record.pk)
    if state == "changed":
        _write_over(record)
    if state in ("unpublished", "published_again"):
        record.unpublish()
    if state == "published_again":
        rules.publish_draft(type(record).objects.get(pk=record.pk))
    if state == "expired":
        assert rules.follow_schedule(now + timedelta(minutes=1)) == 1
    return type(record).objects.get(pk=record.pk)


def _write_over(record: Record) -> None:
    if isinstance(record, Example):
        record.title = record.what = f"{SECRET} {record.pk}"
    elif isinstance(record, Answer):
        record.question = record.short_answer = f"{SECRET} {record.pk}"
    else:
        record.internal_note = f"{SECRET} {record.pk}"
        record.versions.add(version(statement=f"{SECRET} {record.pk}", valid_from=date(2019, 1, 1)))
    record.save_revision(clean=False)


def _workflow() -> Workflow:
    workflow, is_new = Workflow.objects.get_or_create(name="Prüfung")
    if is_new:
        task = GroupApprovalTask.objects.create(name="Lesen")
        task.groups.add(grants.group(Role.EDITOR))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


# --- Doors -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visitor:
    client: Client
    reach: Audience
    key: str = ""

    def text(self, path: str) -> str:
        """Return all a door says; nothing if it does not open."""
        headers = {"Authorization": f"Bearer {self.key}"} if "/api/" in path and self.key else {}
        answer = self.client.get(path, headers=headers)
        if answer.status_code in (301, 302):
            return str(answer["Location"])
        assert answer.status_code in (200, 404), (path, answer.status_code)
        body = b"".join(answer) if answer.streaming else answer.content
        if path.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
            return "\n".join(str(row) for row in book.worksheets[0].iter_rows(values_only=True))
        return body.decode() if answer.status_code == 200 else ""


@pytest.fixture
def visitors() -> dict[str, Visitor]:
    return {name: _visitor(roles) for name, roles in READERS.items()}


def _visitor(roles: tuple[Role, ...] | None) -> Visitor:
    client = Client()
    if roles is None:
        return Visitor(client, Audience.PUBLIC)
    person: User = UserFactory.create(roles=list(roles))
    client.force_login(person)
    secret = ""
    if roles != (Role.OPERATOR,):
        _token, secret = keys.make(
            name="P", owner=person, wanted=["content:read"], days=1, now=timezone.now()
        )
    return Visitor(client, access.reach(person), secret)


FOLDERS = {"example": "beispiele", "answer": "antworten", "fact": "zahlen-und-regeln"}
OPERATIONS = {"example": "examples", "answer": "answers", "fact": "facts"}


def many(kind: str) -> dict[str, str]:
    """Doors behind which all records stand, by name."""
    folder, operation = FOLDERS[kind], OPERATIONS[kind]
    doors = {
        "list": f"/{folder}/",
        "list of the field": f"/{folder}/?thema=Q",
        "list of the Land": f"/{folder}/?land=BY",
        "search": f"/suche/?q={WORD}",
        "suggestions": f"/suche/vorschlaege/?q={WORD}",
        "finds while asking": f"/fragen/neu/treffer/?question=Was+macht+der+{WORD}+dort",
        "interface": f"/api/v1/{operation}?field=Q",
        **{f"file {ending}": f"/{folder}/export.{ending}" for ending in ("csv", "xlsx", "jsonl")},
        "linked data": f"/{folder}/export.jsonld?thema=Q",
    }
    if kind == "example":
        doors["similar while writing"] = (
            f"/beispiele/melden/aehnliche/?raw_text={WORD}+{WORD}+{WORD}"
        )
        doors["start page"] = "/"
    if kind in ("example", "answer"):
        doors["topic page"] = "/themen/quittenfeld/"
    return doors


def public(kind: str) -> dict[str, str]:
    """Doors that say the same to everybody: only what is public."""
    doors = {"feed of the field": "/feeds/themen/quittenfeld.atom"}
    if kind in ("example", "answer"):
        doors |= {
            "feed": f"/feeds/{FOLDERS[kind]}.atom",
            "feed of the concept": "/feeds/schlagworte/Q01.atom",
            "feed of the Land": "/feeds/laender/BY.atom",
        }
    return doors


def one(kind: str, record: Record) -> dict[str, str]:
    """Doors behind which one record stands."""
    place = record.get_absolute_url()
    name = place.rstrip("/").rpartition("/")[2]
    doors = {
        "page": place,
        "interface, one": f"/api/v1/{OPERATIONS[kind]}/{name}",
        "report": f"/stimmt-nicht-mehr/{kind}/{record.pk}/",
    }
    if kind == "example":
        doors |= {
            "comparison": f"/beispiele/vergleichen/?vergleich={record.pk}",
            "transfer": f"{place}uebertragbarkeit/",
            "tree": f"{place}weitergegeben/",
            "feedback": f"{place}rueckmeldung/",
        }
    if kind == "answer":
        doors["feedback"] = f"{place}rueckmeldung/"
    return doors


def short(kind: str, record: Record) -> str | None:
    letters = {"example": "b", "answer": "a"}
    return f"/{letters[kind]}/{record.pk}/" if kind in letters else None


def admin(kind: str, record: Record) -> dict[str, str]:
    """Doors of the editorial admin: the draft, its versions, its preview."""
    base = f"/redaktion/snippets/knowledge/{kind}/"
    latest = record.latest_revision_id
    return {
        "editor": f"{base}edit/{record.pk}/",
        "history": f"{base}history/{record.pk}/",
        "version": f"{base}history/{record.pk}/revisions/{latest}/view/",
        "going back": f"{base}history/{record.pk}/revisions/{latest}/revert/",
        "comparison of versions": (
            f"{base}history/{record.pk}/revisions/compare/earliest...latest/"
        ),
        "preview": f"{base}preview/{record.pk}/",
        "usage": f"{base}usage/{record.pk}/",
    }


# --- The matrix ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", list(DRAFTS))
def test_each_reader_meets_at_each_door_what_is_published_for_them(
    kind: str, state: str, subject: Subject, visitors: dict[str, Visitor]
) -> None:
    records = {audience: put_into(state, DRAFTS[kind](audience, subject)) for audience in Audience}
    wrong: list[str] = []
    for name, visitor in visitors.items():
        seen = {a for a in Audience if state in SHOWN and a <= visitor.reach}
        for door, path in many(kind).items():
            wrong += _differences(visitor, f"{name} at {door}", path, seen)
        for door, path in public(kind).items():
            wrong += _differences(visitor, f"{name} at {door}", path, seen & {Audience.PUBLIC})
        for audience, record in records.items():
            for door, path in one(kind, record).items():
                named = f"{name} at {door} {audience.name}"
                wrong += _opened_wrongly(visitor, named, path, audience, seen)
        wrong += _counted_wrongly(kind, name, visitor, len(seen))
        wrong += _short_wrongly(kind, name, visitor, records, seen)
    assert wrong == []


def _differences(visitor: Visitor, door: str, path: str, expected: set[Audience]) -> Iterator[str]:
    text = visitor.text(path)
    found = {audience for audience in Audience if title(audience) in text}
    if found != expected:
        yield f"{door}: {sorted(a.name for a in found)} not {sorted(a.name for a in expected)}"
    if SECRET in text:
        yield f"{door}: shows a draft"


def _opened_wrongly(
    visitor: Visitor, door: str, path: str, own: Audience, seen: set[Audience]
) -> Iterator[str]:
    """A page may also name what is similar, but nothing its reader may not see."""
    text = visitor.text(path)
    found = {audience for audience in Audience if title(audience) in text}
    if (own in found) != (own in seen) or not found <= seen:
        yield f"{door}: {sorted(a.name for a in found)} of {sorted(a.name for a in seen)}"
    if SECRET in text:
        yield f"{door}: shows a draft"


def _counted_wrongly(kind: str, name: str, visitor: Visitor, expected: int) -> Iterator[str]:
    """The number beside the field in the filters of the list."""
    page = visitor.text(f"/{FOLDERS[kind]}/")
    filters = page.partition("lt-facets")[2]
    found = re.search(r"Quittenfeld\D*?(?:<[^>]*>\s*)*\(?(\d+)", filters)
    counted = int(found[1]) if found else 0
    if counted != expected:
        yield f"{name} at the filters: {counted} not {expected}"


def _short_wrongly(
    kind: str,
    name: str,
    visitor: Visitor,
    records: dict[Audience, Record],
    seen: set[Audience],
) -> Iterator[str]:
    """Short links and the site map name addresses instead of titles."""
    site_map = visitor.text("/sitemap.xml")
    for audience, record in records.items():
        place = record.get_absolute_url()
        if (place in site_map) != (audience in seen and audience == Audience.PUBLIC):
            yield f"{name} at the site map: {place}"
        path = short(kind, record)
        if path and (visitor.text(path) == place) != (audience in seen):
            yield f"{name} at {path}"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", list(DRAFTS))
def test_drafts_versions_and_previews_open_to_editors_alone(
    kind: str, state: str, subject: Subject, visitors: dict[str, Visitor]
) -> None:
    _grant()
    record = put_into(state, DRAFTS[kind](Audience.PUBLIC, subject))
    marks = (WORD, SECRET, title(Audience.PUBLIC))
    opened = {
        (name, door)
        for name, visitor in visitors.items()
        for door, path in admin(kind, record).items()
        if any(mark in _inside(visitor, path) for mark in marks)
    }
    assert {name for name, _door in opened} == {"editor"}
    assert {door for _name, door in opened} >= {"editor", "history", "going back"}


def _inside(visitor: Visitor, path: str) -> str:
    answer = visitor.client.get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


def _grant() -> None:
    accounts.load(timezone.now())
    for record in (Example, Answer, Fact):
        grants.allow(Role.EDITOR, record, "add", "change", "delete", "view", "publish")


# --- Published at once -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(DRAFTS))
def test_published_change_is_met_by_the_very_next_request_at_every_door(
    kind: str, subject: Subject, visitors: dict[str, Visitor]
) -> None:
    """Every page was asked for before, so what is kept would show."""
    visitor = visitors["anonymous"]
    record = DRAFTS[kind](Audience.PUBLIC, subject)
    record.save_revision(clean=False)
    # The site map may be an hour old by its own account, but not after a publication.
    doors = {**many(kind), **public(kind), **one(kind, record)}

    def met() -> set[str]:
        return {
            door for door, path in doors.items() if title(Audience.PUBLIC) in visitor.text(path)
        }

    assert met() == set()
    rules.publish_draft(record)
    assert met() == set(doors)
    assert record.get_absolute_url() in visitor.text("/sitemap.xml")
    type(record).objects.get(pk=record.pk).unpublish()
    assert met() == set()
    assert record.get_absolute_url() not in visitor.text("/sitemap.xml")


def test_address_from_before_leads_only_those_on_who_may_see_the_record(
    subject: Subject, visitors: dict[str, Visitor]
) -> None:
    record = put_into("published", example_draft(Audience.MEMBERS, subject))
    FormerAddress.objects.create(
        kind="example", slug="frueher", object_id=record.pk, replaced_at=timezone.now()
    )
    met = {name for name, visitor in visitors.items() if visitor.text("/beispiele/frueher/")}
    assert met == {"member", "desk", "editor"}


# --- What municipalities send in -------------------------------------------------------------


@pytest.mark.parametrize("state", ["unsent", "received", "accepted", "rejected"])
def test_submission_is_met_by_editors_alone(
    state: str, subject: Subject, visitors: dict[str, Visitor]
) -> None:
    editor = UserFactory.create(roles=[Role.EDITOR])
    facts: dict[str, Any] = {"raw_text": f"{title(Audience.PUBLIC)}. Was der {WORD} tut."}
    facts |= {"municipality": subject.town}
    if state == "unsent":
        unsent = {"number": None, "received_at": None, "sent_at": None}
        submissions.SubmissionFactory.create(**facts, **unsent, last_activity_at=timezone.now())
    elif state == "accepted":
        submissions.accepted(editor, **facts)
    else:
        rejected = (
            {"rejected_at": timezone.now(), "rejection": "other"} if state == "rejected" else {}
        )
        submissions.SubmissionFactory.create(**facts, **rejected)
    doors = {
        f"{kind} {door}": path
        for kind in DRAFTS
        for door, path in {**many(kind), **public(kind)}.items()
    }
    doors["own submissions"] = "/beispiele/melden/eigene/"
    met = {
        (name, door)
        for name, visitor in visitors.items()
        for door, path in doors.items()
        if title(Audience.PUBLIC) in visitor.text(path)
    }
    board = {
        name
        for name, visitor in visitors.items()
        if WORD in visitor.text("/einsendungen/?stand=alle") or WORD in _one_submission(visitor)
    }
    assert met == set()
    assert board == (set() if state == "unsent" else {"editor"})


def _one_submission(visitor: Visitor) -> str:
    return "".join(
        visitor.text(f"/einsendungen/{number}/")
        for number in Submission.objects.exclude(number=None).values_list("number", flat=True)
    )


def test_unconfirmed_fact_is_met_by_the_team_alone(
    subject: Subject, visitors: dict[str, Visitor]
) -> None:
    made = fact_draft(Audience.PUBLIC, subject)
    made.versions.set([version(verification="unconfirmed", checked_on=None, statement=WORD)])
    made.save()
    rules.publish_draft(made)
    fact_rules.follow_time(timezone.now())
    record = Fact.objects.get(pk=made.pk)
    doors = {**many("fact"), **one("fact", record)}
    met = {
        (name, door)
        for name, visitor in visitors.items()
        for door, path in doors.items()
        if title(Audience.PUBLIC) in visitor.text(path)
    }
    assert {name for name, _door in met} == {"desk", "editor"}
    assert {door for _name, door in met} == set(doors)
