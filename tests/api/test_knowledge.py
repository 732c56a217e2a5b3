"""The knowledge for programs: what the document says, what each key sees, what is kept."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lotse.accounts import bearer, keys, limits
from lotse.accounts.roles import Role
from lotse.accounts.scopes import Scope
from lotse.accounts.tests.factories import UserFactory
from lotse.api import api
from lotse.inquiries.tests.api.schema import mistakes
from lotse.knowledge.tests.factories import answered, fact, published, version
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory, LabelFactory
from lotse.ui import page_cache

pytestmark = pytest.mark.django_db


def get(path: str, key: str = "", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if key:
        named["Authorization"] = f"Bearer {key}"
    return Client().get(f"/api/v1{path}", headers=named)


def key_of(role: Role, scope: Scope = Scope.CONTENT_READ) -> str:
    owner = UserFactory.create(roles=[role])
    _token, secret = keys.make(
        name="Programm", owner=owner, wanted=[scope.value], days=1, now=timezone.now()
    )
    return secret


def titles(path: str, key: str = "") -> list[str]:
    return [row["title"] for row in get(path, key).json()["items"]]


OPERATIONS = (
    "/examples",
    "/examples/{slug}",
    "/answers",
    "/answers/{slug}",
    "/facts",
    "/facts/{code}",
    "/topics",
    "/topics/{code}",
)


def content() -> dict[str, str]:
    """One of each kind, with everything a program may read of it."""
    topic = ConceptFactory(code="U12", name="Hallen", broader=FieldFactory(code="U"))
    LabelFactory(concept=topic, text="Turnhalle")
    town = MunicipalityFactory(key="09000001", name="Musterstadt", land=LandFactory(code="BY"))
    published(
        title="Halle dämmen",
        slug="halle",
        concepts=[topic],
        municipalities=[town],
        cost_year=2024,
        cost_basis="Haushalt",
        one_off_cost_euro=5,
        effort_fte="0.5",
    )
    answered(concepts=[topic], lands=[LandFactory(code="BY")], scope="land")
    fact("F-U-20")
    return {"/examples/{slug}": "halle", "/answers/{slug}": "wer-prueft", "/facts/{code}": "F-U-20"}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_operation_answers_without_a_key_as_the_document_says(operation: str) -> None:
    names = content()
    schema = api.get_openapi_schema()
    described = schema["paths"][f"/api/v1{operation}"]["get"]

    head, _brace, _rest = operation.partition("{")
    answer = get(head + names.get(operation, "U12") if "{" in operation else operation)

    assert answer.status_code == 200, answer.content
    shape = described["responses"][200]["content"]["application/json"]["schema"]
    assert mistakes(answer.json(), shape, schema) == []
    assert described["security"] == [{}, {"OpenBearer": []}]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_document_lists_exactly_the_operations_that_are_tested_here() -> None:
    tags = {
        path.removeprefix("/api/v1"): one["get"]["tags"]
        for path, one in api.get_openapi_schema()["paths"].items()
        if "get" in one
    }
    assert {path for path, found in tags.items() if found == ["Wissen"]} == set(OPERATIONS)


def test_example_carries_its_source_licence_place_and_costs() -> None:
    content()
    found = get("/examples/halle").json()

    assert found["sources"] == [
        {"title": "quelle.example", "url": "https://quelle.example/", "accessed_on": None}
    ]
    assert (found["licence"], found["attribution"]) == ("CC BY 4.0", "Lotse")
    assert [place["key"] for place in found["municipalities"]] == ["09000001"]
    assert (found["effort_fte"], found["one_off_cost_euro"]) == (0.5, 5)


@pytest.mark.parametrize("kind", ["examples", "answers"])
def test_each_key_sees_what_its_owner_may_see(kind: str) -> None:
    make = published if kind == "examples" else answered
    named = "title" if kind == "examples" else "question"
    for audience in Audience:
        make(**{named: audience.name, "slug": audience.name.lower(), "audience": audience})
    public, members, team = ["PUBLIC"], ["MEMBERS", "PUBLIC"], ["TEAM", "MEMBERS", "PUBLIC"]

    seen = {role: titles(f"/{kind}", key_of(role)) for role in (Role.MEMBER, Role.DESK)}

    assert titles(f"/{kind}") == public
    assert seen == {Role.MEMBER: members, Role.DESK: team}
    assert get(f"/{kind}/members").status_code == 404
    assert get(f"/{kind}/members", key_of(Role.MEMBER)).json()["licence"] == "nur für Mitglieder"
    assert get(f"/{kind}/team", key_of(Role.MEMBER)).status_code == 404


def test_unconfirmed_fact_is_read_by_the_team_alone() -> None:
    fact("F-U-1", versions=[version(verification="unconfirmed", checked_on=None)])
    assert get("/facts").json()["items"] == []
    assert get("/facts", key_of(Role.MEMBER)).json()["items"] == []
    [seen] = get("/facts", key_of(Role.EDITOR)).json()["items"]
    assert (seen["code"], seen["is_confirmed"], seen["audience"]) == ("F-U-1", False, "team")


def test_wrong_key_is_refused_and_does_not_fall_back_to_what_is_public() -> None:
    content()
    desk = key_of(Role.DESK, Scope.INQUIRIES_READ)
    assert get("/examples", "lotse_unsinn").json()["code"] == "key_unknown"
    assert get("/examples", desk).json()["code"] == "scope_missing"


def test_answer_for_a_key_never_comes_from_or_goes_into_the_memory_for_all() -> None:
    page_cache.content_changed()
    published(title="Offen")
    published(title="Intern", slug="intern", audience=Audience.TEAM)
    key = key_of(Role.DESK)

    assert titles("/examples") == ["Offen"]
    assert titles("/examples", key) == ["Intern", "Offen"]
    assert titles("/examples") == ["Offen"]
    assert get("/examples", key)["Cache-Control"] == "no-store"


def test_unchanged_answer_is_not_sent_twice_and_a_publication_shows_at_once() -> None:
    published(title="Erste")
    first = get("/examples")
    again = get("/examples", If_None_Match=first["ETag"])
    published(title="Zweite")
    after = get("/examples", If_None_Match=first["ETag"])

    assert (first["Cache-Control"], again.status_code) == ("no-cache", 304)
    assert [row["title"] for row in after.json()["items"]] == ["Zweite", "Erste"]


def test_pages_hold_each_record_once() -> None:
    for number in range(5):
        published(title=f"Beispiel {number}")
        answered(question=f"Frage {number}?", slug=f"frage-{number}")
        fact(f"F-U-{number}")
    for kind, name in (("examples", "slug"), ("answers", "slug"), ("facts", "code")):
        seen, pages = [], 0
        after: str | None = ""
        while after is not None:
            page = get(f"/{kind}?limit=2&after={after}").json()
            seen += [row[name] for row in page["items"]]
            after, pages = page["next"], pages + 1
        assert (len(seen), len(set(seen)), pages) == (5, 5, 3)


def test_filters_leave_what_meets_all_of_them() -> None:
    field = FieldFactory(code="U")
    one = ConceptFactory(code="U1", broader=field)
    bavaria = MunicipalityFactory(land=LandFactory(code="BY"))
    published(title="Beides", concepts=[one], municipalities=[bavaria])
    published(title="Nur Thema", concepts=[one])
    published(title="Keines")

    assert titles("/examples?field=U&land=BY") == ["Beides"]
    assert titles("/examples?concept=U1") == ["Nur Thema", "Beides"]
    assert get("/examples?field=U").json()["total"] == 2


@pytest.mark.parametrize("path", ["/examples?land=XX", "/answers?scope=x", "/facts?kind=x"])
def test_unknown_value_of_a_filter_is_refused_instead_of_meaning_everything(path: str) -> None:
    refused = get(path)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_value")


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²"])
def test_damaged_page_is_refused(after: str) -> None:
    assert get(f"/examples?after={after}").json()["code"] == "wrong_page"


def test_program_without_a_key_is_slowed_down() -> None:
    now = timezone.now()
    for _turn in range(bearer.WITHOUT_KEY.amount):
        limits.count(bearer.WITHOUT_KEY, key="127.0.0.1", now=now)
    refused = get("/topics")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")


@pytest.mark.parametrize("path", ["/examples", "/answers", "/facts", "/topics"])
def test_queries_do_not_grow_with_rows(
    path: str, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    def fill(number: int) -> None:
        published(slug=f"b-{number}")
        answered(slug=f"a-{number}", scope="land", lands=[LandFactory()])
        fact(f"F-U-{number}")

    fill(1)
    with django_assert_max_num_queries(30) as one:
        get(path)
    fill(2)
    fill(3)
    with django_assert_num_queries(len(one)):
        get(path)
