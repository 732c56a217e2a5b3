"""What is written down, and what it is called on the page. Slices add theirs with ``name``."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

LABELS: dict[str, StrOrPromise] = {
    "audit.exported": _("Protokoll heruntergeladen"),
    "audit.trimmed": _("alte Protokolleinträge gelöscht"),
}


def name(action: str, label: StrOrPromise) -> str:
    """Register an action and return it, so that a slice can keep it as a constant."""
    LABELS[action] = label
    return action


def label(action: str) -> StrOrPromise:
    return LABELS.get(action, action)
