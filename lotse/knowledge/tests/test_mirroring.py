"""Examples of another installation become drafts, name their origin and are kept in step."""

import ipaddress
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge import tasks
from lotse.knowledge.mirroring import origin as origins
from lotse.knowledge.mirroring import queries, rules
from lotse.knowledge.models import Example, Mirror
from lotse.knowledge.tests.factories import ExampleFactory, published
from lotse.knowledge.tests.origin_site import Answer, Origin, serving
from lotse.lib.audience import Audience
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = datetime(2026, 3, 4, 11, tzinfo=UTC)
RECORD: dict[str, Any] = {
    "id": 7,
    "slug": "halle",
    "url": "https://lotse.anderswo.example/beispiele/halle/",
    "title": "Halle dämmen",
    "what": "Die Stadt dämmt eine Halle.",
    "municipalities": [{"key": "09000001", "name": "Musterstadt", "land": "BY"}],
    "fields": [{"code": "U", "name": "Unterbringung"}],
    "concepts": [{"code": "U12", "name": "Hallen"}],
    "status": "running",
    "year": 2024,
    "started_on": "2024-02-01",
    "problem": "Es war kalt.",
    "solution": "Sie nahm Wolle.",
    "steps": [{"title": "Messen", "when": "zuerst", "text": "Mit dem Maßband."}],
    "effort_fte": 0.5,
    "one_off_cost_euro": 12500,
    "cost_basis": "Rechnung",
    "cost_year": 2024,
    "limits": ["Nicht im Sommer.", "Nicht im Altbau."],
    "suits_size_classes": ["G5", "K2"],
    "sources": [{"title": "Bericht", "url": "https://a.example/", "accessed_on": None}],
    "audience": "public",
    "licence": "CC BY 4.0",
    "attribution": "Lotse Anderswo",
}


@pytest.fixture
def origin(settings: Settings) -> Iterator[Origin]:
    """Only this one machine of the internal networks may be asked."""
    settings.LINK_NETWORKS = [ipaddress.ip_network("127.0.0.1/32")]
    MunicipalityFactory(key="09000001", name="Musterstadt", land=LandFactory(code="BY"))
    ConceptFactory(code="U12", name="Hallen", broader=FieldFactory(code="U"))
    with serving() as running:
        running.tell(RECORD)
        yield running


@pytest.fixture
def editor() -> User:
    made: User = UserFactory.create(roles=[Role.EDITOR])
    return made


