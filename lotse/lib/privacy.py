"""Register of personal data: which fields, why, how long, who sees them.

Each slice describes its fields in ``privacy.py``; all are imported when the application starts. A
test fails on a field that can hold personal data and is not described, so the register is always
complete. It is the ground for the record of processing activities (Art. 30 GDPR), for the export
a person can ask for (Art. 15, 20) and for what is erased when the period is over.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Entry:
    """Fields of one model that serve one purpose. All texts are German, for people."""

    model: str
    """Label, for example ``accounts.User``."""
    fields: tuple[str, ...]
    about: str
    """Whose data."""
    purpose: str
    retention: str
    seen_by: str
    owner: str = ""
    """Look-up from the record to the id of the person it is about; empty if nobody who signs in.

    Fields with an owner are part of what a person can export.
    """
    is_exported: bool = True
    """False for what would open a door, such as a password's hash."""
    only: tuple[tuple[str, Any], ...] = ()
    """Look-ups the exported records must also meet, so that nothing about others slips in."""
    address: str = ""
    """Look-up from the record to the mail address of the person, for people without an account."""
    left_out: str = ""
    """Why a person's export does not hold it, where neither owner nor address can be told."""

    def owners(self) -> tuple[str, ...]:
        """Return the look-ups to the person: the named one, else every reference to a person."""
        if self.owner:
            return (self.owner,)
        model = apps.get_model(self.model)
        references = (model._meta.get_field(name) for name in self.fields)
        return tuple(
            field.name
            for field in references
            if isinstance(field, models.ForeignKey)
            and field.related_model._meta.label == settings.AUTH_USER_MODEL
        )


@dataclass(frozen=True)
class Impersonal:
    """Content that is not about people, and why we are sure."""

    model: str
    fields: tuple[str, ...]
    """Empty: the whole model."""
    reason: str

    def covers(self, model: str, field: str) -> bool:
        return self.model == model and (not self.fields or field in self.fields)


_entries: list[Entry] = []
_impersonal: list[Impersonal] = []


def personal(
    model: str,
    *fields: str,
    about: str,
    purpose: str,
    retention: str,
    seen_by: str,
    owner: str = "",
    is_exported: bool = True,
    only: tuple[tuple[str, Any], ...] = (),
    address: str = "",
    left_out: str = "",
) -> None:
    """Describe personal fields. A field may serve several purposes."""
    who = (owner, is_exported, only, address, left_out)
    entry = Entry(model, fields, about, purpose, retention, seen_by, *who)
    if entry not in _entries:
        _entries.append(entry)


def impersonal(*models: str, fields: tuple[str, ...] = (), reason: str) -> None:
    """Declare that models, or some fields of them, hold nothing about people."""
    for model in models:
        entry = Impersonal(model, fields, reason)
        if entry not in _impersonal:
            _impersonal.append(entry)


def entries() -> list[Entry]:
    """Return the register, ordered by model and in the order the fields were described."""
    return sorted(_entries, key=lambda entry: entry.model)


def as_rows() -> list[dict[str, Any]]:
    """Return the register as plain values, one object for each entry."""
    return [asdict(entry) for entry in entries()]


def as_markdown() -> str:
    """Return the register as the page that operators read (docs/operate/privacy.md)."""
    lines = [
        "# Verzeichnis der personenbezogenen Daten",
        "",
        "Erzeugt mit `lotse privacy` aus den Datenmodellen; nicht von Hand ändern.",
        "Grundlage für das Verzeichnis von Verarbeitungstätigkeiten (Art. 30 DSGVO).",
        "",
        "| Datensatz | Felder | Von wem | Wozu | Wie lange | Wer sieht es |",
        "|---|---|---|---|---|---|",
    ]
    for entry in entries():
        fields = ", ".join(f"`{name}`" for name in entry.fields)
        cells = (f"`{entry.model}`", fields, entry.about, entry.purpose)
        lines.append("| " + " | ".join((*cells, entry.retention, entry.seen_by)) + " |")
    lines += ["", "## Ohne Personenbezug", "", "| Datensatz | Felder | Warum |", "|---|---|---|"]
    for other in sorted(_impersonal, key=lambda other: (other.model, other.fields)):
        fields = ", ".join(f"`{name}`" for name in other.fields) or "alle"
        lines.append(f"| `{other.model}` | {fields} | {other.reason} |")
    return "\n".join(lines) + "\n"


def undescribed(user_model: type[models.Model]) -> list[str]:
    """Return ``app.Model.field`` of everything that could be personal and is not described.

    That is: in our own models each field with free content; in all models, other people's
    included, each reference to a person.
    """
    described = {(entry.model, name) for entry in _entries for name in entry.fields}
    return [
        f"{model}.{name}"
        for model, name in _suspects(user_model)
        if (model, name) not in described
        and not any(entry.covers(model, name) for entry in _impersonal)
    ]


