"""Addresses in texts: found and replaced. Pure."""

import re
from html import escape, unescape
from urllib.parse import urlsplit

MAX_ADDRESS = 500
_IN_TEXT = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"'\[\]{}|\\^`]+", re.IGNORECASE)
_IN_HTML = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_AFTER = ".,;:!?»“”"
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s()/.-]{5,25}")


def in_text(text: str) -> list[str]:
    """Return the addresses in plain text, each once, without what belongs to the sentence."""
    found = (_bare(match) for match in _IN_TEXT.findall(text))
    return [one for one in dict.fromkeys(found) if _is_outgoing(one)]


def in_html(html: str) -> list[str]:
    """Return where links in a text of the editors lead, each once; pages of our own are none."""
    found = (unescape(double or single).strip() for double, single in _IN_HTML.findall(html))
    return [one for one in dict.fromkeys(found) if _is_outgoing(one)]


def _bare(match: str) -> str:
    found = match.rstrip(_AFTER)
    # "(siehe https://bund.example/a_(b))": only brackets that were opened inside belong to it.
    while found.endswith(")") and found.count(")") > found.count("("):
        found = found[:-1].rstrip(_AFTER)
    return found


def _is_outgoing(address: str) -> bool:
    scheme = address.partition(":")[0].lower()
    return scheme in ("http", "https", "mailto", "tel") and len(address) <= MAX_ADDRESS


def without_fragment(address: str) -> str:
    """Return what is asked for; the part after # stays with the reader."""
    return address.partition("#")[0] if address.lower().startswith("http") else address


def host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def fault(address: str) -> str:
    """Return in a German sentence what is wrong with the shape of an address, empty if nothing."""
    scheme, _colon, rest = address.partition(":")
    if scheme.lower() == "mailto":
        mail = rest.partition("?")[0]
        return "" if _MAIL.fullmatch(mail) else "Das ist keine vollständige E-Mail-Adresse."
    if scheme.lower() == "tel":
        digits = sum(letter.isdigit() for letter in rest)
        is_phone = _PHONE.fullmatch(rest.strip()) and 5 <= digits <= 15
        return "" if is_phone else "Das ist keine Telefonnummer, die sich anrufen lässt."
    return "" if "." in host(address) else "Die Adresse nennt keinen Rechner im Netz."


def replaced_in_text(text: str, old: str, new: str) -> str:
    """Return a text with one address in place of another; longer ones that begin alike stay."""

    def other(match: re.Match[str]) -> str:
        bare = _bare(match[0])
        return _exchanged(bare, old, new) + match[0][len(bare) :]

    return _IN_TEXT.sub(other, text)


def replaced_in_html(html: str, old: str, new: str) -> str:
    """The same for the targets of links."""

    def other(match: re.Match[str]) -> str:
        address = unescape(match[1] or match[2] or "").strip()
        changed = _exchanged(address, old, new)
        return f'href="{escape(changed)}"' if changed != address else match[0]

    return _IN_HTML.sub(other, html)


def _exchanged(address: str, old: str, new: str) -> str:
    """A part of the page that was pointed to goes along, unless the new address names one."""
    if without_fragment(address) != old:
        return address
    fragment = address[len(old) :] if "#" not in new else ""
    return new + fragment


def replaced_address(value: str, old: str, new: str) -> str:
    """The same for a field that holds nothing but an address."""
    return _exchanged(value.strip(), old, new)
