"""The public addresses for search engines, newest state first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wagtail.models import Page

from lotse.aids import queries as aids
from lotse.knowledge import queries as knowledge
from lotse.knowledge.answers import queries as answers
from lotse.knowledge.facts import queries as facts
from lotse.lib.audience import Audience
from lotse.portal.pages import PortalRoot
from lotse.topics import queries as topics

LISTS = (
    *("/", "/beispiele/", "/hilfestellungen/", "/antworten/", "/zahlen-und-regeln/"),
    *("/begriffe/", "/kompetenzteam/"),
)
LIMIT = 50_000
"""The protocol allows no more entries in one file."""
HIDDEN = (
    "/*/export.",
    "/beispiele/mappe.pdf",
    "/redaktion/",
    "/arbeitsplatz/",
    "/konto/",
    "/vorgang/",
    "/fragen/",
    "/postausgang/",
    "/suche/",
    "/auftraege/",
    "/nachfrage/",
    "/adressen/",
    "/nutzung/",
    "/leichte-texte/",
    "/rueckmeldung/",
    "/rueckmeldungen/",
    "/uebernahmen/",
    "/unsere-fassungen/",
    "/verbesserungen/",
    "/beispiele/vergleichen/",
    "/nacharbeit/",
    "/einlesen/",
    "/uebernommen/",
    "/redaktion-heute/",
    "/durchsicht/",
    "/pruefung/",
    "/geprueft/",
    "/stimmt-nicht-mehr/",
)


@dataclass(frozen=True)
class SitemapEntry:
    address: str
    changed_on: date | None = None


def entries(base: str) -> Iterator[SitemapEntry]:
    """Yield start page, lists, topics, pages and public examples. base: scheme and host."""
    for path in LISTS:
        yield SitemapEntry(base + path)
    for topic in topics.top_level():
        yield SitemapEntry(base + topic.get_absolute_url())
    for root in PortalRoot.objects.all():
        for page in Page.objects.descendant_of(root).live().only("url_path", "last_published_at"):
            changed_at = page.last_published_at
            path = page.url_path.removeprefix(root.url_path)
            yield SitemapEntry(f"{base}/{path}", changed_at.date() if changed_at else None)
    kinds = (
        ("antworten", answers.visible(Audience.PUBLIC), 5_000),
        ("hilfestellungen", aids.visible(Audience.PUBLIC), 1_000),
        ("beispiele", knowledge.visible(Audience.PUBLIC), LIMIT - 7_000),
    )
    for folder, records, limit in kinds:
        newest = records.order_by("-last_published_at", "-pk")
        for slug, changed_at in newest.values_list("slug", "last_published_at")[:limit]:
            changed_on = changed_at.date() if changed_at else None
            yield SitemapEntry(f"{base}/{folder}/{slug}/", changed_on)
    for fact in facts.visible(Audience.PUBLIC).only("code")[:1_000]:
        yield SitemapEntry(base + fact.get_absolute_url())