def mistaken() -> list[str]:
    """Return ``app.Model.field`` of what is described and does not exist."""
    known = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
    }
    labels = {model for model, _name in known}
    described: list[Entry | Impersonal] = [*_entries, *_impersonal]
    return [
        f"{entry.model}.{name}"
        for entry in described
        for name in entry.fields
        if (entry.model, name) not in known
    ] + [entry.model for entry in _impersonal if entry.model not in labels]


def collect(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return all exportable records about a person: model label to plain values.

    Values are strings, numbers, booleans, lists or None; instants in ISO 8601.
    """
    fields: dict[tuple[str, str, tuple[tuple[str, Any], ...]], list[str]] = {}
    for entry in entries():
        if entry.owner and entry.is_exported:
            fields.setdefault((entry.model, entry.owner, entry.only), []).extend(entry.fields)
    found: dict[str, list[dict[str, Any]]] = {}
    for (label, owner, only), names in fields.items():
        model = apps.get_model(label)
        rows = model._default_manager.filter(**{owner: person_id, **dict(only)}).order_by("pk")
        values = [
            {name: _plain(value) for name, value in row.items()}
            for row in rows.values(*dict.fromkeys(names))
        ]
        if values:
            found.setdefault(label, []).extend(values)
    return found


@dataclass(frozen=True)
class FoundRow:
    values: dict[str, Any]
    """Field to plain value; a file or raw mail is named by its place in the archive."""
    files: tuple[tuple[str, bytes], ...]
    """Name in the archive and content."""


@dataclass(frozen=True)
class Found:
    """What one entry of the register holds about a person."""

    model: str
    title: str
    purpose: str
    rows: list[FoundRow]


def unreachable() -> list[str]:
    """Return the entries an export would silently miss: no person, no address, no reason."""
    return [
        f"{entry.model}: {', '.join(entry.fields)}"
        for entry in entries()
        if entry.is_exported and not (entry.owners() or entry.address or entry.left_out)
    ]


def everything(person_id: int | None, address: str) -> list[Found]:
    """Return all that is registered about a person or a mail address, files included.

    person_id: None for somebody without an account. address: lower case.
    """
    found = []
    for entry in entries():
        if not entry.is_exported or entry.left_out:
            continue
        rows = _rows(entry, person_id, address)
        if rows:
            title = str(apps.get_model(entry.model)._meta.verbose_name)
            found.append(Found(entry.model, title, entry.purpose, rows))
    return found


def _rows(entry: Entry, person_id: int | None, address: str) -> list[FoundRow]:
    about = Q(pk__in=[])
    if person_id is not None:
        for owner in entry.owners():
            about |= Q(**{owner: person_id})
    if entry.address and address:
        about |= Q(**{entry.address: address})
    manager = apps.get_model(entry.model)._default_manager
    records = manager.filter(about, **dict(entry.only)).order_by("pk")
    # Distinct by hand: a join to many rows must not name a record twice.
    pks = list(dict.fromkeys(records.values_list("pk", flat=True)))
    return [
        _row(entry, record) for pk in pks for record in manager.filter(pk=pk).only(*entry.fields)
    ]


def _row(entry: Entry, record: models.Model) -> FoundRow:
    values: dict[str, Any] = {}
    files: list[tuple[str, bytes]] = []
    for name in entry.fields:
        field = record._meta.get_field(name)
        if isinstance(field, models.FileField):
            stored = str(getattr(record, name))
            if stored and default_storage.exists(stored):
                place = f"{entry.model}-{record.pk}-{stored.rpartition('/')[2]}"
                with default_storage.open(stored) as content:
                    files.append((place, content.read()))
                values[name] = place
        elif isinstance(field, models.BinaryField):
            place = f"{entry.model}-{record.pk}.eml"
            files.append((place, bytes(getattr(record, name))))
            values[name] = place
        elif field.many_to_many:
            values[name] = [str(one) for one in getattr(record, name).all()]
        else:
            values[name] = _plain(field.value_from_object(record))  # type: ignore[union-attr]
    return FoundRow(values, tuple(files))


_FREE_CONTENT = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)


def _suspects(user_model: type[models.Model]) -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        is_ours = model.__module__.startswith("lotse.")
        # Only what the model adds itself: parents have entries of their own.
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            refers_to_person = field.is_relation and field.related_model is user_model
            has_content = isinstance(field, _FREE_CONTENT) and not field.choices
            if refers_to_person or (is_ours and has_content and not field.primary_key):
                yield model._meta.label, field.name


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
