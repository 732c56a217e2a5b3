"""What people want and what no longer works, on the editors' board."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lotse.knowledge.board.sections import Entry, Found, Scope, Section, add
from lotse.knowledge.easy import queries as easy
from lotse.links import queries as links
from lotse.search import missed
from lotse.search.models import MissedQuestion


def broken_links(scope: Scope) -> Found:
    """Addresses that fail; they belong to nobody and to no field."""
    if scope.is_own or scope.field:
        return Found(0, ())
    rows = links.broken()
    entries = [
        Entry(
            link.address,
            reverse("links:link", args=[link.pk]),
            [
                link.error,
                ngettext("in %d Eintrag", "in %d Einträgen", link.uses_count) % link.uses_count,
            ],
        )
        for link in rows[: scope.limit]
    ]
    return Found(rows.count(), entries)


def missed_questions(scope: Scope) -> Found:
    """What was searched in vain most often; it belongs to nobody and to no field."""
    if scope.is_own or scope.field:
        return Found(0, ())
    rows = MissedQuestion.objects.filter(missed.in_state(MissedQuestion.State.OPEN), total__gt=1)
    entries = [
        Entry(
            question.text,
            reverse("knowledge:commission_demand", args=[question.pk]),
            [question.get_outcome_display(), _("%d-mal gesucht") % question.total],
        )
        for question in rows.order_by("-total", "-pk")[: scope.limit]
    ]
    return Found(rows.count(), entries)


def stale_easy_texts(scope: Scope) -> Found:
    """Easy texts whose record says something else now."""
    if scope.is_own or scope.field:
        return Found(0, ())
    rows = easy.stale()
    entries = [
        Entry(one.record_title, easy.write_url(one.record_kind, one.record_id))
        for one in rows[: scope.limit]
    ]
    return Found(rows.count(), entries)


add(
    Section(
        "leichte-sprache",
        gettext_lazy("Leichte Sprache, passt nicht mehr"),
        gettext_lazy("Der Eintrag hat sich geändert. Schreiben Sie nach, oder sagen Sie: passt."),
        stale_easy_texts,
        list_url="/leichte-texte/?stand=stale",
        order=85,
    ),
    Section(
        "nachfrage",
        gettext_lazy("Mehrfach vergeblich gesucht"),
        gettext_lazy("Wonach mehrmals gesucht wurde, ohne dass wir etwas Gutes hatten."),
        missed_questions,
        list_url="/nachfrage/",
        order=115,
    ),
    Section(
        "adressen",
        gettext_lazy("Adressen, die nicht mehr gehen"),
        gettext_lazy("Ersetzen Sie sie überall auf einmal, oder stellen Sie sie zurück."),
        broken_links,
        list_url="/adressen/",
        order=130,
    ),
)
