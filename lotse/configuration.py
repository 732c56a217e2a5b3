"""Typed environment variables: what is wrong or missing stops the start with one sentence.

The sentence names the variable and the expected form and never repeats the value, which may be a
secret.
"""

import ipaddress
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

T = TypeVar("T")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ConfigurationError(Exception):
    """A setting is missing or unusable. The message is for the operator."""


def read_env_file(path: Path) -> None:
    """Add ``NAME=value`` lines of a file to the environment, without overwriting what is set.

    A file for another environment than the one that is set does not count: production never takes
    a switch from the ``.env`` of a checkout that somebody tried out.
    """
    if not path.is_file():
        return
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            values[name.strip()] = value.strip().strip("\"'")
    meant_for = values.get("LOTSE_ENV")
    if meant_for is None or os.environ.get("LOTSE_ENV", meant_for) == meant_for:
        for name, value in values.items():
            os.environ.setdefault(name, value)


def _read(name: str, parse: Callable[[str], T], expected: str, default: T | None) -> T:
    raw = os.environ.get(name, "").strip()
    if not raw:
        if default is None:
            raise ConfigurationError(f"{name} fehlt. Erwartet wird: {expected}.")
        return default
    try:
        return parse(raw)
    except ValueError:
        raise ConfigurationError(f"{name} ist nicht lesbar. Erwartet wird: {expected}.") from None


def text(name: str, *, expected: str, default: str | None = None) -> str:
    """Return a non-empty text, or the default (which may be empty)."""
    return _read(name, str, expected, default)


def choice(name: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError
        return raw

    return _read(name, parse, "eines von " + ", ".join(choices), default)


def flag(name: str, *, default: bool | None = None) -> bool:
    words = {"1": True, "true": True, "ja": True, "0": False, "false": False, "nein": False}

    def parse(raw: str) -> bool:
        if raw.lower() not in words:
            raise ValueError
        return words[raw.lower()]

    return _read(name, parse, "true oder false", default)


def integer(
    name: str, *, minimum: int, maximum: int, unit: str = "", default: int | None = None
) -> int:
    def parse(raw: str) -> int:
        value = int(raw)
        if not minimum <= value <= maximum:
            raise ValueError
        return value

    expected = f"eine ganze Zahl von {minimum} bis {maximum}" + (f" ({unit})" if unit else "")
    return _read(name, parse, expected, default)


def words(name: str, *, expected: str, default: list[str] | None = None) -> list[str]:
    """Return a comma-separated list, each entry stripped, none empty."""

    def parse(raw: str) -> list[str]:
        values = [part.strip() for part in raw.split(",")]
        if not all(values):
            raise ValueError
        return values

    return _read(name, parse, expected, default)


def hosts(name: str, *, expected: str, default: list[str] | None = None) -> list[str]:
    """Return host names. A wildcard is refused: with it any name would stand in our mails."""
    names = words(name, expected=expected, default=default)
    if any("*" in host or "/" in host or " " in host for host in names):
        raise ConfigurationError(f"{name} ist nicht lesbar. Erwartet wird: {expected}.")
    return names


def split_url(url: str) -> SplitResult | None:
    """Return the parts of an address, None if it is none (brackets, port)."""
    try:
        parts = urlsplit(url)
        # Read once: an impossible port shows only now.
        _port = parts.port
    except ValueError:
        return None
    return parts


def address(name: str, *, default: str | None = None) -> str:
    """Return a mail address ``local@domain`` in lower case."""

    def parse(raw: str) -> str:
        local, separator, domain = raw.rpartition("@")
        if not (local and separator and domain) or " " in raw:
            raise ValueError
        return raw.lower()

    return _read(name, parse, "eine Mailadresse wie fragen@verband.example", default)


def mailboxes(name: str) -> list[str]:
    """Return the addresses of mailboxes to fetch from, comma-separated; none without a value.

    Unencrypted access is only for a server on the same machine.
    """

    def parse(raw: str) -> list[str]:
        urls = [part.strip() for part in raw.split(",")]
        for url in urls:
            parts = split_url(url)
            if not parts or parts.scheme not in ("imaps", "imap", "imap+plain"):
                raise ValueError
            if not parts.hostname or not parts.username or set(parse_qs(parts.query)) - {"done"}:
                raise ValueError
            if parts.scheme == "imap+plain" and parts.hostname not in LOOPBACK:
                raise ValueError
            if unquote(parts.path.strip("/") or "INBOX") in parse_qs(parts.query).get("done", []):
                raise ValueError
        return urls

    expected = (
        "imaps://name:kennwort@mail.verband.example/INBOX (auch imap:// mit STARTTLS; "
        "imap+plain:// nur auf demselben Rechner)"
    )
    return _read(name, parse, expected, [])


def folder(name: str, *, default: Path) -> Path:
    """Return an absolute path; a relative one counts from the default's parent."""
    raw = os.environ.get(name, "").strip()
    return (default.parent / raw).resolve() if raw else default


def networks(
    name: str, *, default: tuple[str, ...] = ()
) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Return networks such as ``10.0.0.0/8``, comma separated; the word ``keine`` means none."""

    def parse(raw: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        if raw.lower() == "keine":
            return []
        return [ipaddress.ip_network(part.strip()) for part in raw.split(",")]

    known = [ipaddress.ip_network(network) for network in default]
    return _read(name, parse, "Netze wie 10.0.0.0/8, durch Komma getrennt, oder keine", known)