@pytest.fixture
def client(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def enter(client: Client, address: str) -> str:
    return client.post("/uebernommen/", {"address": address}, follow=True).content.decode()


def taken(origin: Origin, editor: User, now: datetime = NOW) -> Mirror:
    mirror, problems = rules.take_over(f"{origin.url}/beispiele/halle/", by=editor, now=now)
    assert problems == []
    return mirror


def look(mirror: Mirror, days: int = 1) -> Mirror.State:
    rules.look(mirror, now=NOW + days * DAY)
    mirror = Mirror.objects.get(pk=mirror.pk)
    listed = [s for s in Mirror.State if Mirror.objects.filter(queries.in_state(s), pk=mirror.pk)]
    assert listed == [mirror.state]
    return mirror.state


def draft(mirror: Mirror) -> Any:
    return Example.objects.get(pk=mirror.example_id).get_latest_revision_as_object()


def publish(mirror: Mirror, **changes: Any) -> None:
    """Publish the draft for everybody, with what an editor changed in it."""
    ours = draft(mirror)
    for name, value in (changes | {"audience": Audience.PUBLIC}).items():
        setattr(ours, name, value)
    ours.save_revision().publish()


@pytest.mark.parametrize("path", ["/beispiele/halle/", "/api/v1/examples/halle"])
def test_the_address_of_a_page_or_of_the_interface_becomes_a_draft(
    origin: Origin, client: Client, editor: User, path: str
) -> None:
    page = enter(client, origin.url + path)
    assert "Übernommen. Der Entwurf liegt bereit." in page
    assert "Nicht übernommen" not in page
    assert origin.asked == ["/api/v1/examples/halle"]
    mirror = Mirror.objects.get()
    example = draft(mirror)
    assert (mirror.host, mirror.origin_name, mirror.licence, mirror.taken_by) == (
        "127.0.0.1",
        "Lotse Anderswo",
        "CC BY 4.0",
        editor,
    )
    assert not mirror.example.live
    assert (example.title, example.what, example.year, example.status) == (
        "Halle dämmen",
        "Die Stadt dämmt eine Halle.",
        2024,
        "running",
    )
    assert (float(example.effort_fte), example.one_off_cost_euro) == (0.5, 12500)
    assert example.limits == "Nicht im Sommer.\nNicht im Altbau."
    assert example.suits_size_classes == ["G5", "K2"]
    assert [one.municipality.key for one in example.municipalities.all()] == ["09000001"]
    assert [concept.pk for concept in example.concepts.all()] == ["U12"]
    assert [(step.title, step.when) for step in example.steps.all()] == [("Messen", "zuerst")]
    assert [source.url for source in example.sources.all()] == [
        "https://a.example/",
        f"{origin.url}/beispiele/halle/",
    ]
    assert example.audience == Audience.MEMBERS


def test_what_our_own_interface_serves_can_be_taken_over(origin: Origin, editor: User) -> None:
    """The record as another installation really serves it."""
    there = published(title="Halle lüften", audience=0, solution="Fenster auf.")
    record = Client().get(f"/api/v1/examples/{there.slug}").json()
    origin.tell(record)
    mirror = taken(origin, editor)
    assert (draft(mirror).title, draft(mirror).solution) == ("Halle lüften", "Fenster auf.")
    assert mirror.licence == record["licence"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("irgendwas", "Das ist keine Adresse eines Beispiels."),
        ("https://anderswo.example/antworten/halle/", "Das ist keine Adresse eines Beispiels."),
        ("ftp://anderswo.example/beispiele/halle/", "Die Adresse beginnt mit https://"),
        ("https://a:b@anderswo.example/beispiele/halle/", "weder Zugangsdaten noch Leerzeichen"),
        ("http://10.0.0.1/beispiele/halle/", "Die Adresse führt in ein internes Netz."),
        ("http://169.254.169.254/beispiele/halle/", "Die Adresse führt in ein internes Netz."),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence_and_stays_in_the_form(
    origin: Origin, client: Client, address: str, sentence: str
) -> None:
    page = enter(client, address)
    assert sentence in page
    assert f'value="{address}"' in page
    assert not Mirror.objects.exists()
    assert not Example.objects.exists()


def test_our_own_examples_are_not_taken_over(client: Client, settings: Settings) -> None:
    assert "Dieses Beispiel steht schon hier." in enter(
        client, f"{settings.BASE_URL}/beispiele/halle/"
    )


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(404), "steht kein öffentliches Beispiel mehr"),
        (Answer(500), "Die Gegenstelle antwortet mit 500."),
        (Answer(200, b"<html>", "text/html"), "Dort antwortet kein Lotse"),
        (Answer(200, b"{", "application/json"), "Das ist kein lesbares JSON"),
        (Answer(200, b"[" * 100_000), "Das ist kein lesbares JSON"),
        (Answer(200, b"[]"), "Das ist kein Beispiel"),
        (Answer(200, b" " * (origins.MOST_BYTES + 1)), "ist zu groß"),
        (Answer(200, json.dumps(RECORD | {"licence": None}).encode()), "nennt keine Lizenz"),
        (
            Answer(200, json.dumps(RECORD | {"licence": "nur für Mitglieder"}).encode()),
            "erlaubt nicht, das Beispiel zu übernehmen",
        ),
        (Answer(200, json.dumps(RECORD | {"what": ""}).encode()), "Kurz gesagt fehlt."),
        (Answer(200, json.dumps(RECORD | {"title": "x" * 91}).encode()), "länger als 90 Zeichen"),
        (Answer(200, json.dumps(RECORD | {"solution": "x" * 20_000}).encode()), "zu lang"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    origin: Origin, client: Client, answer: Answer, sentence: str
) -> None:
    origin.answers["/api/v1/examples/halle"] = answer
    address = f"{origin.url}/beispiele/halle/"
    page = enter(client, address)
    assert sentence in page
    assert f'value="{address}"' in page
    assert not Example.objects.exists()


def test_a_redirect_into_an_internal_network_is_not_followed(
    origin: Origin, client: Client
) -> None:
    with serving("127.0.0.2") as inside:
        inside.tell(RECORD)
        target = f"{inside.url}/api/v1/examples/halle"
        origin.answers["/api/v1/examples/halle"] = Answer(302, location=target)
        page = enter(client, f"{origin.url}/beispiele/halle/")
        assert "leitet auf einen anderen Rechner weiter" in page
        assert "führt in ein internes Netz" in enter(client, f"{inside.url}/beispiele/halle/")
        assert inside.asked == []
    assert not Mirror.objects.exists()


def test_a_redirect_on_the_same_machine_is_followed_but_not_for_ever(
    origin: Origin, client: Client
) -> None:
    origin.tell(RECORD, "neue-halle")
    here = "/api/v1/examples/halle"
    origin.answers[here] = Answer(301, location="/api/v1/examples/neue-halle")
    assert "Der Entwurf liegt bereit." in enter(client, f"{origin.url}/beispiele/halle/")
    origin.answers["/api/v1/examples/kreis"] = Answer(302, location="/api/v1/examples/kreis")
    assert "leitet zu oft weiter" in enter(client, f"{origin.url}/beispiele/kreis/")


def test_what_is_not_known_here_is_left_out_and_named(origin: Origin, client: Client) -> None:
    origin.tell(
        RECORD
        | {
            "concepts": [{"code": "X99", "name": "Anderes"}],
            "year": 99999,
            "cost_year": "bald",
            "solution": "Text mit \x00 und \ud800.",
        }
    )
    page = enter(client, f"{origin.url}/beispiele/halle/")
    assert "Nicht übernommen: Themen: Das Thema „X99“ kennen wir nicht." in page
    example = draft(Mirror.objects.get())
    assert (list(example.concepts.all()), example.year, example.cost_year) == ([], None, None)
    assert example.solution == "Text mit  und ?."
    assert "Nicht übernommen: Jahr: 99999 kann nicht stimmen." in example.internal_note


def test_the_same_example_is_taken_over_once(origin: Origin, client: Client) -> None:
    enter(client, f"{origin.url}/beispiele/halle/")
    page = enter(client, f"{origin.url}/api/v1/examples/halle/")
    assert "schon übernommen" in page
    assert Mirror.objects.count() == 1


def test_the_page_shows_origin_day_and_licence_with_no_further_query(
    origin: Origin, editor: User, client: Client
) -> None:
    mirror = taken(origin, editor)
    publish(mirror)
    address = mirror.example.get_absolute_url()

    def queries_of(path: str) -> int:
        # Signed in: what everybody sees is kept and would ask for nothing.
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    page = Client().get(address).content.decode()
    assert (
        f'Übernommen von <a href="{origin.url}/beispiele/halle/" rel="external noreferrer">'
        "127.0.0.1</a>, Stand 04.03.2026, CC BY 4.0 (Lotse Anderswo)" in page
    )
    client.get(address)
    with_origin = queries_of(address)
    record = Client().get(f"/api/v1/examples/{mirror.example.slug}").json()
    assert (record["licence"], record["attribution"]) == ("CC BY 4.0", "Lotse Anderswo")
    Mirror.objects.all().delete()
    assert queries_of(address) == with_origin
    assert "Stand 04.03.2026, CC BY 4.0" not in client.get(address).content.decode()


def test_an_unchanged_origin_raises_no_notice(origin: Origin, editor: User) -> None:
    mirror = taken(origin, editor)
    origin.tell(RECORD | {"id": 8, "changed_at": "2026-03-05T00:00:00Z", "audience": "members"})
    assert look(mirror) == "same"
    assert mirror.changed_at is None


def test_a_changed_origin_is_noticed_and_goes_into_the_draft_without_being_published(
    origin: Origin, editor: User, client: Client
) -> None:
    mirror = taken(origin, editor)
    publish(mirror, problem="Es war bei uns sehr kalt.")
    origin.tell(
        RECORD
        | {
            "solution": "Sie nahm Hanf.",
            "steps": [{"title": "Rechnen", "when": "", "text": ""}],
            "sources": [{"title": "", "url": "https://b.example/", "accessed_on": None}],
            "year": None,
        }
    )
    assert look(mirror) == "changed"
    board = client.get("/redaktion-heute/").content.decode()
    assert f'href="/uebernommen/{mirror.pk}/"' in board
    assert "Lösung" in client.get("/redaktion-heute/?bereich=uebernommen").content.decode()
    page = client.get(f"/uebernommen/{mirror.pk}/").content.decode()
    assert "Sie nahm Wolle." in page
    assert "Sie nahm Hanf." in page
    mirror.refresh_from_db()
    seen = {"fassung": mirror.found_fingerprint}
    said = client.post(f"/uebernommen/{mirror.pk}/aenderungen/", seen, follow=True)
    assert "Die Änderungen stehen im Entwurf." in said.content.decode()
    changed = draft(mirror)
    assert (changed.solution, changed.problem, changed.year) == (
        "Sie nahm Hanf.",
        "Es war bei uns sehr kalt.",
        None,
    )
    assert [step.title for step in changed.steps.all()] == ["Rechnen"]
    assert [source.url for source in changed.sources.all()] == [
        "https://b.example/",
        f"{origin.url}/beispiele/halle/",
    ]
    shown = Example.objects.get(pk=mirror.example_id)
    assert (shown.solution, shown.has_unpublished_changes) == ("Sie nahm Wolle.", True)
    # Readers still see the older one, so its day stands there until the draft is published.
    assert "Stand 04.03.2026" in Client().get(shown.get_absolute_url()).content.decode()
    today = Mirror.objects.get().taken_at
    publish(mirror)
    assert Mirror.objects.get().as_of == today
    assert look(mirror, 2) == "same"


def test_a_changed_origin_may_be_left_and_the_next_change_is_noticed_again(
    origin: Origin, editor: User, client: Client
) -> None:
    mirror = taken(origin, editor)
    latest = mirror.example.latest_revision_id
    origin.tell(RECORD | {"solution": "Sie nahm Hanf."})
    assert look(mirror) == "changed"
    mirror.refresh_from_db()
    client.post(f"/uebernommen/{mirror.pk}/so-lassen/", {"fassung": mirror.found_fingerprint})
    kept = Mirror.objects.get()
    assert (kept.kept_by, kept.state, kept.found) == (editor, "same", None)
    assert kept.kept_at is not None
    assert Example.objects.get(pk=mirror.example_id).latest_revision_id == latest
    assert f"von {editor}" in client.get(f"/uebernommen/{mirror.pk}/").content.decode()
    assert look(mirror, 2) == "same"
    origin.tell(RECORD | {"solution": "Sie nahm Holz."})
    assert look(mirror, 3) == "changed"


def test_who_saw_something_else_decides_nothing(
    origin: Origin, editor: User, client: Client
) -> None:
    mirror = taken(origin, editor)
    origin.tell(RECORD | {"solution": "Sie nahm Hanf."})
    look(mirror)
    old = {"fassung": mirror.found_fingerprint}
    origin.tell(RECORD | {"solution": "Sie nahm Holz."})
    look(mirror, 2)
    for act in ("aenderungen", "so-lassen"):
        page = client.post(f"/uebernommen/{mirror.pk}/{act}/", old, follow=True).content.decode()
        assert "Dort hat sich noch etwas geändert." in page
    assert draft(mirror).solution == "Sie nahm Wolle."
    origin.tell(RECORD)
    assert look(mirror, 3) == "same"
    page = client.post(f"/uebernommen/{mirror.pk}/so-lassen/", old, follow=True).content.decode()
    assert "Darüber ist schon entschieden" in page


def test_nothing_goes_into_what_somebody_else_locked(
    origin: Origin, editor: User, client: Client
) -> None:
    mirror = taken(origin, editor)
    origin.tell(RECORD | {"solution": "Sie nahm Hanf."})
    look(mirror)
    other = UserFactory.create(roles=[Role.EDITOR])
    Example.objects.filter(pk=mirror.example_id).update(
        locked=True, locked_by=other, locked_at=timezone.now()
    )
    seen = {"fassung": mirror.found_fingerprint}
    page = client.post(f"/uebernommen/{mirror.pk}/aenderungen/", seen, follow=True)
    assert "Der Eintrag ist gesperrt." in page.content.decode()
    assert draft(mirror).solution == "Sie nahm Wolle."
    assert Mirror.objects.get().state == "changed"


@pytest.mark.parametrize("status", [404, 410])
def test_a_gone_origin_is_gone_until_it_comes_back(
    origin: Origin, editor: User, status: int
) -> None:
    mirror = taken(origin, editor)
    origin.answers["/api/v1/examples/halle"] = Answer(status)
    assert look(mirror) == "gone"
    assert mirror.gone_at == NOW + DAY
    assert look(mirror, 2) == "gone"
    assert mirror.gone_at == NOW + DAY
    origin.tell(RECORD)
    assert look(mirror, 3) == "same"


def test_three_failures_in_a_row_make_an_origin_unreachable(origin: Origin, editor: User) -> None:
    mirror = taken(origin, editor)
    origin.answers["/api/v1/examples/halle"] = Answer(503)
    assert [look(mirror, day) for day in (1, 2, 3)] == ["same", "same", "unreachable"]
    assert mirror.error == "Die Gegenstelle antwortet mit 503."
    origin.tell(RECORD)
    assert look(mirror, 4) == "same"
    assert (mirror.failures, mirror.error) == (0, "")


def test_the_worker_looks_once_a_day_at_a_few_and_only_if_allowed(
    origin: Origin, editor: User, settings: Settings
) -> None:
    for number in range(rules.BATCH + 1):
        origin.tell(RECORD, f"halle-{number}")
        rules.take_over(f"{origin.url}/beispiele/halle-{number}/", by=editor, now=NOW)
    origin.asked.clear()
    settings.CHECKS_LINKS = False
    tasks.look_at_origins(NOW + DAY)
    assert origin.asked == []
    settings.CHECKS_LINKS = True
    tasks.look_at_origins(NOW + DAY - timedelta(minutes=1))
    assert origin.asked == []
    tasks.look_at_origins(NOW + DAY)
    assert len(origin.asked) == rules.BATCH
    tasks.look_at_origins(NOW + DAY)
    tasks.look_at_origins(NOW + DAY)
    assert sorted(origin.asked) == [
        f"/api/v1/examples/halle-{number}" for number in range(rules.BATCH + 1)
    ]


def many(count: int, **facts: Any) -> None:
    for _number in range(count):
        example = ExampleFactory.create()
        Mirror.objects.create(
            example=example,
            address=f"https://anderswo.example/api/v1/examples/{example.slug}",
            page_url=f"https://anderswo.example/beispiele/{example.slug}/",
            origin_name="Anderswo",
            licence="CC BY 4.0",
            fingerprint="0",
            content={},
            taken_at=NOW,
            looked_at=NOW,
            revision_id=1,
            **facts,
        )


def test_the_list_says_when_it_is_empty_and_how_to_see_more(client: Client) -> None:
    page = client.get("/uebernommen/").content.decode()
    assert "Hier steht nichts Übernommenes" in page
    assert "Alles Übernommene zeigen" not in page
    many(1)
    page = client.get("/uebernommen/?stand=gone").content.decode()
    assert "Hier steht nichts Übernommenes" in page
    assert 'href="/uebernommen/"' in page


def test_filter_and_page_stand_in_the_address(client: Client) -> None:
    many(21, gone_at=NOW)
    many(1)
    first = client.get("/uebernommen/?stand=gone").content.decode()
    assert first.count("<article") == 20
    assert "stand=gone&amp;nach=" in first
    gone, everything = (
        client.get(f"/uebernommen/{query}").context["page"] for query in ("?stand=gone", "")
    )
    second = client.get("/uebernommen/", {"stand": "gone", **gone.next}).content.decode()
    assert second.count("<article") == 1
    assert everything.next is not None
    # An unknown state shows everything.
    assert client.get("/uebernommen/?stand=quatsch").content.decode().count("<article") == 20


def test_list_and_board_take_the_same_queries_for_one_and_for_many(client: Client) -> None:
    facts = {"changed_at": NOW, "found": {"title": "Neu"}, "found_fingerprint": "1"}

    def queries_of(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    pages = ("/uebernommen/", "/redaktion-heute/?bereich=uebernommen", "/redaktion-heute/?wer=alle")
    many(1, **facts)
    for path in pages:
        client.get(path)
    few = [queries_of(path) for path in pages]
    many(3, **facts)
    assert [queries_of(path) for path in pages] == few
