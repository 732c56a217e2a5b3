"""Written pages: published means shown, found and kept no longer than it is true."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.lib.audience import Audience
from lotse.portal import bootstrap
from lotse.portal.pages import NewsIndex, NewsPage, PortalRoot
from lotse.portal.tests.factories import NewsPageFactory, PressReleaseFactory, StandardPageFactory
from lotse.search import engine

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FOOTER = (
    "impressum",
    "datenschutz",
    "barrierefreiheit",
    "leichte-sprache",
    "gebaerdensprache",
    "so-messen-wir",
)


@pytest.fixture(autouse=True)
def no_old_pages() -> None:
    caches["pages"].clear()


def found(text: str) -> list[str]:
    return [result.title for result in engine.search(text, reach=Audience.PUBLIC).results]


@pytest.mark.parametrize("slug", FOOTER)
def test_every_page_the_footer_names_exists_after_setup(client: Client, slug: str) -> None:
    bootstrap.load(NOW)
    response = client.get(f"/{slug}/")
    assert response.status_code == 200
    assert "$" not in response.content.decode()


def test_setting_up_again_keeps_what_somebody_has_written(client: Client) -> None:
    bootstrap.load(NOW)
    page = PortalRoot.objects.get().get_children().get(slug="impressum").specific
    page.body = "<p>Verband Musterland, Musterstadt</p>"
    page.save_revision().publish()
    assert bootstrap.load(NOW) == "6 Seiten, 0 davon neu"
    assert "Verband Musterland" in client.get("/impressum/").content.decode()


def test_a_published_page_is_shown_and_found_at_once(client: Client) -> None:
    page = StandardPageFactory.create(title="Quittengelee", body="<p>Rezept aus dem Rathaus</p>")
    assert found("Quittengelee") == ["Quittengelee"]
    assert "Rezept aus dem Rathaus" in client.get(f"/{page.slug}/").content.decode()
    page.body = "<p>Neues Rezept</p>"
    page.save_revision().publish()
    assert "Neues Rezept" in client.get(f"/{page.slug}/").content.decode()


def test_a_draft_is_neither_shown_nor_found(client: Client) -> None:
    page = StandardPageFactory.create(body="<p>Alte Fassung</p>")
    page.body = "<p>Entwurf über Quittengelee</p>"
    page.save_revision()
    assert "Alte Fassung" in client.get(f"/{page.slug}/").content.decode()
    assert found("Quittengelee") == []


def test_a_withdrawn_page_is_gone_and_no_longer_found(client: Client) -> None:
    page = NewsPageFactory.create(title="Quittengelee im Rathaus")
    client.get(f"/aktuelles/{page.slug}/")
    UnpublishPageAction(page).execute()
    assert client.get(f"/aktuelles/{page.slug}/").status_code == 404
    assert found("Quittengelee") == []


def test_a_deleted_page_is_gone_and_no_longer_found(client: Client) -> None:
    page = PressReleaseFactory.create(title="Quittengelee im Rathaus")
    client.get(f"/presse/{page.slug}/")
    DeletePageAction(page, user=None).execute(skip_permission_checks=True)
    assert client.get(f"/presse/{page.slug}/").status_code == 404
    assert found("Quittengelee") == []


def test_passages_are_cut_at_headings() -> None:
    NewsPageFactory.create(
        title="Heizung", body="<p>Vorweg.</p><h2>Schneelast</h2><p>Messen, dann räumen.</p>"
    )
    result = engine.search("Schneelast räumen", reach=Audience.PUBLIC).results[0]
    assert (result.title, result.heading) == ("Heizung", "Schneelast")


@pytest.mark.parametrize(
    ("role", "may_edit_imprint"), [(Role.EDITOR, True), (Role.PRESS, False), (Role.MEMBER, False)]
)
def test_the_press_office_edits_news_and_press_and_nothing_else(
    role: Role, may_edit_imprint: bool
) -> None:
    bootstrap.load(NOW)
    user = UserFactory.create(roles=[role])
    imprint = PortalRoot.objects.get().get_children().get(slug="impressum")
    assert imprint.permissions_for_user(user).can_publish() is may_edit_imprint
    assert NewsIndex.objects.get().permissions_for_user(user).can_add_subpage() is (
        role is not Role.MEMBER
    )


def test_texts_use_no_word_the_style_refuses() -> None:
    texts = Path(bootstrap.TEXTS).rglob("*.html")
    refused = ("Welle", "Flut", "Krise", "Asylant", "*innen", ":innen")
    assert [
        (path.name, word)
        for path in texts
        for word in refused
        if word in path.read_text(encoding="utf-8")
    ] == []


def test_news_hang_only_below_their_index() -> None:
    assert NewsPage.parent_page_types == ["portal.NewsIndex"]
    assert NewsPage.allowed_subpage_models() == []
