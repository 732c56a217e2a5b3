"""Every operation of the OpenAPI document is called, and answers as the document says."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts.roles import Role
from lotse.accounts.scopes import Scope
from lotse.accounts.tests.factories import UserFactory
from lotse.api import api
from lotse.inquiries import rules
from lotse.inquiries.models import Attachment, Inquiry
from lotse.inquiries.tests.api.conftest import Programs
from lotse.inquiries.tests.api.schema import mistakes
from lotse.inquiries.tests.content import deliver_and_read, mail
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Call:
    operation: str
    scope: Scope
    body: Any = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


READ, WRITE, REPORT = Scope.INQUIRIES_READ, Scope.INQUIRIES_WRITE, Scope.REPORTS_READ
KNOWLEDGE = {"/examples", "/answers", "/facts", "/topics"}
"""Tested where they are made: tests/api/test_knowledge.py."""
CALLS = (
    Call("GET /inquiries", READ),
    Call("GET /inquiries/{number}", READ),
    Call("GET /attachments/{pk}", READ),
    Call("GET /areas", READ),
    Call("GET /people", READ),
    Call("GET /reports/promise", REPORT),
    Call("POST /inquiries", WRITE, {"question": "Wer prüft die Schneelast?"}, 201),
    Call("POST /inquiries/{number}/notes", WRITE, {"text": "Rückruf um drei."}, 201),
    Call("PUT /inquiries/{number}/owner", WRITE, {"person_id": None}),
    Call("PUT /inquiries/{number}/area", WRITE, {"area_id": None}),
    Call("PUT /inquiries/{number}/topics", WRITE, {"codes": []}),
    Call(
        "POST /inquiries/{number}/replies",
        WRITE,
        {"kind": "answer", "text": "Der Betreiber."},
        201,
        (("If-Match", '"1"'),),
    ),
    Call("POST /inquiries/{number}/close", WRITE, {"harvest": "none", "reason": "Einzelfall"}),
    Call("POST /inquiries/{number}/reopen", WRITE, {}),
)


def asked() -> Inquiry:
    composed = mail(text="Wer prüft die Schneelast?")
    composed.add_attachment(b"%PDF-1.4 Plan", "application", "pdf", filename="Plan.pdf")
    return deliver_and_read(composed).inquiry


def prepared(call: Call) -> dict[str, str]:
    """Return what stands in the braces of a path, in the state the operation needs."""
    inquiry = asked()
    if call.operation.endswith("reopen"):
        closer = UserFactory.create(roles=[Role.DESK])
        rules.close(inquiry, harvest="none", reason="Irrtum", actor=closer, now=timezone.now())
    return {"number": inquiry.number, "pk": str(Attachment.objects.get().pk)}


def test_document_lists_exactly_the_operations_that_are_tested() -> None:
    listed = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if "/" + path.removeprefix("/api/v1/").partition("/")[0] not in KNOWLEDGE
    }
    assert listed == {call.operation for call in CALLS}


def test_document_is_public_and_says_it_is_openapi_three_one() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")
    assert [server["url"] for server in answer.json()["servers"]] != []


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.operation)
def test_operation_answers_as_the_document_says(call: Call, program: Programs) -> None:
    places = prepared(call)
    method, path = call.operation.split(" ")
    schema = api.get_openapi_schema()
    described = schema["paths"][f"/api/v1{path}"][method.lower()]["responses"]

    answer = program().ask(method, path.format(**places), call.body, **dict(call.headers))

    assert answer.status_code == call.status, answer.content
    if path.startswith("/attachments"):
        assert b"".join(answer.streaming_content) == b"%PDF-1.4 Plan"
        return
    assert answer["Cache-Control"] == "no-store"
    shape = described[call.status]["content"]["application/json"]["schema"]
    assert mistakes(answer.json(), shape, schema) == []


ROLES_LET_IN = {
    READ: {Role.DESK, Role.LEAD},
    WRITE: {Role.DESK, Role.LEAD},
    REPORT: {Role.DESK, Role.LEAD, Role.OPERATOR},
}
"""The permission table of the machine interface: which roles a scope opens what for."""


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.operation)
def test_operation_opens_only_to_its_scope_and_its_roles(call: Call, program: Programs) -> None:
    method, path = call.operation.split(" ")
    path = path.format(**prepared(call))

    def outcome(**kind: Any) -> int:
        shown = program(**kind)
        return shown.ask(method, path, call.body, **dict(call.headers)).status_code

    others = [scope.value for scope in Scope if scope != call.scope]
    assert outcome(wanted=others) == 403
    for role in ROLES_LET_IN[call.scope]:
        assert outcome(roles=[role], wanted=[call.scope.value]) != 403


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DESK, Role.LEAD)])
def test_key_dies_with_the_role_of_its_owner(role: Role, program: Programs) -> None:
    from lotse.accounts import grants

    inquiry = asked()
    shown = program()
    shown.owner.groups.set([grants.group(role)])

    answer = shown.ask("GET", f"/inquiries/{inquiry.number}")

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert inquiry.subject not in answer.content.decode()


def test_programme_areas_and_topics_are_given_by_id_and_code(program: Programs) -> None:
    inquiry, shown = asked(), program()
    area = ProgrammeArea.objects.create(
        name="Bau", initials="B", slug="bau", email="bau@lotse.example"
    )
    Concept.objects.create(code="U", kind="field", name="Unterbringung", slug="unterbringung")

    path = f"/inquiries/{inquiry.number}"
    by_area = shown.ask("PUT", f"{path}/area", {"area_id": area.pk, "reason": "Statik"}).json()
    by_topic = shown.ask("PUT", f"{path}/topics", {"codes": ["U"]}).json()
    wrong = shown.ask("PUT", f"{path}/topics", {"codes": ["X9"]}).json()

    assert by_area["area"] == {"id": area.pk, "name": "Bau"}
    assert by_topic["topics"] == [{"code": "U", "name": "Unterbringung"}]
    assert wrong["code"] == "topic_unknown"
