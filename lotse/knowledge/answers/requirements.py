"""What must be known before an answered question is shown. Pure apart from the translations."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotse.knowledge.facts import marks
from lotse.knowledge.requirements import concept_gaps

if TYPE_CHECKING:
    from lotse.knowledge.models import Answer

MAX_SENTENCES = 3
_MARK = re.compile(r"\[(\d{1,2})\]")
_ABBREVIATION = re.compile(
    r"\b(?:Abs|Nr|Art|Satz|bzw|ca|ggf|usw|etc|evtl|inkl|vgl|St|Dr|Mio|Mrd|Std|Tel"
    r"|z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|o\.\s?ä|\d{1,4})\.",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:]+[\"“”)\]]*(?:\s+|$)")


def check(answer: "Answer", *, today: date) -> None:
    """Refuse a draft that may not be shown. Raises ValidationError with one entry per field."""
    found = gaps(answer, today=today)
    sources = list(answer.sources.all())
    if not sources:
        found["sources"] = _("Nennen Sie mindestens eine Quelle.")
    found |= mark_gaps(answer, len(sources)) | concept_gaps(len(answer.concepts.all()))
    found |= land_gaps(answer.scope, len(answer.lands.all()))
    if found:
        raise ValidationError(found)


def second_look(answer: "Answer", name: str, today: date) -> dict[str, Any]:
    """Return the columns that say that somebody looked."""
    return {"checked_on": today}


def gaps(answer: "Answer", *, today: date) -> dict[str, str]:
    """Return what is missing or contradictory in the columns, by column, as German sentences."""
    needed = {
        "question": _("Wie lautet die Frage?"),
        "slug": _("Geben Sie der Antwort eine Adresse."),
        "short_answer": _("Beantworten Sie die Frage in höchstens drei Sätzen."),
        "as_of": _("Bis zu welchem Tag reichen die Angaben?"),
        "review_due_on": _("Legen Sie fest, wann wir wieder nachschauen."),
    }
    found = {name: sentence for name, sentence in needed.items() if not getattr(answer, name)}
    if sentences(answer.short_answer) > MAX_SENTENCES:
        found["short_answer"] = _(
            "Kürzen Sie auf drei Sätze. Der Rest gehört in die ausführliche Antwort."
        )
    for name in ("as_of", "law_as_of", "checked_on"):
        day = getattr(answer, name)
        if day and day > today:
            found[name] = _("Dieser Tag liegt in der Zukunft.")
    if answer.as_of and answer.review_due_on and answer.review_due_on <= answer.as_of:
        found["review_due_on"] = _("Die Wiedervorlage liegt nach dem Stand.")
    texts = {name: getattr(answer, name) for name in ("question", "short_answer", "long_answer")}
    return found | marks.gaps(texts, bare=["question"])


def land_gaps(scope: str, lands: int) -> dict[str, str]:
    if scope == "land" and not lands:
        return {"lands": _("Für welche Länder gilt das?")}
    if scope != "land" and lands:
        return {"lands": _("Länder gehören nur zum Geltungsbereich „in einzelnen Ländern“.")}
    return {}


def mark_gaps(answer: "Answer", sources: int) -> dict[str, str]:
    """A mark such as [3] must have its source."""
    for name in ("short_answer", "long_answer"):
        for number in _MARK.findall(getattr(answer, name)):
            if not 1 <= int(number) <= sources:
                return {name: _("Im Text steht [%s], aber diese Quelle fehlt.") % number}
    return {}


def sentences(text: str) -> int:
    """Return how many sentences a text has; "Abs. 2" and "z. B." end none."""
    plain = _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), text)
    return len([part for part in _SENTENCE_END.split(plain) if re.search(r"\w", part)])
