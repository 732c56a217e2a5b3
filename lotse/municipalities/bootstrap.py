"""Loads the register from the files beside this module; running it again updates by key."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from lotse.municipalities import names
from lotse.municipalities.folding import core, fold, fold_bare
from lotse.municipalities.models import KoenigsteinShare, Land, Municipality

REGISTER = Path(__file__).parent / "register"
TERRITORY_ON = date(2025, 8, 31)
"""Territorial status of the files."""

_LAND_FIELDS = ["key", "name", "capital", "population", "area_km2"]
_MUNICIPALITY_FIELDS = [
    field.name for field in Municipality._meta.concrete_fields if field.name not in ("id", "key")
]


@transaction.atomic
def load(now: datetime) -> str:
    """Write the register into the database and say how much it is.

    Rows are recognised by key. A municipality that has left the register stays, because examples
    and people may point at it.
    """
    lands = [
        Land(**{**row, "area_km2": Decimal(row["area_km2"]), "population": int(row["population"])})
        for row in _rows("laender")
    ]
    _upsert(Land, lands, ["code"], _LAND_FIELDS)
    shares = [
        KoenigsteinShare(
            land_id=row["land"],
            year=int(row["year"]),
            percent=Decimal(row["percent"]),
            source=row["source"],
        )
        for row in _rows("koenigstein")
    ]
    _upsert(KoenigsteinShare, shares, ["land", "year"], ["percent", "source"])
    towns, districts = list(_towns()), list(_districts())
    associations = list(_associations())
    _upsert(Municipality, [*districts, *associations, *towns], ["key"], _MUNICIPALITY_FIELDS)
    return (
        f"Register: {len(lands)} Länder, {len(districts)} Kreise, "
        f"{len(associations)} Gemeindeverbände, {len(towns)} Gemeinden "
        f"(Gebietsstand {TERRITORY_ON:%d.%m.%Y})."
    )


def _upsert(model: type, rows: Iterable[object], key: list[str], fields: list[str]) -> None:
    model.objects.bulk_create(  # type: ignore[attr-defined]
        rows, update_conflicts=True, unique_fields=key, update_fields=fields, batch_size=1000
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REGISTER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _municipality(kind: str, row: dict[str, str], **special: object) -> Municipality:
    """What the three files have in common. row: a line of the register."""
    short = names.short_name(kind, row["name"], row["type"])
    if row["type"] == "Kreis":
        # "Kreis Steinfurt" is looked for as "Landkreis" and "LK" as well.
        short = short.replace("Kreis ", "Landkreis ", 1)
    return Municipality(
        kind=kind,
        name=row["name"],
        search_name=fold(short),
        bare_name=fold_bare(short),
        core_name=core(short),
        type=row["type"],
        land_id=row["land"],
        population=int(row["population"]),
        area_km2=Decimal(row["area_km2"]),
        size_class=row.get("size_class", ""),
        latitude=float(row["lat"]) if row.get("lat") else None,
        longitude=float(row["lon"]) if row.get("lon") else None,
        **special,
    )


def _towns() -> Iterator[Municipality]:
    for row in _rows("gemeinden"):
        yield _municipality(
            Municipality.Kind.TOWN,
            row,
            key=row["ags"],
            ars=row["ars"],
            district_key=row["kreis_ags"],
            postcode=row["plz"],
            coordinate_source=row["coord_source"],
        )


def _districts() -> Iterator[Municipality]:
    for row in _rows("kreise"):
        yield _municipality(
            Municipality.Kind.DISTRICT,
            row,
            key=row["ags"],
            district_key=row["ags"],
            seat=row["seat"],
            coordinate_source="weighted_mean",
        )


def _associations() -> Iterator[Municipality]:
    for row in _rows("verbaende"):
        yield _municipality(
            Municipality.Kind.ASSOCIATION,
            row,
            key=row["key"],
            district_key=row["kreis_ags"],
            seat=row["seat"],
        )
