"""The form, step by step: nothing gets lost, nothing is received twice or unproven."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.adoption import rules as adoption_rules
from lotse.knowledge.models import Adoption, Example, Submission, SubmissionFile
from lotse.knowledge.submissions import queries, rules
from lotse.knowledge.submissions.tests.factories import SubmissionFactory
from lotse.knowledge.tests.factories import published
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError
from lotse.mail.models import OutgoingMail
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import MunicipalityFactory
from lotse.topics.tests.factories import ConceptFactory, FieldFactory

pytestmark = pytest.mark.django_db
START = "/beispiele/melden/"
TEXT = "Wir teilen uns den Hausmeisterdienst mit vier Nachbargemeinden."
CONTACT = {
    "email": "S.Muster@Musterstadt.example",
    "name": "Sabine Muster",
    "office": "Sozialamt",
    "audience": str(Audience.PUBLIC.value),
    "has_publish_consent": "on",
}


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory.create(name="Erlenbrück", postcode="12345")


def write(client: Client, place: Municipality) -> None:
    """Go through the steps up to the check."""
    client.post(START, {"raw_text": TEXT, "benefit": "2 statt 9 Stunden"})
    client.post(f"{START}kommune/", {"municipality": place.name, "links": "stadt.example"})
    client.post(f"{START}unterlagen/", {})
    client.post(f"{START}kontakt/", CONTACT)


def link_in(mail: OutgoingMail) -> str:
    found = re.search(rf"{re.escape(settings.BASE_URL)}(/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_a_member_sends_an_example_without_typing_what_is_known(place: Municipality) -> None:
    person = UserFactory.create(
        roles=[Role.MEMBER], municipality=place, email="s.muster@musterstadt.example"
    )
    client = Client()
    client.force_login(person)
    write(client, place)
    answer = client.post(f"{START}pruefen/")
    assert answer["Location"] == f"{START}gesendet/"
    submission = Submission.objects.get()
    assert re.fullmatch(r"E-\d{4}-0001", submission.number or "")
    assert submission.raw_text == TEXT
    assert submission.links == ["https://stadt.example"]
    assert submission.municipality == place
    assert submission.person == person
    assert submission.publish_consent_at is not None
    receipt = OutgoingMail.objects.get(recipient=person.email)
    assert receipt.subject == f"[{submission.number}] Ihr Beispiel ist da"
    assert str(submission) in client.get(f"{START}gesendet/").content.decode()


def test_without_account_the_address_is_proven_by_a_click_in_a_mail(place: Municipality) -> None:
    client = Client()
    write(client, place)
    client.post(f"{START}pruefen/")
    submission = Submission.objects.get()
    assert (submission.received_at, submission.number) == (None, None)
    assert not queries.received().exists()
    assert "Noch ein Klick" in client.get(f"{START}gesendet/").content.decode()
    link = link_in(OutgoingMail.objects.get())
    elsewhere = Client()
    # Programs that look into mails follow links: that must prove nothing.
    assert elsewhere.get(link).status_code == 200
    assert not queries.received().exists()
    elsewhere.post(link)
    elsewhere.post(link)
    submission.refresh_from_db()
    assert submission.received_at is not None
    assert OutgoingMail.objects.filter(subject__contains="Ihr Beispiel ist da").count() == 1
    assert elsewhere.get(link)["Location"].startswith("/einsendung/")


def test_pressing_twice_sends_once(place: Municipality) -> None:
    client = Client()
    write(client, place)
    client.post(f"{START}pruefen/")
    client.post(f"{START}pruefen/")
    assert Submission.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


def test_what_was_written_is_there_again_by_link_on_another_computer(place: Municipality) -> None:
    client = Client()
    client.post(START, {"raw_text": TEXT, "later": "1"})
    answer = client.post(f"{START}spaeter/", {"email": "s.muster@musterstadt.example"})
    assert answer.status_code == 302
    elsewhere = Client()
    link = link_in(OutgoingMail.objects.get())
    assert TEXT in elsewhere.get(link, follow=True).content.decode()
    # The link has proven the address, so no second mail is needed.
    write(elsewhere, place)
    elsewhere.post(f"{START}pruefen/")
    assert Submission.objects.get().received_at is not None


def test_a_link_to_a_draft_proves_no_other_address(place: Municipality) -> None:
    client = Client()
    client.post(START, {"raw_text": TEXT})
    client.post(f"{START}spaeter/", {"email": "anders@musterstadt.example"})
    client.get(link_in(OutgoingMail.objects.get()))
    write(client, place)
    client.post(f"{START}pruefen/")
    assert Submission.objects.get().received_at is None


def test_members_find_their_drafts_at_any_computer(place: Municipality) -> None:
    person = UserFactory.create(roles=[Role.MEMBER], municipality=place)
    first, second = Client(), Client()
    first.force_login(person)
    second.force_login(person)
    first.post(START, {"raw_text": TEXT})
    draft = Submission.objects.get()
    assert "Angefangene Beispiele" in second.get(START).content.decode()
    second.post(f"{START}entwurf/{draft.pk}/")
    assert TEXT in second.get(START).content.decode()
    stranger = Client()
    stranger.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert stranger.post(f"{START}entwurf/{draft.pk}/").status_code == 404


def test_writing_is_saved_by_itself() -> None:
    client = Client()
    answer = client.post(f"{START}sichern/", {"raw_text": "Wir teilen"})
    assert re.search(r"Entwurf gespeichert um \d\d:\d\d Uhr", answer.content.decode())
    client.post(f"{START}sichern/", {"raw_text": TEXT})
    assert Submission.objects.get().raw_text == TEXT
    assert Client().post(f"{START}sichern/", {"raw_text": ""}).status_code == 200
    assert Submission.objects.count() == 1


def test_steps_lead_back_to_what_is_missing(place: Municipality) -> None:
    client = Client()
    for step in ("kommune", "unterlagen", "kontakt", "pruefen", "spaeter"):
        assert client.get(f"{START}{step}/")["Location"] == START
    client.post(START, {"raw_text": TEXT})
    assert client.get(f"{START}pruefen/")["Location"] == f"{START}kommune/"
    client.post(f"{START}kommune/", {"municipality": place.name})
    assert client.get(f"{START}pruefen/")["Location"] == f"{START}kontakt/"


def test_bad_input_is_named_and_nothing_is_lost(place: Municipality) -> None:
    client = Client()
    answer = client.post(START, {"raw_text": "", "benefit": "2 Stunden"}).content.decode()
    assert "Schreiben Sie in einem Satz, was Sie gemacht haben." in answer
    assert "2 Stunden" in answer
    client.post(START, {"raw_text": TEXT})
    answer = client.post(
        f"{START}kommune/", {"municipality": "Nirgendwo", "links": "kein link"}
    ).content.decode()
    assert "Diese Kommune finden wir nicht." in answer
    assert "„kein link“ ist keine Adresse im Netz." in answer
    answer = client.post(f"{START}kontakt/", {"email": "x"}).content.decode()
    assert "Ohne Ihr Einverständnis können wir nichts daraus machen." in answer


def test_topics_are_recognised_and_can_be_corrected(place: Municipality) -> None:
    field, other = (
        FieldFactory.create(code="U", name="Unterbringung"),
        FieldFactory.create(code="K"),
    )
    ConceptFactory.create(code="U07", name="Hausmeisterdienst", broader=field)
    client = Client()
    client.post(START, {"raw_text": TEXT})
    page = client.get(f"{START}kommune/")
    assert page.context["form"].initial["concepts"] == ["U"]
    client.post(f"{START}kommune/", {"municipality": place.name, "concepts": ["K"]})
    assert list(Submission.objects.get().concepts.all()) == [other]


def test_similar_examples_are_shown_as_far_as_the_reader_may_see_them() -> None:
    published(title="Hausmeisterdienst mit Nachbargemeinden teilen")
    title = "Hausmeisterdienst teilen mit Nachbarn, für Mitglieder"
    published(title=title, audience=Audience.MEMBERS)
    address = f"{START}aehnliche/?raw_text=Hausmeisterdienst teilen mit Nachbarn"
    assert "Hausmeisterdienst mit Nachbargemeinden" in Client().get(address).content.decode()
    assert "für Mitglieder" not in Client().get(address).content.decode()
    member = Client()
    member.force_login(UserFactory.create(roles=[Role.MEMBER]))
    assert "für Mitglieder" in member.get(address).content.decode()


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(written, "JPEG")
    return written.getvalue()


def test_each_file_has_licence_and_rights_and_each_picture_says_what_it_shows(
    place: Municipality,
) -> None:
    client = Client()
    client.post(START, {"raw_text": TEXT})
    client.post(f"{START}kommune/", {"municipality": place.name})
    files = [
        SimpleUploadedFile("Plan.pdf", b"%PDF-1.7 plan"),
        SimpleUploadedFile("Hof.jpg", picture()),
    ]
    page = client.post(f"{START}unterlagen/", {"attachments": files, "upload": "1"})
    assert page.status_code == 200
    plan, photo = SubmissionFile.objects.order_by("pk")
    said = {
        f"datei-{plan.pk}-licence": "CC BY 4.0",
        f"datei-{plan.pk}-has_rights": "on",
        f"datei-{photo.pk}-licence": "CC0 1.0",
        f"datei-{photo.pk}-has_rights": "on",
    }
    refused = client.post(f"{START}unterlagen/", said).content.decode()
    assert "Beschreiben Sie das Bild in einem Satz." in refused
    said |= {
        f"datei-{photo.pk}-alt_text": "Ein Hof mit Werkzeug.",
        f"datei-{photo.pk}-people_shown": "nobody",
    }
    answer = client.post(f"{START}unterlagen/", said)
    assert answer["Location"] == f"{START}kontakt/"
    photo.refresh_from_db()
    assert (photo.alt_text, photo.people_shown, photo.has_rights) == (
        "Ein Hof mit Werkzeug.",
        "nobody",
        True,
    )
    client.post(f"{START}unterlagen/", {"remove": str(plan.pk)})
    assert list(SubmissionFile.objects.values_list("pk", flat=True)) == [photo.pk]


def test_a_file_without_rights_keeps_the_submission_from_being_sent(place: Municipality) -> None:
    draft = SubmissionFactory.create(number=None, received_at=None, sent_at=None)
    rules.add_files(draft, [SimpleUploadedFile("a.pdf", b"%PDF-1.7")], now=timezone.now())
    with pytest.raises(RuleError, match="Lizenz oder Rechte"):
        rules.send(draft, is_proven=True, now=timezone.now())


def test_what_was_sent_cannot_be_changed_from_another_window() -> None:
    submission = SubmissionFactory.create()
    with pytest.raises(RuleError, match="schon abgeschickt"):
        rules.write(submission, raw_text="anders", now=timezone.now())
    submission.refresh_from_db()
    assert submission.raw_text.startswith("Wir teilen")


def test_too_many_submissions_from_one_address_are_put_off(place: Municipality) -> None:
    for _number in range(10):
        client = Client()
        write(client, place)
        client.post(f"{START}pruefen/")
    client = Client()
    write(client, place)
    assert "später noch einmal" in client.post(f"{START}pruefen/").content.decode()
    assert Submission.objects.filter(sent_at=None).count() == 1


def test_own_submissions_are_listed_with_their_state() -> None:
    person: User = UserFactory.create(roles=[Role.MEMBER])
    SubmissionFactory.create(person=person, raw_text="Unser Hof")
    SubmissionFactory.create(raw_text="Fremder Hof", email="fremd@anderswo.example")
    client = Client()
    client.force_login(person)
    page = client.get(f"{START}eigene/").content.decode()
    assert "Unser Hof" in page
    assert "eingegangen" in page
    assert "Fremder Hof" not in page


def test_consent_given_before_keeps_its_day() -> None:
    first = timezone.now() - timedelta(days=2)
    draft = SubmissionFactory.create(
        number=None, received_at=None, sent_at=None, publish_consent_at=first
    )
    client = Client()
    session = client.session
    session["submitting"] = draft.key
    session.save()
    client.post(f"{START}kontakt/", CONTACT)
    draft.refresh_from_db()
    assert draft.publish_consent_at == first
    assert draft.email == "s.muster@musterstadt.example"


def adopted(person: User, place: Municipality) -> Example:
    example = published(title="Wärmestube im Rathaus", concepts=[ConceptFactory.create()])
    adoption_rules.declare(
        example,
        municipality=place,
        details=adoption_rules.Details(
            state=Adoption.State.RUNNING, changes="Bei uns auch sonntags."
        ),
        person=person,
        now=timezone.now(),
    )
    return example


def test_an_adoption_becomes_an_example_of_its_own(place: Municipality) -> None:
    person = UserFactory.create(roles=[Role.MEMBER], municipality=place)
    example = adopted(person, place)
    client = Client()
    client.force_login(person)
    own = client.get("/uebernahmen/").content.decode()
    link = f"{START}?vorlage={example.slug}"
    assert f'href="{link}"' in own
    html = client.get(link).content.decode()
    assert "Wir haben „Wärmestube im Rathaus“ übernommen." in html
    assert "Angepasst haben wir: Bei uns auch sonntags." in html
    assert Submission.objects.count() == 0
    client.post(link, {"raw_text": TEXT, "vorlage": example.slug})
    draft = Submission.objects.get()
    assert draft.adapted_from == example
    assert [c.pk for c in draft.concepts.all()] == [c.top.pk for c in example.concepts.all()]
    # What was begun goes on as it is.
    assert TEXT in client.get(link).content.decode()


def test_another_example_begun_before_is_put_aside_and_not_lost(place: Municipality) -> None:
    person = UserFactory.create(roles=[Role.MEMBER], municipality=place)
    example = adopted(person, place)
    client = Client()
    client.force_login(person)
    client.post(START, {"raw_text": TEXT})
    html = client.get(f"{START}?vorlage={example.slug}").content.decode()
    assert "Wir haben „Wärmestube im Rathaus“ übernommen." in html
    assert "Angefangene Beispiele" in html
    assert Submission.objects.get().raw_text == TEXT


def test_a_template_nobody_may_see_and_unknown_topics_start_an_empty_form() -> None:
    example = published(title="Nur für Mitglieder", audience=Audience.MEMBERS)
    for query in (f"vorlage={example.slug}", "thema=XXX", "vorlage=%00&thema=%00"):
        html = Client().get(f"{START}?{query}").content.decode()
        assert "Nur für Mitglieder" not in html
        assert "Angelehnt an" not in html


def test_a_topic_chosen_on_the_map_of_gaps_travels_along() -> None:
    field = FieldFactory.create(code="U", name="Wohnen")
    client = Client()
    assert "Thema: Wohnen" in client.get(f"{START}?thema=U").content.decode()
    client.post(f"{START}sichern/", {"raw_text": TEXT, "thema": "U"})
    assert list(Submission.objects.get().concepts.all()) == [field]
