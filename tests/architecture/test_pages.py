"""Rules that hold for every page of a running installation, found by following all links."""

import gzip
from collections.abc import Callable
from functools import cache

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.architecture.crawler import NOT_OURS, Crawl, crawl
from tests.fixtures.browser import WIDTHS, Scheme, violations
from tests.fixtures.installation import Installation, wait_for
from tests.journeys.conftest import deliver, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

PEOPLE = {
    "visitor": "",
    "member": "mitglied@weimar.example",
    "coordinator": "koordination@weimar.example",
    "desk": "fachreferat@lotse.example",
    "editor": "redaktion@lotse.example",
    "lead": "leitung@lotse.example",
    "press": "presse@lotse.example",
    "operator": "betrieb@lotse.example",
}
FOLLOW_ALL = ("visitor", "desk", "lead")
"""Who follows every link. The others see the visitor's pages with another frame: some will do."""
START = ("/", "/muster/", "/suche/?q=Leichtbauhallen+winterfest", "/fragen/neu/frage/")
BUDGET_BYTES = 150_000
"""Everything a page needs, compressed, without fonts (which are kept for a year)."""


@pytest.fixture(scope="module")
def busy(demo: Installation) -> Installation:
    """A running demo with an inquiry, an attachment and a mail in quarantine."""
    deliver(demo, "Wie heizen wir Zelte?", sender="amt@weimar.example", subject="Zelte")
    deliver(
        demo,
        "Nachtrag zu L-2026-0001",
        sender="fremd@anderswo.example",
        subject="[L-2026-0001] Nachtrag",
    )
    wait_for(lambda: demo.rows("quarantine"), seconds=60, what="a mail in quarantine")
    wait_for(lambda: demo.rows("mail", "outbox"), seconds=60, what="a receipt")
    return demo


Visit = Callable[..., BrowserContext]


def signed_in_context(
    new_context: Visit, installation: Installation, person: str
) -> BrowserContext:
    context = new_context(installation.url)
    if PEOPLE[person]:
        page = context.new_page()
        sign_in(page, PEOPLE[person])
        page.close()
    return context


@pytest.fixture(scope="module")
def walk(browser: Browser, busy: Installation) -> Callable[[str], Crawl]:
    """Return a function that follows all links as one person, once for all tests."""

    @cache
    def walked(person: str) -> Crawl:
        known = () if person in FOLLOW_ALL else walked("visitor").pages
        context = signed_in_context(lambda url: browser.new_context(base_url=url), busy, person)
        try:
            return crawl(context, busy.url, START, known=known)
        finally:
            context.close()

    return walked


@pytest.mark.parametrize("person", PEOPLE)
def test_every_link_leads_somewhere(walk: Callable[[str], Crawl], person: str) -> None:
    found = walk(person)

    assert "\n".join(found.broken()) == ""
    assert len(found.pages) > 60


def kinds(found: Crawl) -> dict[str, str]:
    """Return every kind of page, by the pattern it belongs to, with the address of one of it."""
    chosen: dict[str, str] = {}
    for address in found.ids:
        if not address.startswith(NOT_OURS):
            match = resolve(address.partition("?")[0])
            # Editors' pages all have the same pattern; each is a kind of its own.
            kind = address if match.view_name == "wagtail_serve" else match.route
            chosen.setdefault(kind, address)
    return chosen


def test_axe_finds_nothing_on_any_kind_of_page(
    busy: Installation, walk: Callable[[str], Crawl], new_context: Visit
) -> None:
    findings: list[str] = []
    looked_at: set[str] = set()
    for person in PEOPLE:
        context = signed_in_context(new_context, busy, person)
        pages = kinds(walk(person))
        # A visitor's pages and the desk's differ in their frame; the others see one of the two.
        if person not in ("visitor", "desk"):
            pages = {kind: pages[kind] for kind in pages if kind not in looked_at}
        page = context.new_page()
        for address in pages.values():
            page.goto(address)
            findings += [f"{person} {line}" for line in looked_over(page, address)]
        looked_at.update(pages)
        context.close()

    assert "\n".join(findings) == ""
    assert len(looked_at) > 40


def looked_over(page: Page, address: str) -> list[str]:
    findings: list[str] = []
    schemes: tuple[Scheme, Scheme] = ("light", "dark")
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in schemes:
            findings += [f"{width} {line}" for line in violations(page, scheme)]
        findings += [f"{width} {address} scrolls sideways" for _ in sideways(page)]
    return findings


def sideways(page: Page) -> list[bool]:
    is_wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return [True] if is_wide else []


def test_every_kind_of_page_keeps_its_weight(
    busy: Installation, walk: Callable[[str], Crawl], new_context: Visit
) -> None:
    context = signed_in_context(new_context, busy, "desk")

    weights = {address: weight(context, address) for address in kinds(walk("desk")).values()}

    assert {name: size for name, size in weights.items() if size > BUDGET_BYTES} == {}


def weight(context: BrowserContext, address: str) -> int:
    """Return the bytes of a page with all it loads, compressed, without fonts."""
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(address, wait_until="networkidle")
    loaded = [one for one in responses if one.request.resource_type != "font" and one.ok]
    sizes = [len(gzip.compress(one.body())) for one in loaded]
    page.close()
    return sum(sizes)
