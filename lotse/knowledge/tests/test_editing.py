"""Editors create, preview, publish, change and withdraw examples in Wagtail's admin."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Workflow

from lotse.accounts import bootstrap as accounts
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import bootstrap, queries, rules
from lotse.knowledge.models import Attachment, Example
from lotse.knowledge.tests.factories import ExampleFactory, published
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.search import engine
from lotse.topics.tests.factories import ConceptFactory

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADD = "/redaktion/snippets/knowledge/example/add/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    accounts.load(NOW)
    bootstrap.load(NOW)
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    return client


def edit_url(example: Example, view: str = "edit") -> str:
    return f"/redaktion/snippets/knowledge/example/{view}/{example.pk}/"


def form(**values: Any) -> dict[str, Any]:
    """What the browser sends for the short form of an example, with changes."""
    data: dict[str, Any] = {
        "title": "Turnhalle freigezogen",
        "slug": "",
        "what": "Die Stadt verlegt Menschen in ein Schulgebäude.",
        "status": "unknown",
        "audience": "0",
        "review_due_on": "2027-01-01",
    }
    for name in ("municipalities", "sources", "steps", "attachments", "pictures"):
        rows = values.pop(name, [])
        data |= {
            f"{name}-TOTAL_FORMS": str(len(rows)),
            f"{name}-INITIAL_FORMS": "0",
            f"{name}-MIN_NUM_FORMS": "0",
            f"{name}-MAX_NUM_FORMS": "1000",
        }
        for number, row in enumerate(rows):
            data |= {f"{name}-{number}-id": "", f"{name}-{number}-ORDER": str(number + 1)}
            data |= {f"{name}-{number}-{key}": value for key, value in row.items()}
    return data | values


def complete_form(**values: Any) -> dict[str, Any]:
    return form(
        **{
            "municipalities": [{"municipality": MunicipalityFactory().pk}],
            "sources": [{"url": "https://quelle.example/", "title": ""}],
            "concepts": [ConceptFactory().pk],
            **values,
        }
    )


def test_draft_may_be_incomplete_and_nobody_sees_it(editor: Client) -> None:
    editor.post(ADD, form(what="", review_due_on=""))

    example = Example.objects.get()
    assert (example.live, example.slug) == (False, "turnhalle-freigezogen")
    assert editor.get(example.get_absolute_url()).status_code == 404


def test_two_drafts_with_the_same_title_get_different_addresses(editor: Client) -> None:
    for _number in range(2):
        editor.post(ADD, form())
    assert sorted(Example.objects.values_list("slug", flat=True)) == [
        "turnhalle-freigezogen",
        "turnhalle-freigezogen-2",
    ]


def test_published_short_form_is_online_and_found_by_the_next_request(editor: Client) -> None:
    editor.post(ADD, complete_form(**{"action-publish": "1"}))

    example = Example.objects.get()
    editor.logout()
    page = editor.get(example.get_absolute_url()).content.decode()
    assert "Prüfung offen" in page
    titles = [result.title for result in engine.search("Schulgebäude", reach=0).results]
    assert titles == ["Turnhalle freigezogen"]


def test_publishing_without_the_mandatory_fields_says_what_is_missing(editor: Client) -> None:
    answer = editor.post(ADD, form(what="", review_due_on="", **{"action-publish": "1"}))

    page = answer.content.decode()
    assert "Legen Sie fest, wann wir wieder nachschauen." in page
    assert not Example.objects.filter(live=True).exists()


NUMBERS = {"one_off_cost_euro": "1000", "cost_basis": "", "cost_year": ""}
CONTACT = {"contact_email": "sozialamt@stadt.example", "contact_office": "Sozialamt"}
REFUSED = {
    "number without year and basis": (NUMBERS, "Aus welchem Jahr sind die Zahlen?"),
    "contact without consent": (CONTACT, "Bis wann gilt die Einwilligung?"),
    "checked but incomplete": ({"checked_on": "2026-01-05"}, "Wer hat geprüft?"),
    "checked in the future": ({"checked_on": "2099-01-01"}, "liegt in der Zukunft"),
    "law without its date": ({"legal_basis": "§ 246 BauGB"}, "Bis wann wurde das Recht geprüft?"),
    "year without basis": ({"year": "2015"}, "Steht das Jahr in der Quelle"),
    "end before beginning": (
        {"started_on": "2026-02-01", "ended_on": "2026-01-01"},
        "Das Ende liegt vor dem Beginn.",
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_contradiction_is_refused_when_publishing(editor: Client, reason: str) -> None:
    values, sentence = REFUSED[reason]
    page = editor.post(ADD, complete_form(**values, **{"action-publish": "1"})).content.decode()
    assert sentence in page
    assert not Example.objects.filter(live=True).exists()


def test_more_than_six_topics_are_refused(editor: Client) -> None:
    concepts = [ConceptFactory().pk for _number in range(7)]
    page = editor.post(ADD, complete_form(concepts=concepts, **{"action-publish": "1"}))
    assert "Wählen Sie höchstens sechs Themen" in page.content.decode()


def test_preview_shows_the_page_of_each_audience_without_saving(editor: Client) -> None:
    until = timezone.localdate().replace(year=timezone.localdate().year + 1)
    address = "/redaktion/snippets/knowledge/example/preview/"
    data = complete_form(
        contact_office="Sozialamt",
        contact_email="sozialamt@stadt.example",
        contact_consent_until=until.isoformat(),
        internal_note="Rückruf vereinbart",
    )
    assert editor.post(address, data).json() == {"is_valid": True, "is_available": True}

    seen = {
        mode: editor.get(address, {"mode": mode}).content.decode()
        for mode in ("public", "members", "team")
    }
    assert all("<h1>Turnhalle freigezogen</h1>" in page for page in seen.values())
    shown = {
        mode: ("sozialamt@stadt.example" in page, "Rückruf vereinbart" in page)
        for mode, page in seen.items()
    }
    assert shown == {"public": (False, False), "members": (True, False), "team": (True, True)}
    assert not Example.objects.exists()


def test_edit_of_a_live_example_shows_after_publishing_and_compares(editor: Client) -> None:
    example = published(title="Alt", what="Alte Fassung")
    data = complete_form(title="Neu", slug=example.slug, what="Neue Fassung")

    editor.post(edit_url(example), data)
    assert "Alte Fassung" in editor.get(example.get_absolute_url()).content.decode()

    editor.post(edit_url(example), data | {"action-publish": "1"})
    assert "Neue Fassung" in editor.get(example.get_absolute_url()).content.decode()

    history = edit_url(example, "history")
    assert editor.get(history).status_code == 200
    revisions = example.revisions.order_by("pk").values_list("pk", flat=True)
    compare = reverse(
        Example.snippet_viewset.get_url_name("revisions_compare"),
        args=[example.pk, revisions[0], "live"],
    )
    differences = editor.get(compare).content.decode()
    assert '<span class="deletion">Alte</span>' in differences
    assert '<span class="addition">Neue</span>' in differences


def test_address_of_what_is_published_can_change_and_the_old_one_leads_on(editor: Client) -> None:
    example, taken = published(slug="alt"), published(slug="woanders")
    taken.slug = "woanders-neu"
    rules.publish_draft(taken)
    filled = complete_form(slug="woanders") | {"action-publish": "1"}
    page = editor.post(edit_url(example), filled).content.decode()
    assert "führt schon zu einem anderen Eintrag" in page
    editor.post(edit_url(example), filled | {"slug": "neu"})
    example.refresh_from_db()
    assert example.get_absolute_url() == "/beispiele/neu/"
    assert editor.get("/beispiele/alt/")["Location"] == "/beispiele/neu/"


def test_unpublishing_in_the_admin_takes_it_from_list_and_search(editor: Client) -> None:
    example = published(what="Quittenmustermann")
    editor.post(edit_url(example, "unpublish"))
    assert queries.count(Audience.TEAM) == 0
    assert engine.search("Quittenmustermann", reach=2).total == 0


def test_published_example_cannot_be_deleted_but_a_mere_draft_can(editor: Client) -> None:
    example, draft = published(), ExampleFactory()
    editor.post(edit_url(example, "delete"))
    editor.post(edit_url(draft, "delete"))
    bulk = "/redaktion/bulk/knowledge/example/delete/"
    editor.post(f"{bulk}?id={example.pk}&next=/redaktion/")
    assert list(Example.objects.all()) == [example]


def test_admin_list_is_searched_and_filtered_with_a_fixed_number_of_queries(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    published(title="Container am Hafen", checked_on=None)
    for number in range(3):
        ExampleFactory(title=f"Entwurf {number}")
    address = "/redaktion/snippets/knowledge/example/"
    for query in ("?q=Hafen", "?check=open&live=true", "?check=due", "?audience=0"):
        page = editor.get(address + query).content.decode()
        assert ("Container am Hafen" in page) == (query != "?check=due")
        assert "Entwurf 1" not in page or query == "?check=open"
    with django_assert_max_num_queries(40):
        editor.get(address)


def test_second_person_approves_through_the_workflow(editor: Client) -> None:
    assert Workflow.objects.filter(name=bootstrap.WORKFLOW).count() == 1
    editor.post(ADD, complete_form(**{"action-submit": "1"}))
    example = Example.objects.get()
    assert not example.live
    task = example.current_workflow_task_state

    editor.force_login(UserFactory(roles=[Role.LEAD]))
    approve = f"/redaktion/snippets/knowledge/example/workflow/action/{example.pk}/approve/"
    editor.post(f"{approve}{task.pk}/")

    assert Example.objects.get().live
    assert queries.count(Audience.PUBLIC) == 1


@pytest.mark.parametrize(
    "role", [Role.MEMBER, Role.COORDINATOR, Role.DESK, Role.OPERATOR, Role.PRESS]
)
def test_others_may_neither_create_nor_publish(editor: Client, role: Role) -> None:
    editor.force_login(UserFactory(roles=[role]))
    editor.post(ADD, complete_form(**{"action-publish": "1"}))
    assert not Example.objects.exists()


def test_setting_up_twice_changes_nothing() -> None:
    accounts.load(NOW)
    assert bootstrap.load(NOW) == bootstrap.load(NOW)
    assert Workflow.objects.filter(name=bootstrap.WORKFLOW).count() == 1


def _attached(example: Example, *, is_released: bool) -> Document:
    document = Document(title="Übergabeprotokoll")
    document.file.save("protokoll.txt", ContentFile(b"Boden, Geraete, Duschen"))
    document.save()
    Attachment.objects.create(example=example, document=document, is_released=is_released)
    return document


def test_file_goes_only_to_those_who_may_see_its_example(client: Client) -> None:
    example = published(audience=Audience.PUBLIC)
    internal = published(audience=Audience.TEAM)
    files = {
        "released": _attached(example, is_released=True),
        "members": _attached(example, is_released=False),
        "team": _attached(internal, is_released=True),
        "loose": _attached(ExampleFactory(), is_released=True),
    }
    people = {
        "public": None,
        "member": UserFactory(roles=[Role.MEMBER]),
        "desk": UserFactory(roles=[Role.DESK]),
    }
    served = {}
    for who, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        served[who] = {
            name for name, file in files.items() if client.get(file.url).status_code == 200
        }
    assert served == {
        "public": {"released"},
        "member": {"released", "members"},
        "desk": set(files),
    }
