"""What must be known before an aid is shown."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotse.aids import kinds
from lotse.knowledge.facts import marks

if TYPE_CHECKING:
    from lotse.aids.models import Aid


def check(draft: "Aid", *, stored: "Aid", today: date) -> None:
    """Refuse a draft that may not be shown. Raises ValidationError.

    stored: the aid as it is in the database, with what was published before. today: whose facts
    a calculator is tried with.
    """
    if found := gaps(draft):
        raise ValidationError(found)
    if objections := kinds.conduct(draft.kind).objections(draft, today):
        raise ValidationError(dict(objections))
    count = len(draft.concepts.all())
    sentences = [] if 1 <= count <= 6 else [_("Wählen Sie ein bis sechs Themen.")]
    if draft.scope == "land" and not draft.lands.all():
        sentences.append(_("Nennen Sie die Länder, in denen die Hilfestellung gilt."))
    if stored.first_published_at and stored.slug != draft.slug:
        sentences.append(_("Die Adresse ist veröffentlicht und bleibt, wie sie ist."))
    if sentences:
        raise ValidationError(sentences)


def gaps(aid: "Aid") -> dict[str, str]:
    """Return what is missing or wrong in the columns, by column, as German sentences."""
    found: dict[str, str] = {}
    if not aid.summary.strip():
        found["summary"] = _("Sagen Sie in ein bis drei Sätzen, wobei es hilft.")
    found |= marks.gaps({"text": aid.text, "limits": aid.limits})
    return found | dict(kinds.conduct(aid.kind).gaps(aid))
