"""Reads of imports: how far one is, and what of it a person has to look at."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lotse.knowledge.models import SheetImport, SheetRow

_TAKEN = Q(problems=[], duplicate_title="")


@dataclass(frozen=True)
class Progress:
    total: int
    checked: int
    handled: int
    wrong: int
    """Rows that cannot be read."""
    duplicates: int
    similar: int
    ready: int
    """Rows that become drafts, similar ones included."""
    drafted: int
    """Drafts that are still there."""
    is_checking: bool
    is_drafting: bool

    @property
    def is_under_way(self) -> bool:
        return self.is_checking or self.is_drafting

    @property
    def done(self) -> int:
        return self.checked if self.is_checking else self.handled


def odd(rows: QuerySet[SheetRow]) -> QuerySet[SheetRow]:
    """Return rows a person should look at."""
    return rows.exclude(problems=[], duplicate_title="", similar_title="")


def progress(sheet: SheetImport) -> Progress:
    """Return how far an import is. One query."""
    checked = Q(checked_at__isnull=False)
    counts = sheet.rows.aggregate(
        checked=Count("pk", filter=checked),
        handled=Count("pk", filter=Q(handled_at__isnull=False)),
        wrong=Count("pk", filter=checked & ~Q(problems=[])),
        duplicates=Count("pk", filter=checked & Q(problems=[]) & ~Q(duplicate_title="")),
        similar=Count("pk", filter=checked & _TAKEN & ~Q(similar_title="")),
        ready=Count("pk", filter=checked & _TAKEN),
        drafted=Count("pk", filter=Q(example__isnull=False)),
    )
    return Progress(
        total=sheet.total,
        is_checking=sheet.mapped_at is not None and sheet.checked_at is None,
        is_drafting=sheet.begun_at is not None and sheet.finished_at is None,
        **counts,
    )
