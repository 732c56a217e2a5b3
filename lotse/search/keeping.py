"""How long questions are kept that the search had nothing for."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lotse.lib import retention
from lotse.lib.retention import Rule
from lotse.search import missed
from lotse.search.models import MissedQuestion

BATCH = 500


def _remove(now: datetime) -> int:
    batch = list(missed.over(now).values_list("pk", flat=True)[:BATCH])
    MissedQuestion.objects.filter(pk__in=batch).delete()
    return len(batch)


retention.register(
    Rule(
        name="search.missed",
        label=_("Suchen ohne Treffer"),
        effect=_("gelöscht"),
        period=_("26 Wochen nach der letzten Suche"),
        due=missed.over,
        remove=_remove,
        describe=lambda row: f"Frage {row.pk}",
    )
)
