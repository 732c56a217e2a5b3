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
    only: tuple[tuple[str, Any], ...] = ()
    """Look-ups the exported records must also meet, so that nothing about others slips in."""


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
) -> None:
    """Describe personal fields. A field may serve several purposes."""
    entry = Entry(model, fields, about, purpose, retention, seen_by, owner, is_exported, only)
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
