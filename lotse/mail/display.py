"""A foreign HTML mail as it may be looked at: nothing acts, nothing is loaded, nothing is hidden.

Images that came with the mail (``cid:``) are put into the page on demand; images out of the net are
never loaded, neither by the browser nor by us. Every link shows where it leads. Pure.
"""

import base64
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import puremagic

from lotse.mail.html import MAX_LENGTH, clean
from lotse.mail.parse import ParsedAttachment

MAX_INLINE_BYTES = 8_000_000
"""Bytes of inline images one page may carry."""
_SHOWN_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_REMOTE = ("http:", "https:", "//")
_IMAGE = re.compile(r"<img\b[^>]{0,4000}>", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?\s*([^\"'\s>]{1,2000})", re.IGNORECASE)
_TINY = re.compile(r"\b(?:width|height)\s*[=:]\s*[\"']?\s*[0-3](?:px)?\s*[\"';\s>]", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9äöüß-]+\.)+[a-z]{2,24})(?:[/:?#]|\Z)", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """What may stand in a page of its own."""

    html: str
    inline_images: int
    """Images that came with the mail."""
    remote_images: int
    """Images out of the net, never loaded."""
    trackers: int
    """Of these, so small or hidden that they can only serve to tell who reads when."""


def show(source: str, attachments: Sequence[ParsedAttachment], *, has_images: bool) -> Shown:
    """Return a cleaned mail. has_images: put in the images that came with it."""
    source = source[:MAX_LENGTH]
    inline = {found.content_id: found for found in attachments if found.content_id}
    tags = _IMAGE.findall(source)
    sources = [(tag, _address(tag)) for tag in tags]
    remote = [tag for tag, address in sources if address.lower().startswith(_REMOTE)]
    own = [address for _tag, address in sources if address[4:] in inline and _is_cid(address)]
    return Shown(
        html=_with_targets(clean(source, images=_images(inline, own) if has_images else {})),
        inline_images=len(own),
        remote_images=len(remote),
        trackers=sum(1 for tag in remote if _TINY.search(tag) or _HIDDEN.search(tag)),
    )


def _address(tag: str) -> str:
    found = _SOURCE.search(tag)
    return html.unescape(found[1]) if found else ""


def _is_cid(address: str) -> bool:
    return address[:4].lower() == "cid:"


def _images(inline: dict[str, ParsedAttachment], wanted: Sequence[str]) -> dict[str, str]:
    """Return ``cid:…`` to ``data:…`` for what really is an image, up to ``MAX_INLINE_BYTES``."""
    found: dict[str, str] = {}
    room = MAX_INLINE_BYTES
    for address in dict.fromkeys(wanted):
        content = inline[address[4:]].content
        kind = _image_type(content)
        if kind and len(content) <= room:
            room -= len(content)
            found[address] = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
    return found


def _image_type(content: bytes) -> str:
    try:
        kind = str(puremagic.from_string(content[:4096], mime=True)) if content else ""
    except (puremagic.PureError, ValueError):
        return ""
    return kind if kind in _SHOWN_TYPES else ""


def _with_targets(cleaned: str) -> str:
    """Write behind each link where it leads, unless its text says so already."""

    def named(match: re.Match[str]) -> str:
        address, text = html.unescape(match[1]), html.unescape(_TAG.sub("", match[2])).strip()
        target = _target(address)
        if not target or text.rstrip("/") in (address.rstrip("/"), target):
            return match[0]
        named_host = _HOST.match(text)
        is_other = named_host is not None and not _is_same(named_host[1].lower(), target)
        warning = "Vorsicht, führt woanders hin: " if is_other else ""
        return f"{match[0]} <small>[{warning}{html.escape(target)}]</small>"

    return _LINK.sub(named, cleaned)


def _is_same(host: str, target: str) -> bool:
    return host.removeprefix("www.") == target.removeprefix("www.")


def _target(address: str) -> str:
    """Return the host a link leads to, or the address it writes to."""
    if address.lower().startswith("mailto:"):
        return address[7:].partition("?")[0]
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
