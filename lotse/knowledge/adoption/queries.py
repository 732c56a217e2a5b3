"""Reads of adoptions. What readers get passes through ``shown``, which knows what whom is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lotse.knowledge.models import Adoption, AdoptionResult, AdoptionTally, Example
from lotse.knowledge.reading import Contact
from lotse.lib.audience import Audience
from lotse.municipalities.models import Municipality

SHOWN = 3
"""How many adoptions stand at the example; the others on the page of the tree."""


@dataclass(frozen=True)
class Shown:
    """An adoption as a reader may see it."""

    adoption: Adoption
    name: str
    """The municipality, or what kind of place it is if it does not want to be named to all."""
    changes: str
    contact: Contact | None
    result: AdoptionResult | None
    text: str


def standing(example_ids: Iterable[int]) -> QuerySet[Adoption]:
    """Adoptions of these examples that were not withdrawn, the newest first."""
    found = Adoption.objects.filter(example__in=list(example_ids), withdrawn_at=None)
    return found.select_related("municipality__land").order_by("-declared_at", "-pk")


def at_example(example: Example, reach: Audience, today: date) -> list[Shown]:
    """Return the newest adoptions of an example, for members; everybody else sees the counts."""
    if reach < Audience.MEMBERS:
        return []
    return shown(list(standing([example.pk])[:SHOWN]), reach, today)


def shown(adoptions: Sequence[Adoption], reach: Audience, today: date) -> list[Shown]:
    """Cut adoptions to what a reader may see. One query."""
    latest = latest_results(adoptions)
    return [_shown(one, latest.get(one.pk), reach, today) for one in adoptions]


def latest_results(adoptions: Iterable[Adoption]) -> dict[int, AdoptionResult]:
    """Return what was said last of each adoption, by its id."""
    ids = [adoption.pk for adoption in adoptions]
    if not ids:
        return {}
    said = AdoptionResult.objects.filter(adoption__in=ids, reported_at__isnull=False)
    return {row.adoption_id: row for row in said.order_by("reported_at", "pk")}


def own(example: Example, place: Municipality | None) -> Adoption | None:
    """Return the adoption of a reader's municipality, withdrawn or not."""
    if place is None:
        return None
    return Adoption.objects.filter(example=example, municipality=place).first()


def of_municipality(place: Municipality) -> QuerySet[Adoption]:
    """All adoptions of a municipality, withdrawn ones too, the newest first."""
    found = Adoption.objects.filter(municipality=place).select_related("example", "declared_by")
    return found.prefetch_related("results").order_by("-declared_at", "-pk")


def others(example: Example, place: Municipality) -> QuerySet[Adoption]:
    """Adoptions of the same example a municipality may have learned from."""
    return standing([example.pk]).exclude(municipality=place)


def results_in_words(tally: AdoptionTally | None) -> list[tuple[str, int]]:
    """Return the results that were reported, each with how often, without zeros."""
    if tally is None:
        return []
    counted = [
        (str(result.label), getattr(tally, result.value)) for result in AdoptionResult.Result
    ]
    return [(label, number) for label, number in counted if number]


def _shown(
    adoption: Adoption, result: AdoptionResult | None, reach: Audience, today: date
) -> Shown:
    place, is_member = adoption.municipality, reach >= Audience.MEMBERS
    kind = {"kind": place.size_word, "land": place.land.name}
    contact = Contact(adoption.contact_office, adoption.contact_email, adoption.contact_phone)
    return Shown(
        adoption=adoption,
        name=place.short_name
        if is_member or adoption.is_named
        else _("%(kind)s in %(land)s") % kind,
        changes=adoption.changes if is_member else "",
        contact=contact if is_member and adoption.has_contact(today) else None,
        result=result,
        text=result.text if result and is_member else "",
    )
