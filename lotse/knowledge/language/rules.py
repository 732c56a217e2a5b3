"""Rules of plain language: measure what is published, refuse what is too hard if that is set.

Called where records are published, so it imports only the models of scores.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotse.knowledge.language import score
from lotse.knowledge.language.score import Measure
from lotse.knowledge.models.language import LanguageScore

COLUMNS = {
    "example": (
        *("what", "problem", "solution", "evidence_text", "limits", "lessons"),
        *("would_do_differently", "would_not_repeat", "suitable_if", "unsuitable_if", "note"),
    ),
    "answer": ("short_answer", "long_answer"),
}
"""Texts that are measured, by the name of the search provider. Law and names are left out."""
NAMED = 3
"""So many sentences and words are named; more would not be changed."""


def measure(kind: str, record: Any) -> Measure:
    """Measure a record or draft as it stands."""
    return score.measure(getattr(record, name) for name in COLUMNS[kind])


def is_hard(found: Measure) -> bool:
    return found.is_judged and found.lix > settings.LIX_LIMIT


def advice(found: Measure) -> list[str]:
    """Say in sentences what makes a text hard; empty if it is not."""
    if not is_hard(found):
        return []
    values = {"lix": found.lix, "limit": settings.LIX_LIMIT}
    said = [_("Schwer zu lesen: LIX %(lix)d, höchstens %(limit)d ist das Ziel.") % values]
    said += [_("Teilen Sie diesen Satz: %s") % one for one in found.long_sentences[:NAMED]]
    said += [
        _("Statt „%(word)s“ besser: %(plain)s.") % {"word": word, "plain": plain}
        for word, plain in found.official[:NAMED]
    ]
    return said


def check(kind: str, draft: Any) -> None:
    """Refuse a text that is too hard where the operator wants that. Raises ValidationError."""
    if settings.HARD_LANGUAGE == "refuse" and (said := advice(measure(kind, draft))):
        raise ValidationError(said)


def note(kind: str, record: Any, *, now: datetime) -> None:
    """Keep the measure of a published record."""
    found = measure(kind, record)
    LanguageScore.objects.update_or_create(
        record_kind=kind,
        record_id=record.pk,
        defaults={
            "record_title": str(record)[:300],
            "words": found.words,
            "lix": found.lix if found.is_judged else 0,
            "school_year": found.school_year,
            "long_sentences": len(found.long_sentences),
            "measured_at": now,
        },
    )


def forget(kind: str, record_id: int) -> None:
    """What nobody reads is not hard to read."""
    LanguageScore.objects.filter(record_kind=kind, record_id=record_id).delete()


def note_missing(records: Sequence[tuple[str, Any]], *, now: datetime) -> int:
    """Measure published records that have no score yet; return how many.

    records: kind and published records of it, as a queryset.
    """
    done = 0
    for kind, rows in records:
        known = LanguageScore.objects.filter(record_kind=kind).values("record_id")
        for record in rows.exclude(pk__in=known).order_by("pk")[:200]:
            note(kind, record, now=now)
            done += 1
    return done
