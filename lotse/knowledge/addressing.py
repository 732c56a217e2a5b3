"""Addresses that outlive their titles, short links, and the number of each publication.

Whoever printed or cited an address must reach the record for ever: an address that was public once
leads on, and no other record of its kind gets it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Model
from django.utils.translation import gettext as _

from lotse.knowledge.models.addresses import Edition, FormerAddress

RESERVED = frozenset({"melden", "vergleichen"})
"""Parts of addresses below /beispiele/ that are pages of their own."""
SHORT = {"example": "b", "answer": "a"}
"""First letter of the short link of each kind: /b/12/."""


def known_slug(record: Model) -> str:
    """Return under which address readers know a record until now; empty if they never did."""
    published = type(record)._default_manager.filter(pk=record.pk, first_published_at__isnull=False)
    return published.values_list("slug", flat=True).first() or ""


def note_publication(
    kind: str, object_id: int, *, slug: str, known_slug: str, now: datetime
) -> Edition:
    """Write down that a record was published, in the caller's transaction.

    known_slug: the address readers knew until now; empty for the first publication. now: aware.
    """
    FormerAddress.objects.filter(kind=kind, object_id=object_id, slug=slug).delete()
    if known_slug and known_slug != slug:
        FormerAddress.objects.update_or_create(
            kind=kind,
            slug=known_slug,
            defaults={"object_id": object_id, "replaced_at": now},
        )
    published = Edition.objects.filter(kind=kind, object_id=object_id)
    last = published.aggregate(last=Max("number"))["last"] or 0
    return Edition.objects.create(kind=kind, object_id=object_id, number=last + 1, published_at=now)


def record_of(kind: str, slug: str) -> int | None:
    """Return the id of the record that was known under an address, None if there was none."""
    known = FormerAddress.objects.filter(kind=kind, slug=slug)
    return known.values_list("object_id", flat=True).first()


def objection(kind: str, slug: str, object_id: int | None) -> str:
    """Say in a German sentence why a record cannot have an address; empty if it can."""
    if slug in RESERVED:
        return _("Diese Adresse braucht die Plattform selbst. Wählen Sie eine andere.")
    owner = record_of(kind, slug)
    if owner is not None and owner != object_id:
        return _("Diese Adresse führt schon zu einem anderen Eintrag. Wählen Sie eine andere.")
    return ""


@dataclass(frozen=True)
class Citation:
    """What others need to cite a record."""

    number: int | None
    """Number of the edition; None for a record nobody published."""
    path: str
    """The short link: leads to the record whatever it is called."""
    editions: tuple[Edition, ...] = ()
    """The last ones, newest first."""


def citation(kind: str, object_id: int, limit: int = 10) -> Citation:
    """Return edition and permanent link of a record. One query."""
    rows = Edition.objects.filter(kind=kind, object_id=object_id).order_by("-number")[:limit]
    editions = tuple(rows)
    number = editions[0].number if editions else None
    return Citation(number, short_path(kind, object_id), editions)


def short_path(kind: str, object_id: int) -> str:
    """Return the short link of a record."""
    return f"/{SHORT[kind]}/{object_id}/"
