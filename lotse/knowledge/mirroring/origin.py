"""One record of another installation: its address, asking for it, and what of it we take.

Nothing here touches a database. What comes back is text from a stranger: it is bounded, cleaned
and compared by a fingerprint, never trusted to say where it came from.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from lotse.knowledge.importing import sheets
from lotse.knowledge.importing.fields import FIELDS
from lotse.knowledge.rights import ADDRESSES
from lotse.lib import wire
from lotse.lib.errors import RuleError

AGENT = "Lotse-Uebernahme/1.0 (+{base})"
MOST_BYTES = 500_000
MAX_REDIRECTS = 3
_PATH = re.compile(r"^/(?:beispiele|api/v1/examples)/([-a-zA-Z0-9_]+)/?$")
_GONE = (404, 410)
_LEADS_ON = (301, 302, 303, 307, 308)
_TAKEN = [name for name in FIELDS if name != "audience"]
"""Who may see it is decided here, not there."""
_MAX_STEPS = 50


class Gone(RuleError):
    """Nothing stands at the address any more."""


class Unfit(RuleError):
    """No answer, or none that can be taken."""


@dataclass(frozen=True)
class Address:
    api: str
    page: str
    host: str


@dataclass(frozen=True)
class Record:
    """What is taken: texts of the fields as the import of tables reads them, and its rights."""

    content: dict[str, Any]

    @property
    def licence(self) -> str:
        return str(self.content["licence"])

    @property
    def attribution(self) -> str:
        return str(self.content["attribution"])

    @property
    def fingerprint(self) -> str:
        canonical = json.dumps(self.content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def address(raw: str) -> Address:
    """Return the addresses that an address of a page or of the interface means. Raises Unfit."""
    text = raw.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        target = wire.check(text)
    except wire.Refused as refusal:
        raise Unfit(str(refusal)) from None
    parts = urlsplit(text)
    found = _PATH.match(parts.path)
    if found is None:
        raise Unfit(
            _("Das ist keine Adresse eines Beispiels. Sie endet mit /beispiele/ und dem Namen.")
        )
    root = f"{parts.scheme}://{parts.netloc.lower()}"
    if target.host == urlsplit(settings.BASE_URL).hostname and root == _root(settings.BASE_URL):
        raise Unfit(_("Dieses Beispiel steht schon hier."))
    page = f"{root}/beispiele/{found[1]}/"
    return Address(f"{root}/api/v1/examples/{found[1]}", page, target.host)


def fetch(api: str) -> Record:
    """Ask for a record. Raises Gone or Unfit with a German sentence."""
    here, host = api, urlsplit(api).hostname
    for _step in range(MAX_REDIRECTS + 1):
        answer = wire.fetch(
            here,
            {"User-Agent": AGENT.format(base=settings.BASE_URL), "Accept": "application/json"},
            most_bytes=MOST_BYTES,
            allowed=settings.LINK_NETWORKS,
        )
        if answer.status not in _LEADS_ON or not answer.location:
            return _record(answer)
        here = urljoin(here, answer.location)
        # Whoever moved elsewhere is somebody else: origin and licence have to be looked at anew.
        if urlsplit(here).hostname != host:
            raise Unfit(_("Die Adresse leitet auf einen anderen Rechner weiter. Prüfen Sie sie."))
    raise Unfit(_("Die Adresse leitet zu oft weiter."))


def _record(answer: wire.Answer) -> Record:
    if answer.status in _GONE:
        raise Gone(_("Unter dieser Adresse steht kein öffentliches Beispiel mehr."))
    if answer.error:
        raise Unfit(answer.error)
    try:
        found = json.loads(answer.body) if answer.content_type == "application/json" else None
        if not isinstance(found, dict) or not isinstance(found.get("title"), str):
            raise Unfit(_("Dort antwortet kein Lotse: Das ist kein Beispiel im Format JSON."))
        return Record(_content(found))
    except (ValueError, RecursionError):
        raise Unfit(_("Dort antwortet kein Lotse: Das ist kein lesbares JSON.")) from None


def _content(found: Mapping[str, Any]) -> dict[str, Any]:
    licence = _clean(found.get("licence"))
    if not licence:
        raise Unfit(_("Das Beispiel nennt keine Lizenz. Ohne Lizenz übernehmen wir nichts."))
    if licence not in ADDRESSES:
        raise Unfit(_("Die Lizenz „%s“ erlaubt nicht, das Beispiel zu übernehmen.") % licence[:40])
    wanted = {name: found.get(name) for name in _TAKEN}
    wanted["concepts"] = wanted["concepts"] or found.get("fields")
    # As a line of our own export: the import of tables knows how to read it.
    try:
        sheet = sheets.read("beispiel.jsonl", json.dumps(wanted).encode())
    except RuleError:
        raise Unfit(_("Ein Text des Beispiels ist zu lang, um ihn zu übernehmen.")) from None
    cells = sheet.rows[0][1]
    return {
        **{name: _clean(cell) for name, cell in zip(sheet.header, cells, strict=True)},
        "steps": list(_steps(found.get("steps"))),
        "suits_size_classes": _codes(found.get("suits_size_classes")),
        "licence": licence,
        "attribution": _clean(found.get("attribution"))[:200],
    }


def _steps(found: Any) -> Iterator[list[str]]:
    for one in found[:_MAX_STEPS] if isinstance(found, list) else ():
        if isinstance(one, dict) and (title := _clean(one.get("title"))[:90]):
            yield [title, _clean(one.get("when"))[:60], _clean(one.get("text"))[:10_000]]


def _codes(found: Any) -> list[str]:
    codes = [_clean(one) for one in found] if isinstance(found, list) else []
    return [code for code in codes if re.fullmatch(r"[GK]\d", code)]


def _clean(value: Any) -> str:
    """Return text that any database keeps; what is none becomes empty."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
