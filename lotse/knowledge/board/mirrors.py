"""What changed at the origin of examples taken over, on the editors' board."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from lotse.knowledge import documents, fields
from lotse.knowledge.board import words
from lotse.knowledge.board.sections import Entry, Found, Scope, Section, add
from lotse.knowledge.mirroring import queries
from lotse.knowledge.models import Mirror
from lotse.lib import german


def changed(scope: Scope) -> Found:
    """Those somebody looks after are theirs; without owner they belong to who took them over."""
    rows = Mirror.objects.filter(queries.in_state(Mirror.State.CHANGED))
    if scope.is_own:
        rows = rows.filter(
            Q(example__owner=scope.person) | Q(example__owner=None, taken_by=scope.person)
        )
    if scope.field:
        of_field = fields.records(documents.KIND, scope.field)
        rows = rows.filter(example__in=of_field.values("pk"))
    shown = rows.select_related("example__owner").order_by("changed_at", "pk")
    entries = [
        Entry(
            one.example.title,
            one.get_absolute_url(),
            [
                one.host,
                german.datetime_de(one.changed_at, scope.now) if one.changed_at else "",
                *words.at(one.example.owner),
            ],
            note=words.shortened(", ".join(two.label for two in queries.differences(one))),
        )
        for one in shown[: scope.limit]
    ]
    return Found(rows.count(), entries)


add(
    Section(
        "uebernommen",
        gettext_lazy("Übernommenes, am Ursprung geändert"),
        gettext_lazy("Sehen Sie nach, ob die Änderung auch hier gelten soll."),
        changed,
        list_url="/uebernommen/?stand=changed",
        order=85,
    )
)
