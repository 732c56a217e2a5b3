"""Follows every link of an installation as one person."""

from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, BrowserContext

NOT_OURS = ("/redaktion/", "/dokumente/")
"""Wagtail's own pages: a link to them must work, what they link to is not ours."""
VARIANTS = 3
"""Addresses of one path that differ only in their query, such as filters, that are followed."""
SAMPLE = 12
"""Pages of one kind that are followed again if another walk has followed them all."""


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.add(values["id"])
        for name in ("href", "src", "hx-get"):
            if name in values and tag != "base":
                self.addresses.append(values[name])


@dataclass
class Crawl:
    """What one walk found. Addresses are paths with their query, without a fragment."""

    pages: dict[str, int] = field(default_factory=dict)
    """Address of every page that was asked for, with the status of the answer."""
    found_on: dict[str, str] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    fragments: set[tuple[str, str, str]] = field(default_factory=set)
    """Page, fragment and the page that has this link."""

    def broken(self) -> list[str]:
        """Links that lead nowhere, one line each."""
        lost = [
            f"{status} {address} (on {self.found_on[address]})"
            for address, status in self.pages.items()
            if status != 200 and not self._is_for_others(address)
        ]
        return lost + [
            f"no id {fragment!r} in {address} (on {origin})"
            for address, fragment, origin in sorted(self.fragments)
            if address in self.ids and fragment not in self.ids[address]
        ]

    def _is_for_others(self, address: str) -> bool:
        """Whether a mail to the team names a page of the team; the demo shows mails to all."""
        shown_on = self.found_on[address]
        is_theirs = address.startswith(("/arbeitsplatz/", "/einsendungen/"))
        return is_theirs and shown_on.startswith("/postausgang/")


def crawl(
    context: BrowserContext,
    base_url: str,
    start: tuple[str, ...],
    *,
    known: Collection[str] = (),
) -> Crawl:
    """Follow all links from the start pages; forms are not sent.

    known: addresses another walk has followed: of each kind of page only some are asked for again.
    """
    found = Crawl()
    again: Counter[str] = Counter()
    waiting = deque(start)
    seen = set(start)
    variants: dict[tuple[str, tuple[str, ...]], int] = {}
    found.found_on = dict.fromkeys(start, "start")
    while waiting:
        address = waiting.popleft()
        response = context.request.get(base_url + address, max_redirects=5)
        found.pages[address] = response.status
        if not _is_page(response) or address.startswith(NOT_OURS):
            continue
        text = response.text()
        links = _Links(text)
        if "<html" in text:
            # Fragments are part of a page: their links count, but nobody sees them alone.
            found.ids[address] = links.ids
        for raw in links.addresses:
            target, fragment = _inside(base_url, response.url, raw)
            if not target:
                continue
            if fragment:
                found.fragments.add((target, fragment, address))
            parts = urlsplit(target)
            # One filter is like the other: a few of each combination of names will do.
            shape = (parts.path, tuple(sorted({name for name, _ in parse_qsl(parts.query)})))
            if target in seen or (parts.query and variants.get(shape, 0) >= VARIANTS):
                continue
            variants[shape] = variants.get(shape, 0) + 1
            seen.add(target)
            if target in known:
                again[kind := _kind(parts.path)] += 1
                if again[kind] > SAMPLE:
                    continue
            found.found_on[target] = address
            waiting.append(target)
    return found


def _kind(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return path


def _is_page(response: APIResponse) -> bool:
    # What a sandbox shows is somebody's mail, not a page of ours; no script looks at it either.
    is_ours = "sandbox" not in response.headers.get("content-security-policy", "")
    is_html = response.headers["content-type"].startswith("text/html")
    return response.status == 200 and is_html and is_ours


def _inside(base_url: str, page_url: str, raw: str) -> tuple[str, str]:
    url, fragment = urldefrag(urljoin(page_url, raw))
    if not url.startswith(f"{base_url}/"):
        return "", ""
    return url.removeprefix(base_url), fragment
