"""Reads of easy texts."""

from django.db.models import QuerySet

from lotse.knowledge.easy import rules
from lotse.knowledge.easy.kinds import ADDRESS
from lotse.knowledge.models import EasyText


def shown(kind: str, record_id: int | str) -> EasyText | None:
    """Return the easy text of a record that readers may see; None if there is none. One query."""
    found = EasyText.objects.filter(
        record_kind=kind, record_id=str(record_id), withdrawn_at=None, shown__isnull=False
    )
    return found.select_related("shown").first()


def switch(kind: str, record_id: int | str, url: str) -> tuple[str, str] | None:
    """Return label and address of the way to the easy text of a record, if there is one."""
    easy = shown(kind, record_id)
    if easy is None or easy.shown is None:
        return None
    return easy.shown.get_level_display(), f"{url}{ADDRESS}"


def write_url(kind: str, record_id: int | str) -> str:
    """Return where editors write the easy text of a record."""
    return f"/leichte-texte/{kind}/{record_id}/"


def stale() -> QuerySet[EasyText]:
    """Return texts that do not fit their record any more; the newest change first."""
    found = EasyText.objects.filter(rules.in_state(EasyText.State.STALE))
    return found.order_by("-changed_at", "-pk")
