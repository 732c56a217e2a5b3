"""News and press releases for the demonstration. Everything in them is invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from lotse.portal import bootstrap
from lotse.portal.pages import DatedPage, NewsIndex, NewsPage, PressIndex, PressRelease
from lotse.topics.models import Concept

TEXTS = Path(__file__).parent / "texts" / "demo"


@dataclass(frozen=True)
class Entry:
    slug: str
    title: str
    teaser: str
    days_ago: int
    topics: tuple[str, ...] = ()
    kind: NewsPage.Kind = NewsPage.Kind.OWN


NEWS = (
    Entry(
        "schneelast-vor-dem-ersten-schnee-klaeren",
        "Zelte und Leichtbauhallen: Schneelast vor dem ersten Schnee klären",
        "Drei Fragen, die jede Kommune mit einer Halle jetzt beantworten sollte.",
        1,
        ("U",),
        NewsPage.Kind.AID,
    ),
    Entry(
        "neue-beispiele-zu-sprachmittlung",
        "Neu im Bestand: Beispiele zur Sprachmittlung in Ämtern",
        "Wie Kommunen Dolmetschen organisieren, wenn der Termin morgen ist.",
        3,
        ("S", "Q5"),
        NewsPage.Kind.EXAMPLE,
    ),
    Entry(
        "sprechstunde-ehrenamt-ueber-die-feiertage",
        "Online-Sprechstunde: Ehrenamt über die Feiertage",
        "Wer koordiniert, wenn das Rathaus geschlossen ist? Wir sprechen über Dienstpläne.",
        6,
        ("E",),
        NewsPage.Kind.DATE,
    ),
    Entry(
        "rechtsstand-an-beispielen",
        "Rechtsstand steht jetzt an jedem Beispiel",
        "Sie sehen, wann die Redaktion eine Rechtsgrundlage zuletzt geprüft hat.",
        12,
        ("Q2",),
        NewsPage.Kind.LAW,
    ),
    Entry(
        "fragen-per-e-mail",
        "Fragen geht auch einfach per E-Mail",
        "Schreiben, abschicken, fertig: Die Bestätigung nennt schon passende Beispiele.",
        20,
    ),
)
PRESS = (
    Entry(
        "kommunen-teilen-erfahrungen-vor-dem-winter",
        "Vor dem Winter: Kommunen teilen, was in ihren Unterkünften funktioniert",
        "Das Kompetenzteam hat gute Beispiele aus allen sechs Themenfeldern aufbereitet.",
        2,
        ("U",),
    ),
    Entry(
        "antwort-in-24-stunden-messbar",
        "Antwort in 24 Stunden: Kompetenzteam legt seine Messung offen",
        "Wer ein Versprechen gibt, muss es nachrechnen lassen. Zahlen und Methode sind öffentlich.",
        16,
    ),
    Entry(
        "ehrenamt-braucht-ansprechpersonen",
        "Ehrenamt braucht feste Ansprechpersonen im Rathaus",
        "Beispiele zeigen: Eine erreichbare Stelle hilft mehr als jedes Handbuch.",
        33,
        ("E", "K"),
    ),
)


@transaction.atomic
def load(now: datetime) -> str:
    """Create the entries that are missing, dated back from now."""
    for entry in NEWS:
        page = NewsPage(kind=entry.kind, **_common(entry, now))
        _add(NewsIndex.objects.get(), page, entry)
    for entry in PRESS:
        _add(PressIndex.objects.get(), PressRelease(**_common(entry, now)), entry)
    return f"{len(NEWS)} Meldungen, {len(PRESS)} Pressemitteilungen"


def _common(entry: Entry, now: datetime) -> dict[str, object]:
    return {
        "slug": entry.slug,
        "title": entry.title,
        "teaser": entry.teaser,
        "body": bootstrap.read(TEXTS / f"{entry.slug}.html"),
        "published_on": timezone.localdate(now - timedelta(days=entry.days_ago)),
    }


def _add(index: NewsIndex | PressIndex, page: DatedPage, entry: Entry) -> None:
    if index.get_children().filter(slug=entry.slug).exists():
        return
    index.add_child(instance=page)
    page.topics.set(Concept.objects.filter(pk__in=entry.topics))
    page.save_revision().publish()
