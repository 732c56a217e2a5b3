"""A checklist filled by three people, followed as it changes, and made better for everybody."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lotse.accounts.models import User
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.aids.models import Aid, LocalCopy
from lotse.aids.tests.factories import published, revised
from lotse.municipalities.models import Municipality
from lotse.municipalities.tests.factories import MunicipalityFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
OpenPage = Callable[..., Page]
SignedIn = Callable[[Page, User], Page]
Axe = Callable[[Page], list[str]]


def test_three_people_fill_a_checklist_follow_it_and_make_it_better(
    open_page: OpenPage, signed_in: SignedIn, axe: Axe
) -> None:
    town = MunicipalityFactory.create(name="Erlenbrück")
    aid = published(title="Winterprüfung")
    clerk, builder, caretaker = (_person(name, town) for name in ("Ada", "Bo", "Cem"))
    editor = UserFactory.create(roles=[Role.EDITOR])
    desktop = signed_in(open_page(), clerk)
    phone = signed_in(open_page(device="phone"), builder)
    second_phone = signed_in(open_page(device="phone"), caretaker)

    # One adopts it.
    desktop.goto(aid.get_absolute_url())
    desktop.get_by_role("link", name="Für unsere Kommune anlegen").click()
    desktop.get_by_label("Wofür legen Sie die Liste an?").fill("Zelthalle am Sportpark")
    desktop.get_by_label("Stichtag").fill("2099-12-15")
    desktop.get_by_label("Zelt", exact=True).check()
    desktop.get_by_role("button", name="Fassung anlegen").click()
    expect(desktop.get_by_text("0 von 3 Punkten erledigt")).to_be_visible()
    copy = LocalCopy.objects.get()
    assert axe(desktop) == []

    # Three fill it, two of them on phones.
    desktop.get_by_role("button", name="Erledigt: Ersatzheizung benannt").click()
    expect(desktop.get_by_text("1 von 3 Punkten erledigt")).to_be_visible()
    phone.goto(copy.get_absolute_url())
    phone.get_by_role("link", name=re.compile("Wer, bis wann.*Schneewache")).click()
    phone.get_by_label("Zuständig").fill("Bauhof, Frühdienst")
    phone.get_by_label("Notiz").fill("Geräte stehen bereit.")
    phone.get_by_role("button", name="Speichern").click()
    expect(phone.get_by_text("Geräte stehen bereit.")).to_be_visible()
    assert axe(phone) == []
    second_phone.goto(copy.get_absolute_url())
    second_phone.get_by_role("link", name="Eigenen Punkt ergänzen").click()
    second_phone.get_by_label("Punkt", exact=True).fill("Heizöl für drei Tage da")
    second_phone.get_by_role("button", name="Ergänzen").click()
    expect(second_phone.get_by_text("Heizöl für drei Tage da", exact=True)).to_be_visible()

    # It is printed; what was ticked on paper is typed in at once.
    desktop.goto(copy.get_absolute_url())
    desktop.emulate_media(media="print")
    expect(desktop.get_by_role("link", name="Eigenen Punkt ergänzen")).to_be_hidden()
    expect(desktop.get_by_text("Schneewache eingeteilt").first).to_be_visible()
    desktop.emulate_media(media="screen")
    desktop.get_by_role("link", name="Eintippen").click()
    assert axe(desktop) == []
    paper = desktop.get_by_role("group", name=re.compile("Räumdienst"))
    paper.get_by_label("Stand").select_option("done")
    desktop.get_by_role("button", name="Alles speichern").click()
    expect(desktop.get_by_text("2 von 4 Punkten erledigt")).to_be_visible()

    # The parent changes in three places; two are taken over.
    revised(aid, "Schneewache eingeteilt", "Schneewache eingeteilt und geübt")
    revised(aid, "Räumdienst auch nachts", "Räumdienst rund um die Uhr")
    revised(aid, "- [raeumen]", "- [licht] Wege beleuchtet\n- [raeumen]")
    desktop.reload()
    desktop.get_by_role("link", name="Änderungen ansehen").click()
    assert axe(desktop) == []
    desktop.get_by_role("button", name=re.compile("Übernehmen.*Schneewache")).click()
    desktop.get_by_role("button", name=re.compile("Übernehmen.*Wege beleuchtet")).click()
    desktop.get_by_role("button", name=re.compile("Bei uns lassen")).click()
    expect(desktop.get_by_text("auf dem neuesten Stand")).to_be_visible()

    # An improvement goes back, is accepted, and everybody sees who made it.
    desktop.goto(copy.get_absolute_url())
    desktop.get_by_role("link", name=re.compile("Als Verbesserung.*Heizöl")).click()
    desktop.get_by_label("Warum ist das besser?").fill("Bei Glätte kam der Wagen nicht durch.")
    desktop.get_by_label("Unsere Kommune und meinen Namen nennen").check()
    desktop.get_by_role("button", name="Vorschlag senden").click()
    expect(desktop.get_by_text("Danke.")).to_be_visible()
    desk = signed_in(open_page(), editor)
    desk.goto("/verbesserungen/")
    desk.get_by_role("link", name="Heizöl für drei Tage da").click()
    assert axe(desk) == []
    desk.get_by_role("button", name="Übernehmen und veröffentlichen").click()
    expect(desk.get_by_text("Entschieden.")).to_be_visible()
    desktop.goto(aid.get_absolute_url())
    expect(desktop.get_by_text("Ada, Erlenbrück")).to_be_visible()
    expect(desktop.get_by_text("Heizöl für drei Tage da").first).to_be_visible()
    assert str(Aid.objects.get().versions.first()) == "0.5"
    noted = copy.points.get(key="schnee")
    assert (noted.responsible, noted.note) == ("Bauhof, Frühdienst", "Geräte stehen bereit.")


def _person(name: str, town: Municipality) -> User:
    return UserFactory.create(name=name, roles=[Role.MEMBER], municipality=town)
