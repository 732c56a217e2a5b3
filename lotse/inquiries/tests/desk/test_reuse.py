"""Radar, group replies and recall at the desk, as people use them without scripts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lotse.accounts.models import User
from lotse.inquiries import links, rules, suggestions
from lotse.inquiries.models import Cluster, Dismissal, GroupReply, Inquiry, Message, Recall
from lotse.inquiries.rules import groups, radar, recalls
from lotse.inquiries.tests.desk.conftest import Publish
from lotse.inquiries.tests.factories import MessageFactory
from lotse.knowledge import publication
from lotse.knowledge.models import Commission, Example
from lotse.mail.models import OutgoingMail
from lotse.municipalities.tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
SNOW = (
    ("Schneelast auf der Zelthalle", "Wer misst die Schneelast auf unserer Zelthalle?"),
    ("Zelthalle und Schnee", "Ab welcher Schneelast räumen wir die Zelthalle?"),
    ("Schneelast messen", "Die Zelthalle steht seit Mai. Wer prüft die Schneelast?"),
)


def asked(subject: str, text: str, address: str = "bauamt@eins.example") -> Inquiry:
    now = timezone.now()
    inquiry = MessageFactory.create(
        inquiry__subject=subject,
        inquiry__asker_email=address,
        inquiry__received_at=now,
        inquiry__municipality=MunicipalityFactory.create(),
        text=text,
    ).inquiry
    radar.place(inquiry, now=now)
    return inquiry


@pytest.fixture
def snow(publish: Publish) -> list[Inquiry]:
    publish()
    return [asked(*SNOW[n], address=f"amt@stadt{n}.example") for n in range(3)]


def text_of(desk: Client, address: str) -> str:
    response = desk.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_radar_lists_the_cluster_with_counts_and_leads_to_its_inquiries(
    desk: Client, snow: list[Inquiry]
) -> None:
    page = text_of(desk, "/arbeitsplatz/radar/")
    cluster = Cluster.objects.get()
    assert cluster.label in page
    assert "Hilfestellung vorgeschlagen" in page
    assert "0 von 3" in page
    detail = text_of(desk, cluster.get_absolute_url())
    assert all(inquiry.number in detail for inquiry in snow)
    assert "Schneelast" in detail.partition("gemeinsam:")[2][:200]
    assert "Keine Häufung" in text_of(desk, "/arbeitsplatz/radar/?ansicht=verworfen")


def test_people_correct_the_radar(desk: Client, snow: list[Inquiry]) -> None:
    cluster = Cluster.objects.get()
    address = cluster.get_absolute_url()
    desk.post(f"{address}name/", {"name": "Winter"})
    desk.post(f"{address}herausnehmen/", {"anfrage": snow[2].number})
    assert desk.post(f"{address}verwerfen/", {"grund": ""}).status_code == 422
    desk.post(f"{address}verwerfen/", {"grund": "Zufall"})
    cluster.refresh_from_db()
    assert (cluster.name, cluster.inquiry_count, cluster.dismissal_reason) == (
        "Winter",
        2,
        "Zufall",
    )
    assert "Winter" in text_of(desk, "/arbeitsplatz/radar/?ansicht=verworfen")
    desk.post(f"{address}zurueckholen/")
    desk.post(f"{address}auftrag/")
    commission = Commission.objects.get()
    assert (commission.kind, commission.title, commission.origin_url) == ("aid", "Winter", address)


def test_radar_needs_the_same_queries_for_one_and_three_clusters(
    desk: Client, snow: list[Inquiry]
) -> None:
    text_of(desk, "/arbeitsplatz/radar/")
    with CaptureQueriesContext(connection) as few:
        text_of(desk, "/arbeitsplatz/radar/")
    for number in (1, 2):
        copy = Cluster.objects.get(pk=Cluster.objects.order_by("pk")[0].pk)
        copy.pk = None
        copy.last_at += timedelta(minutes=number)
        copy.save()
    with CaptureQueriesContext(connection) as many:
        text_of(desk, "/arbeitsplatz/radar/")
    assert len(many) == len(few)


def test_one_answer_reaches_all_of_a_cluster_each_in_the_own_thread(
    desk: Client, snow: list[Inquiry]
) -> None:
    example = Example.objects.get()
    cluster = Cluster.objects.get()
    page = desk.post(f"{cluster.get_absolute_url()}beantworten/")
    group = GroupReply.objects.get()
    assert page.headers["Location"] == group.get_absolute_url()
    assert all(inquiry.number in text_of(desk, group.get_absolute_url()) for inquiry in snow)

    lines = list(group.recipients.order_by("inquiry__pk"))
    posted = {"text": "Messen Sie.", "zitieren": f"example:{example.pk}"}
    for line in lines:
        posted |= {f"turn-{line.pk}": str(line.turn), f"dabei-{line.pk}": "on"}
    posted[f"zusatz-{lines[0].pk}"] = "Rufen Sie gern an."
    del posted[f"dabei-{lines[2].pk}"]
    desk.post(group.get_absolute_url(), posted)
    preview = text_of(desk, f"{group.get_absolute_url()}vorschau/")
    assert "Messen Sie. [1]" in preview
    assert "Rufen Sie gern an." in preview
    assert snow[2].number not in preview

    desk.post(f"{group.get_absolute_url()}senden/")
    assert "0 von 2 gesendet" in text_of(desk, group.get_absolute_url())
    while groups.send_released(timezone.now()):
        pass
    assert "2 von 2 gesendet" in text_of(desk, group.get_absolute_url())
    mails = OutgoingMail.objects.filter(purpose="answer").order_by("pk")
    assert [mail.recipient for mail in mails] == ["amt@stadt0.example", "amt@stadt1.example"]
    assert ["Rufen Sie gern an." in mail.text for mail in mails] == [True, False]
    assert "2 von 2 gesendet" in text_of(desk, "/arbeitsplatz/sammelantworten/")


def test_group_begins_from_chosen_inquiries_too(desk: Client, snow: list[Inquiry]) -> None:
    numbers = [snow[0].number, snow[2].number]
    desk.post("/arbeitsplatz/sammelantworten/", {"anfrage": numbers})
    group = GroupReply.objects.get()
    assert sorted(group.recipients.values_list("inquiry__number", flat=True)) == sorted(numbers)
    desk.post(f"{group.get_absolute_url()}verwerfen/")
    assert GroupReply.objects.count() == 0


def recalled(officer: User, publish: Publish) -> tuple[Inquiry, Recall]:
    example = publish()
    inquiry = MessageFactory.create(inquiry__asker_email="bauamt@eins.example").inquiry
    rules.reply(
        inquiry,
        kind="answer",
        text="Alle vier Stunden messen [1].",
        citations=[rules.Cited("example", example.pk)],
        author=officer,
        now=timezone.now(),
    )
    example.refresh_from_db()
    example.what = "Die Stadt misst jede Stunde die Schneelast auf der Zelthalle."
    example.save()
    publication.write(example)
    recalls.watch(timezone.now())
    return inquiry, Recall.objects.get()


def test_recall_shows_old_and_new_words_and_corrects_the_answers(
    desk: Client, officer: User, publish: Publish, client: Client
) -> None:
    inquiry, recall = recalled(officer, publish)
    assert recall.title in text_of(desk, "/arbeitsplatz/rueckruf/")
    page = text_of(desk, recall.get_absolute_url())
    assert "<del>alle vier Stunden </del><ins>jede Stunde </ins>" in page
    assert "zitierte Stelle geändert" in page

    desk.post(f"{recall.get_absolute_url()}korrigieren/")
    group = GroupReply.objects.get()
    assert recall.title in group.text
    desk.post(f"{group.get_absolute_url()}senden/")
    while groups.send_released(timezone.now()):
        pass
    correction = Message.objects.get(kind="correct")
    assert correction.inquiry == inquiry
    status = client.get(links.status_path(inquiry)).content.decode()
    assert "Diese Antwort wurde am" in status
    assert f"#nachricht-{correction.pk}" in status
    assert "Keine Quelle hat sich geändert" in text_of(desk, "/arbeitsplatz/rueckruf/")
    assert "Korrektur an die Fragenden" in text_of(desk, "/arbeitsplatz/rueckruf/?ansicht=erledigt")


def test_recall_is_settled_without_a_mail_only_with_a_reason(
    desk: Client, officer: User, publish: Publish
) -> None:
    _inquiry, recall = recalled(officer, publish)
    desk.post(recall.get_absolute_url(), {"entscheidung": "stands", "grund": ""})
    recall.refresh_from_db()
    assert recall.decided_at is None
    desk.post(recall.get_absolute_url(), {"entscheidung": "stands", "grund": "Nur anders gesagt"})
    recall.refresh_from_db()
    assert (recall.decision, recall.reason, recall.decided_by) == (
        "stands",
        "Nur anders gesagt",
        officer,
    )


def test_taking_over_a_recalled_answer_warns(desk: Client, officer: User, publish: Publish) -> None:
    past, _recall = recalled(officer, publish)
    new = MessageFactory.create(inquiry__subject=past.subject).inquiry
    assert "Vorsicht: Die zitierte Quelle" in text_of(desk, new.get_absolute_url())
    page = desk.post(
        f"{new.get_absolute_url()}antwort-uebernehmen/", {"anfrage": past.pk}, follow=True
    )
    assert "Vorsicht: Die zitierte Quelle" in page.content.decode()


def test_suggestion_that_does_not_fit_goes_and_comes_back(desk: Client, publish: Publish) -> None:
    example = publish()
    inquiry = asked(*SNOW[0])
    page = text_of(desk, inquiry.get_absolute_url())
    assert f'data-offer="example:{example.pk}"' in page
    address = inquiry.get_absolute_url()
    desk.post(
        f"{address}passt-nicht/", {"vorschlag": f"example:{example.pk}", "text": "Mein Entwurf"}
    )
    assert inquiry.drafts.get().text == "Mein Entwurf"
    page = text_of(desk, address)
    assert f'data-offer="example:{example.pk}"' not in page
    assert "1 Vorschlag ausgeblendet" in page
    listed = text_of(desk, "/arbeitsplatz/vorschlaege/")
    assert example.title in listed
    desk.post(f"{address}wieder-zeigen/")
    assert Dismissal.objects.count() == 0
    assert f'data-offer="example:{example.pk}"' in text_of(desk, address)
    assert "Noch kein Vorschlag" in text_of(desk, "/arbeitsplatz/vorschlaege/")


def test_fragment_answers_scripts_with_the_list_alone(desk: Client, publish: Publish) -> None:
    example = publish()
    inquiry = asked(*SNOW[0])
    suggestions.make(inquiry, topics=[], now=timezone.now())
    response = desk.post(
        f"{inquiry.get_absolute_url()}passt-nicht/",
        {"vorschlag": f"example:{example.pk}"},
        headers={"HX-Request": "true"},
    )
    body = response.content.decode()
    assert "<html" not in body
    assert "1 Vorschlag ausgeblendet" in body
