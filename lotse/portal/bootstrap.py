"""The page tree every installation starts with: imprint and the like, empty news and press."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from lotse.accounts import grants
from lotse.accounts.roles import Role
from lotse.portal.pages import (
    ContentPage,
    MeasurementPage,
    NewsIndex,
    PortalRoot,
    PressIndex,
    StandardPage,
)
from lotse.ui import page_cache

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Text:
    slug: str
    title: str
    teaser: str
    model: type[ContentPage] = StandardPage


PAGES = (
    Text("impressum", "Impressum", ""),
    Text("datenschutz", "Datenschutz", "Wenig speichern, früh löschen, nichts weitergeben."),
    Text("barrierefreiheit", "Erklärung zur Barrierefreiheit", ""),
    Text("leichte-sprache", "Leichte Sprache", ""),
    Text(
        "gebaerdensprache",
        "Gebärdensprache",
        "Informationen für Menschen, die Deutsche Gebärdensprache benutzen.",
    ),
    Text(
        "so-messen-wir",
        "So messen wir die 24 Stunden",
        "Ein Versprechen ist nur so viel wert wie seine Messung. Hier steht, was zählt.",
        MeasurementPage,
    ),
)


@transaction.atomic
def load(now: datetime) -> str:
    """Create what is missing; what somebody has written stays."""
    root = _root()
    _site(root)
    created = 0
    for text in PAGES:
        if not root.get_children().filter(slug=text.slug).exists():
            page = text.model(
                slug=text.slug,
                title=text.title,
                teaser=text.teaser,
                body=read(TEXTS / f"{text.slug}.html"),
            )
            add(root, page)
            created += 1
    for index in (
        NewsIndex(title="Aktuelles", slug="aktuelles"),
        PressIndex(title="Presse", slug="presse"),
    ):
        if not root.get_children().filter(slug=index.slug).exists():
            add(root, index)
    _grants(root)
    page_cache.content_changed()
    return f"{len(PAGES)} Seiten, {created} davon neu"


def read(path: Path) -> str:
    """Return a text with the platform's own facts filled in."""
    return Template(path.read_text(encoding="utf-8").strip()).substitute(
        address=settings.INQUIRY_ADDRESS,
        hours=settings.PROMISE_HOURS,
        name=settings.PLATFORM_NAME,
    )


def add(parent: Page, page: Page) -> None:
    """Put a page below another and publish it with a first revision, as an editor would."""
    parent.add_child(instance=page)
    page.save_revision().publish()


def _root() -> PortalRoot:
    found: PortalRoot | None = PortalRoot.objects.first()
    if found is None:
        found = PortalRoot(title=settings.PLATFORM_NAME, slug="portal")
        Page.get_first_root_node().add_child(instance=found)
    return found


def _site(root: PortalRoot) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    base = urlsplit(settings.BASE_URL)
    site.hostname = base.hostname or "localhost"
    site.port = base.port or (443 if base.scheme == "https" else 80)
    site.site_name = settings.PLATFORM_NAME
    site.root_page = root
    site.save()
    # Wagtail's own welcome page; nobody would ever see it again.
    for page in Page.get_first_root_node().get_children().exclude(pk=root.pk):
        if page.specific_class is Page:
            page.delete()


def _grants(root: PortalRoot) -> None:
    for role in (Role.EDITOR, Role.LEAD):
        grants.allow_pages(role, root, "add", "change", "publish")
    news = NewsIndex.objects.get()
    press = PressIndex.objects.get()
    for index in (news, press):
        grants.allow_pages(Role.PRESS, index, "add", "change", "publish")
