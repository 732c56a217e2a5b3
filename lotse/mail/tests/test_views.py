import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from lotse.mail.models import OutgoingMail
from lotse.mail.tests.factories import NOW, OutgoingMailFactory

pytestmark = pytest.mark.django_db
LIST = "/postausgang/"


def client_of(role: str) -> Client:
    """Return a browser in which a person with this role is signed in."""
    # Accounts lie above this slice, so the person is made by Django's own means.
    user = get_user_model().objects.create_user(f"{role}@lotse.example", name="Person")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator() -> Client:
    return client_of("operator")


def subjects(client: Client, address: str = LIST, **headers: str) -> list[str]:
    """Return the subjects a list shows, in its order."""
    response = client.get(address, headers=headers)
    return [row.mail.subject for row in response.context["rows"]]


def addresses_of(mail: OutgoingMail) -> list[str]:
    return [f"{LIST}{mail.pk}/{page}" for page in ("", "html/", "quelltext/")]


def test_operator_reads_list_text_html_and_source(operator: Client) -> None:
    mail = OutgoingMailFactory.create(subject="Ihre Anfrage", text="Grüße", html="<p>Grüße</p>")

    pages = [operator.get(address) for address in [LIST, *addresses_of(mail)]]

    assert [page.status_code for page in pages] == [200] * 4
    assert subjects(operator) == ["Ihre Anfrage"]
    assert "Grüße" in pages[1].content.decode()
    assert "<p>Grüße</p>" in pages[2].content.decode()
    assert mail.message_id in pages[3].content.decode()
    assert pages[3]["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("role", ["member", "coordinator", "desk", "editor", "lead", "press"])
def test_for_everybody_else_the_outbox_does_not_exist(role: str) -> None:
    mail = OutgoingMailFactory.create(html="<p>x</p>")
    client = client_of(role)

    answers = [client.get(address).status_code for address in [LIST, *addresses_of(mail)]]
    answers.append(client.post(f"{LIST}{mail.pk}/noch-einmal/").status_code)

    assert answers == [404] * 5


def test_stranger_is_asked_to_sign_in(client: Client) -> None:
    mail = OutgoingMailFactory.create()

    answers = [client.get(address) for address in [LIST, *addresses_of(mail)]]

    assert [answer.url for answer in answers] == [  # type: ignore[attr-defined]
        f"/anmelden/?next={address}" for address in [LIST, *addresses_of(mail)]
    ]


def test_in_the_demonstration_everybody_reads_all_but_sign_in_mails(
    client: Client, settings: Settings
) -> None:
    settings.IS_DEMO = True
    OutgoingMailFactory.create(subject="Bestätigung")
    secret = OutgoingMailFactory.create(subject="Ihr Anmeldelink", is_secret=True)

    assert subjects(client) == ["Bestätigung"]
    assert [client.get(address).status_code for address in addresses_of(secret)] == [404] * 3
    assert client.post(f"{LIST}{secret.pk}/noch-einmal/").status_code == 302


def test_sign_in_link_is_hidden_from_the_operator_but_not_that_it_was_sent(
    operator: Client,
) -> None:
    secret = OutgoingMailFactory.create(
        text="https://lotse.example/anmelden/geheim", is_secret=True
    )

    page, html, source = [operator.get(address) for address in addresses_of(secret)]

    assert "geheim" not in page.content.decode()
    assert "Der Text bleibt verborgen" in page.content.decode()
    assert (html.status_code, source.status_code) == (404, 404)


def test_operator_of_the_demonstration_reads_sign_in_links(
    operator: Client, settings: Settings
) -> None:
    settings.IS_DEMO = True
    secret = OutgoingMailFactory.create(
        text="https://lotse.example/anmelden/geheim", is_secret=True
    )

    assert "geheim" in operator.get(addresses_of(secret)[0]).content.decode()


def test_filters_narrow_by_state_purpose_and_words(operator: Client) -> None:
    OutgoingMailFactory.create(subject="wartet", purpose="receipt")
    OutgoingMailFactory.create(subject="gesendet", sent_at=NOW)
    OutgoingMailFactory.create(subject="gescheitert", failed_at=NOW)
    OutgoingMailFactory.create(subject="kam zurück", sent_at=NOW, bounced_at=NOW)
    OutgoingMailFactory.create(subject="an Talheim", recipient="rat@talheim.example", sent_at=NOW)

    found = {
        query: subjects(operator, f"{LIST}?{query}")
        for query in (
            "stand=waiting",
            "stand=sent",
            "stand=failed",
            "stand=bounced",
            "anlass=receipt",
            "q=TALHEIM",
            "q=gescheit",
            "stand=sent&q=talheim",
            "stand=gibtsnicht",
            "q=nirgends",
        )
    }

    everything = ["an Talheim", "kam zurück", "gescheitert", "gesendet", "wartet"]
    assert found == {
        "stand=waiting": ["wartet"],
        "stand=sent": ["an Talheim", "gesendet"],
        "stand=failed": ["gescheitert"],
        "stand=bounced": ["kam zurück"],
        "anlass=receipt": ["wartet"],
        "q=TALHEIM": ["an Talheim"],
        "q=gescheit": ["gescheitert"],
        "stand=sent&q=talheim": ["an Talheim"],
        "stand=gibtsnicht": everything,
        "q=nirgends": [],
    }


def test_list_is_paged_and_keeps_its_filter(operator: Client) -> None:
    for number in range(30):
        OutgoingMailFactory.create(subject=f"Nr. {number}")

    first = operator.get(f"{LIST}?stand=waiting")
    behind = first.context["page"].next["nach"]
    second = subjects(operator, f"{LIST}?stand=waiting&nach={behind}")

    assert [row.mail.subject for row in first.context["rows"]] == [
        f"Nr. {number}" for number in range(29, 4, -1)
    ]
    assert second == ["Nr. 4", "Nr. 3", "Nr. 2", "Nr. 1", "Nr. 0"]
    assert "stand=waiting" in first.content.decode().split('class="lt-pag')[-1]


def test_request_by_htmx_gets_the_rows_alone(operator: Client) -> None:
    OutgoingMailFactory.create()

    response = operator.get(LIST, headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_more_mails_need_no_more_queries(
    operator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    OutgoingMailFactory.create()
    operator.get(LIST)
    # Session, person, roles, mails.
    with django_assert_num_queries(4):
        operator.get(LIST)
    for _ in range(5):
        OutgoingMailFactory.create()
    with django_assert_num_queries(4):
        operator.get(LIST)


def test_designed_version_is_shut_in(operator: Client) -> None:
    mail = OutgoingMailFactory.create(html="<script>alert(1)</script><p>x</p>")

    policy = operator.get(f"{LIST}{mail.pk}/html/")["Content-Security-Policy"]

    assert {part.strip() for part in policy.split(";")} == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "sandbox",
    }


def test_operator_has_a_failed_mail_sent_again(operator: Client, settings: Settings) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    failed = OutgoingMailFactory.create(failed_at=NOW, server_answer="550 nein")
    address = f"{LIST}{failed.pk}/noch-einmal/"

    assert address in operator.get(f"{LIST}{failed.pk}/").content.decode()
    operator.post(address)

    failed.refresh_from_db()
    assert failed.state == "waiting"
    assert address not in operator.get(f"{LIST}{failed.pk}/").content.decode()
    assert "Nur eine gescheiterte Mail" in operator.post(address, follow=True).content.decode()


def test_empty_outbox_says_what_will_be_here(operator: Client) -> None:
    assert "Noch keine Mail geschrieben" in operator.get(LIST).content.decode()
    assert "Keine Mail passt" in operator.get(f"{LIST}?q=x").content.decode()
