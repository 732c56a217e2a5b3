"""The guide for editors inside the admin, and in what is installed."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from lotse.accounts import bootstrap as accounts
from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.portal.guide import markdown, pages

ROOT = Path(__file__).resolve().parents[3]


def test_markdown_becomes_html_and_every_text_is_escaped() -> None:
    text = (
        "# Titel\n\nEin **fetter** Satz mit `**Code**`,\nzweite Zeile & <b>.\n\n"
        "- eins\n  geht weiter\n"
        "- [zwei](seite.md#teil)\n\n1. erst\n2. dann\n\n| A | B |\n|---|---|\n| `x` | *y* |\n"
    )
    assert markdown.render(text, lambda target: f"/{target}").split("\n") == [
        '<h1 id="titel">Titel</h1>',
        (
            "<p>Ein <strong>fetter</strong> Satz mit <code>**Code**</code>, "
            "zweite Zeile &amp; &lt;b&gt;.</p>"
        ),
        '<ul><li>eins geht weiter</li><li><a href="/seite.md#teil">zwei</a></li></ul>',
        "<ol><li>erst</li><li>dann</li></ol>",
        (
            '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
            "<tbody><tr><td><code>x</code></td><td><em>y</em></td></tr></tbody></table>"
        ),
    ]


def test_every_page_of_the_documentation_for_editors_is_there_without_left_over_marks() -> None:
    shown = pages.all_pages()
    written = {path.stem for path in (ROOT / "docs/edit").glob("*.md")}
    assert set(shown) == written | {pages.NEWS}
    for page in shown.values():
        text = re.sub(r"<code>.*?</code>", "", pages.html(page))
        assert page.title
        assert re.findall(r"\*\*|\]\(|^\||^#", text, re.MULTILINE) == []


def test_every_link_inside_the_guide_leads_to_a_heading_that_exists() -> None:
    shown = pages.all_pages()
    anchors = {
        slug: {markdown.anchor(heading) for heading in page.headings}
        for slug, page in shown.items()
    }
    broken = [
        (page.slug, slug, anchor)
        for page in shown.values()
        for slug, anchor in re.findall(
            r'href="/redaktion/hilfe/([\w-]+)/#([^"]+)"', pages.html(page)
        )
        if anchor not in anchors[slug]
    ]
    assert broken == []


@pytest.fixture
def client_of_editor(client: Client, db: None) -> Client:
    accounts.load(datetime.now(UTC))
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    return client


def test_editor_finds_a_page_by_a_heading_and_reads_what_is_new(client_of_editor: Client) -> None:
    client = client_of_editor
    found = client.get("/redaktion/hilfe/?q=vier augen").content.decode()
    assert '/redaktion/hilfe/redaktion-heute/#vier-augen"' in found
    assert "/redaktion/hilfe/suche/" not in found
    assert "Dazu steht nichts" in client.get("/redaktion/hilfe/?q=quittenmus").content.decode()
    page = client.get("/redaktion/hilfe/redaktion-heute/").content.decode()
    assert "<strong>Sofort veröffentlichen, Prüfung folgt</strong>" in page
    assert "Unreleased" in client.get("/redaktion/hilfe/neu/").content.decode()
    assert client.get("/redaktion/hilfe/gibt-es-nicht/").status_code == 404
    menu = client.get("/redaktion/").content.decode()
    assert "/redaktion/hilfe/" in menu


@pytest.mark.django_db
def test_only_people_of_the_admin_read_the_guide(client: Client) -> None:
    for role in (None, Role.MEMBER, Role.DESK):
        client.logout()
        if role:
            client.force_login(UserFactory(roles=[role]))
        page = client.get("/redaktion/hilfe/redaktion-heute/", follow=True).content.decode()
        assert "Sofort veröffentlichen, Prüfung folgt" not in page


def test_container_gets_the_files_that_the_guide_links_to() -> None:
    """The guide holds links to files of the project; what builds the product has to bring them."""
    copied = (ROOT / "deploy/Containerfile").read_text()
    for link, target in (("texts", "docs/edit"), ("changelog.md", "CHANGELOG.md")):
        assert (pages.FOLDER / link).resolve() == ROOT / target
        assert f"COPY {target} ./" in copied
