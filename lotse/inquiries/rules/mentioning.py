"""``@Name`` in a note: the colleague gets a mail and finds it under "Für mich"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES
from lotse.inquiries import notices
from lotse.inquiries.models import Mention, Message

# An @ inside a word is a mail address.
_AT = re.compile(r"(?<![\w.])@(?=\w)")
_HANDLE = re.compile(r"[\w.\-]+")
_WORD = re.compile(r"[\w\-]+")


@dataclass(frozen=True)
class Named:
    people: Sequence[User]
    unclear: Sequence[str]
    """Names that fit nobody, or several."""


def desk_people() -> QuerySet[User]:
    """Return everybody who works at the desk, by name."""
    people = User.objects.filter(groups__name__in=list(DESK_ROLES), is_active=True)
    return people.distinct().order_by("name", "pk")


def named(text: str, people: Sequence[User]) -> Named:
    """Return whom a text names: by whole name, by the part before the @ of their address, by
    first or last name if only one person has it."""
    found: dict[int, User] = {}
    unclear: list[str] = []
    for match in _AT.finditer(text):
        rest = text[match.end() :]
        fitting = _fitting(rest, people)
        if len(fitting) == 1:
            found[fitting[0].pk] = fitting[0]
        else:
            word = _HANDLE.match(rest)
            unclear.append(f"@{word.group(0).rstrip('.-') if word else ''}")
    return Named(list(found.values()), list(dict.fromkeys(unclear)))


def _fitting(rest: str, people: Sequence[User]) -> list[User]:
    lowered = rest.casefold()
    whole = [p for p in people if p.name and _begins(lowered, p.name.casefold())]
    if whole:
        # "Anna Berg-Muster" before "Anna Berg".
        longest = max(len(p.name) for p in whole)
        return [p for p in whole if len(p.name) == longest]
    handle = _HANDLE.match(lowered)
    name = handle.group(0).rstrip(".-") if handle else ""
    by_handle = [p for p in people if p.email.partition("@")[0].casefold() == name]
    if by_handle:
        return by_handle
    word = _WORD.match(lowered)
    return [p for p in people if word and word.group(0) in p.name.casefold().split()]


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def tell(message: Message, *, now: datetime) -> Named:
    """Write down and tell whom a note names, except its author."""
    if "@" not in message.text:
        return Named([], [])
    found = named(message.text, list(desk_people()))
    others = [person for person in found.people if person.pk != message.author_id]
    for person in others:
        Mention.objects.create(message=message, person=person, created_at=now)
        notices.mentioned(message, person=person, now=now)
    return Named(others, found.unclear)


def unclear(text: str) -> Sequence[str]:
    """Return what a note meant as a name and nobody, or several, have."""
    return named(text, list(desk_people())).unclear if "@" in text else []


def done(mention: Mention, *, now: datetime) -> None:
    """Take a mention from the list of its person."""
    Mention.objects.filter(pk=mention.pk, done_at=None).update(done_at=now)
