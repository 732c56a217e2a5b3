"""In which fields of which records addresses stand. Slices register in their ``linked.py``."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django_stubs_ext import StrOrPromise

from lotse.links import finding

SCHEMES = {"web": "", "mail": "mailto:", "phone": "tel:"}


@dataclass(frozen=True)
class Fields:
    """Names of fields by what they hold."""

    texts: tuple[str, ...] = ()
    """Plain text in which addresses may stand."""
    html: tuple[str, ...] = ()
    """Rich text of the editors."""
    web: tuple[str, ...] = ()
    mail: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of record with addresses in it."""

    name: str
    label: StrOrPromise
    records: Callable[[], QuerySet[Any]]
    """What readers see now, with everything ``fields`` and ``parts`` read."""
    fields: Fields
    url: Callable[[Any], str]
    parts: Mapping[str, Fields] = field(default_factory=dict)
    """Records that belong to it: name of the relation to their fields."""
    edit_url: Callable[[Any], str] = lambda record: ""
    publish: Callable[[Any], None] = lambda record: record.save()
    """Store a changed record so that its history stays. Raises ValidationError."""
    draft: Callable[[Any], Any | None] = lambda record: None
    """Changes somebody has begun and not published."""
    keep_draft: Callable[[Any], None] = lambda draft: None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def every() -> list[Kind]:
    return list(_kinds.values())


def named(name: str) -> Kind | None:
    return _kinds.get(name)


def addresses(kind: Kind, record: Any) -> dict[str, list[str]]:
    """Return the addresses in a record with the names of the fields they stand in."""
    found: dict[str, list[str]] = {}
    for owner, fields in _owners(kind, record):
        for name, address in _within(owner, fields):
            label = str(owner._meta.get_field(name).verbose_name)
            places = found.setdefault(finding.without_fragment(address), [])
            if label not in places:
                places.append(label)
    return found


def exchange(kind: Kind, record: Any, old: str, new: str) -> bool:
    """Put one address in place of another in a record that is not saved; say if it stood there."""
    has_changed = False
    for owner, fields in _owners(kind, record):
        for name, value in _values(owner, fields.texts):
            has_changed |= _set(owner, name, value, finding.replaced_in_text(value, old, new))
        for name, value in _values(owner, fields.html):
            has_changed |= _set(owner, name, value, finding.replaced_in_html(value, old, new))
        for scheme in SCHEMES:
            for name, value in _values(owner, getattr(fields, scheme)):
                whole = finding.replaced_address(SCHEMES[scheme] + value, old, new)
                if whole.startswith(SCHEMES[scheme]):
                    bare = whole.removeprefix(SCHEMES[scheme])
                    has_changed |= _set(owner, name, value, bare)
    return has_changed


def _set(owner: Model, name: str, before: str, after: str) -> bool:
    if after == before:
        return False
    setattr(owner, name, after)
    return True


def _owners(kind: Kind, record: Any) -> Iterator[tuple[Any, Fields]]:
    yield record, kind.fields
    for relation, fields in kind.parts.items():
        # Wagtail hands out copies of related rows; only what it holds in memory is saved.
        related = getattr(record, relation)
        rows = list(related.all())
        yield from ((row, fields) for row in rows)
        if hasattr(related, "get_object_list"):
            related.set(rows)


def _values(owner: Any, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, value) for name in names if (value := str(getattr(owner, name) or ""))]


def _within(owner: Any, fields: Fields) -> Iterator[tuple[str, str]]:
    for name, value in _values(owner, fields.texts):
        yield from ((name, address) for address in finding.in_text(value))
    for name, value in _values(owner, fields.html):
        yield from ((name, address) for address in finding.in_html(value))
    for scheme, prefix in SCHEMES.items():
        for name, value in _values(owner, getattr(fields, scheme)):
            address = prefix + value.strip()
            if len(address) <= finding.MAX_ADDRESS:
                yield name, address
