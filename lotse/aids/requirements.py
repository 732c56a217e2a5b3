"""What must be known before an aid is shown."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotse.aids import calculating, calculators, outline

if TYPE_CHECKING:
    from lotse.aids.models import Aid


def check(draft: "Aid", *, stored: "Aid", today: date) -> None:
    """Refuse a draft that may not be shown. Raises ValidationError.

    stored: the aid as it is in the database, with what was published before. today: whose facts
    the cases of a calculator are run with.
    """
    if found := gaps(draft):
        raise ValidationError(found)
    if draft.is_calculator and (failed := calculators.failed_cases(draft, today)):
        raise ValidationError({"definition": failed})
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
    found = {}
    if not aid.summary.strip():
        found["summary"] = _("Sagen Sie in ein bis drei Sätzen, wobei es hilft.")
    if aid.is_calculator:
        if problem := definition_problem(aid):
            found["definition"] = problem
    elif problem := text_problem(aid):
        found["text"] = problem
    return found


def text_problem(aid: "Aid") -> str:
    """Say what is wrong with the text; empty if nothing is."""
    if not aid.is_checklist:
        return "" if aid.text.strip() else _("Der Text fehlt.")
    read = outline.read(aid.text)
    if read.problems:
        return " ".join(read.problems[:5])
    return "" if read.points else _("Eine Checkliste hat mindestens einen Punkt.")


def definition_problem(aid: "Aid") -> str:
    """Say what is wrong with a calculator; empty if nothing is."""
    calculator, problems = calculating.read(aid.definition)
    if calculator is not None and aid.stage == aid.Stage.RELEASED:
        problems = calculating.gaps(calculator)
    return " ".join(problems[:8])
