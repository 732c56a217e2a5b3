"""Finds what of the published needs care: locks, age, pictures, language."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from lotse.knowledge import fields
from lotse.knowledge.board import words
from lotse.knowledge.board.sections import Entry, Found, Scope
from lotse.knowledge.models import LanguageScore, Picture
from lotse.knowledge.reviews.kinds import KINDS
from lotse.lib import german

AGING = timedelta(days=365)


def locked(scope: Scope) -> Found:
    """Records somebody keeps for themselves: forgotten locks hold everybody up."""
    count, found = 0, []
    for kind in KINDS.values():
        rows = kind.model._default_manager.filter(locked=True)
        if scope.is_own:
            rows = rows.filter(locked_by=scope.person)
        if scope.field:
            rows = rows.filter(pk__in=fields.records(kind.name, scope.field).values("pk"))
        count += rows.count()
        rows = rows.select_related("locked_by", "latest_revision").order_by("locked_at")
        found += [(kind, row) for row in rows[: scope.limit]]
    return Found(
        count,
        [
            Entry(
                row.latest_revision.object_str if row.latest_revision else str(row.pk),
                kind.edit_url(row.pk),
                [
                    kind.label,
                    _("gesperrt seit %s") % german.datetime_de(row.locked_at, scope.now),
                    *words.by(row.locked_by),
                ],
            )
            for kind, row in found[: scope.limit]
        ],
    )


def aging(scope: Scope) -> Found:
    """What nobody has published anew for a year, the oldest first."""
    count, found = 0, []
    before = scope.now - AGING
    for kind in KINDS.values():
        rows = kind.model._default_manager.filter(live=True, last_published_at__lte=before)
        if scope.is_own:
            rows = rows.filter(owner=scope.person)
        if scope.field:
            rows = rows.filter(pk__in=fields.records(kind.name, scope.field).values("pk"))
        count += rows.count()
        rows = rows.select_related("owner", "live_revision").order_by("last_published_at")
        found += [(kind, row) for row in rows[: scope.limit]]
    found.sort(key=lambda pair: pair[1].last_published_at)
    return Found(
        count,
        [
            Entry(
                row.live_revision.object_str if row.live_revision else str(row.pk),
                kind.edit_url(row.pk),
                [
                    kind.label,
                    _("zuletzt veröffentlicht %s") % german.date_de(row.last_published_at),
                    *words.at(row.owner),
                ],
            )
            for kind, row in found[: scope.limit]
        ],
    )


def pictures(scope: Scope) -> Found:
    """Pictures on pages that say nothing to whoever cannot see them."""
    if scope.field:
        return Found(0, [])
    image = get_image_model()
    used = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(image),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    # A picture of a good example has its text there, and does not appear without one.
    described = Q(pk__in=_described_pictures())
    rows = image.objects.filter(description="").exclude(described).filter(Exists(used))
    if scope.is_own:
        rows = rows.filter(uploaded_by_user=scope.person)
    rows = rows.select_related("uploaded_by_user").order_by("-created_at", "-pk")
    return Found(
        rows.count(),
        [
            Entry(
                one.title,
                reverse("wagtailimages:edit", args=[one.pk]),
                [german.datetime_de(one.created_at, scope.now), *words.at(one.uploaded_by_user)],
            )
            for one in rows[: scope.limit]
        ],
    )


def _described_pictures() -> Any:
    return Picture.objects.exclude(alt_text="").values("image")


def language(scope: Scope) -> Found:
    """What is harder to read than the operator's limit, the hardest first."""
    rows = LanguageScore.objects.filter(lix__gt=settings.LIX_LIMIT)
    rows = rows.filter(fields.condition(scope.field))
    if scope.is_own:
        rows = rows.filter(_owned_by(scope))
    return Found(
        rows.count(),
        [
            Entry(
                one.record_title,
                reverse("knowledge:read", args=[one.record_kind, one.record_id]),
                [
                    KINDS[one.record_kind].label,
                    _("LIX %d") % one.lix,
                    _("Lange Sätze: %d") % one.long_sentences,
                ],
            )
            for one in rows.order_by("-lix", "pk")[: scope.limit]
        ],
    )


def _owned_by(scope: Scope) -> Q:
    found = Q(pk__in=[])
    for kind in KINDS.values():
        own = kind.model._default_manager.filter(owner=scope.person).values("pk")
        found |= Q(record_kind=kind.name, record_id__in=own)
    return found
