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
from django.db import models


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


@dataclass(frozen=True)
class Impersonal:
    """A model whose texts are not about people, and why we are sure."""

    model: str
    reason: str


_entries: list[Entry] = []
_impersonal: dict[str, Impersonal] = {}


def personal(
    model: str,
    *fields: str,
    about: str,
    purpose: str,
    retention: str,
    seen_by: str,
    owner: str = "",
    is_exported: bool = True,
) -> None:
    """Describe personal fields. A field may serve several purposes."""
    entry = Entry(model, fields, about, purpose, retention, seen_by, owner, is_exported)
    if entry not in _entries:
        _entries.append(entry)


def impersonal(*model_labels: str, reason: str) -> None:
    """Declare that models hold nothing about people."""
    for model in model_labels:
        _impersonal[model] = Impersonal(model, reason)


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
    lines += ["", "## Ohne Personenbezug", "", "| Datensatz | Warum |", "|---|---|"]
    lines += [
        f"| `{row.model}` | {row.reason} |"
        for row in sorted(_impersonal.values(), key=lambda row: row.model)
    ]
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
        if (model, name) not in described and model not in _impersonal
    ]


def mistaken() -> list[str]:
    """Return ``app.Model.field`` of what is described and does not exist."""
    known = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
    }
    labels = {model for model, _name in known}
    return [
        f"{entry.model}.{name}"
        for entry in _entries
        for name in entry.fields
        if (entry.model, name) not in known
    ] + [label for label in _impersonal if label not in labels]


def collect(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return all exportable records about a person: model label to plain values.

    Values are strings, numbers, booleans, lists or None; instants in ISO 8601.
    """
    fields: dict[tuple[str, str], list[str]] = {}
    for entry in entries():
        if entry.owner and entry.is_exported:
            fields.setdefault((entry.model, entry.owner), []).extend(entry.fields)
    found: dict[str, list[dict[str, Any]]] = {}
    for (label, owner), names in fields.items():
        model = apps.get_model(label)
        rows = model._default_manager.filter(**{owner: person_id}).order_by("pk")
        values = [
            {name: _plain(value) for name, value in row.items()}
            for row in rows.values(*dict.fromkeys(names))
        ]
        if values:
            found.setdefault(label, []).extend(values)
    return found


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
        for field in model._meta.get_fields():
            if not isinstance(field, models.Field):
                continue
            refers_to_person = field.is_relation and field.related_model is user_model
            has_content = isinstance(field, _FREE_CONTENT) and not field.choices
            if refers_to_person or (is_ours and has_content and not field.primary_key):
                yield model._meta.label, field.name


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
