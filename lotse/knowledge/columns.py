"""Writes columns of a published record beside the editors, so that no draft brings the old back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wagtail.models import Revision


def write(record: Any, changes: Mapping[str, Any]) -> None:
    """Write columns of the live record, and of the latest draft, which would bring them back.

    changes: column to value; under ``versions`` those of versions of a fact by their id.
    """
    versions = changes.get("versions", {})
    columns = {name: value for name, value in changes.items() if name != "versions"}
    if columns:
        type(record).objects.filter(pk=record.pk).update(**columns)
    if versions:
        version = type(record)._meta.get_field("versions").related_model
        for pk, values in versions.items():
            version._default_manager.filter(pk=pk).update(**values)
    for revision in Revision.objects.filter(pk=record.latest_revision_id):
        content = dict(revision.content)
        content |= {name: _stored(value) for name, value in columns.items()}
        for child in content.get("versions", []):
            values = versions.get(child.get("pk"), {})
            child |= {name: _stored(value) for name, value in values.items()}
        Revision.objects.filter(pk=revision.pk).update(content=content)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
