"""Reads of what was taken over: by state, and what changed at the origin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lotse.knowledge.importing.fields import FIELDS
from lotse.knowledge.models import Mirror
from lotse.knowledge.models.mirrors import UNREACHABLE_FAILURES

State = Mirror.State


@dataclass(frozen=True)
class Difference:
    """One field of an example, as it was taken and as it reads at the origin now."""

    label: str
    before: str
    after: str


def in_state(state: State) -> Q:
    """Return the condition for a state; the four exclude each other."""
    same = Q(changed_at=None)
    there = same & Q(gone_at=None)
    return {
        State.CHANGED: Q(changed_at__isnull=False),
        State.GONE: same & Q(gone_at__isnull=False),
        State.UNREACHABLE: there & Q(failures__gte=UNREACHABLE_FAILURES),
        State.SAME: there & Q(failures__lt=UNREACHABLE_FAILURES),
    }[state]


def differences(mirror: Mirror) -> Sequence[Difference]:
    """Return what changed at the origin since it was taken or accepted. No query."""
    return list(_differences(mirror.content, mirror.found or mirror.content))


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names of the fields that read otherwise."""
    return [name for name in after if before.get(name) != after[name]]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    labels = {name: str(field.label) for name, field in FIELDS.items()} | {
        "steps": _("Schritte"),
        "suits_size_classes": _("geeignet für Größenklassen"),
        "licence": _("Lizenz"),
        "attribution": _("Herausgeber"),
    }
    for name in changed(before, after):
        yield Difference(labels.get(name, name), _words(before.get(name, "")), _words(after[name]))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_words(one) for one in value if one)
    return str(value)
