"""What must be known before an example is shown. Pure apart from the translations.

Two stages (domain record 4 and 6.1): a **short form** may appear at once, marked "Prüfung offen";
with a date of the check it claims to be complete, and then it has to be.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotse.knowledge.facts import marks

if TYPE_CHECKING:
    from lotse.knowledge.models import Example

BARE = (
    *("title", "what", "evidence_text", "limits", "lessons", "would_do_differently"),
    *("would_not_repeat", "suitable_if", "unsuitable_if", "legal_basis"),
)
"""Shown as they are in lists, mails, comparisons and checks: no marks of facts."""
MARKED = ("problem", "solution", "partners", "note")
"""Texts in which a mark such as [F-U-20] becomes value, jurisdiction and date."""
MAX_CONCEPTS = 6
EARLIEST_YEAR = 1945


def check(example: "Example", *, today: date) -> None:
    """Refuse a draft that may not be shown. Raises ValidationError with one entry per field."""
    found = gaps(example, today=today)
    parts = {
        "municipalities": (example.municipalities.all(), _("Nennen Sie mindestens eine Kommune.")),
        "sources": (example.sources.all(), _("Nennen Sie mindestens eine Quelle.")),
    }
    found |= {name: sentence for name, (rows, sentence) in parts.items() if not list(rows)}
    found |= concept_gaps(len(example.concepts.all())) | picture_gaps(example)
    if found:
        raise ValidationError(found)


def gaps(example: "Example", *, today: date) -> dict[str, str]:
    """Return what is missing or contradictory in the columns, by column, as German sentences."""
    found = _always(example) | _dates(example, today) | _numbers(example) | _contact(example)
    texts = {name: getattr(example, name) for name in (*BARE, *MARKED)}
    found |= marks.gaps(texts, bare=BARE)
    return found | (_checked(example) if example.checked_on else {})


def concept_gaps(count: int) -> dict[str, str]:
    if count == 0:
        return {"concepts": _("Wählen Sie mindestens ein Thema.")}
    if count > MAX_CONCEPTS:
        return {"concepts": _("Wählen Sie höchstens sechs Themen, die wichtigsten.")}
    return {}


def picture_gaps(example: "Example") -> dict[str, str]:
    """No picture without what it shows, whose it is and who agreed."""
    for picture in example.pictures.all():
        if not (picture.alt_text.strip() and picture.credit.strip()):
            return {"pictures": _("Beschreiben Sie jedes Bild und nennen Sie, von wem es ist.")}
        if not (picture.people_shown and picture.consent_note.strip()):
            return {"pictures": _("Halten Sie zu jedem Bild fest, wer es wann erlaubt hat.")}
    return {}


def second_look(example: "Example", name: str, today: date) -> dict[str, Any]:
    """Return the columns that say that a second person looked: checked, or only read.

    A checked example is complete; a short form is not, and whoever reads it is told so.
    """
    known_on, known_by = example.checked_on, example.checked_by
    example.checked_on, example.checked_by = today, name
    is_complete = not _checked(example)
    example.checked_on, example.checked_by = known_on, known_by
    if is_complete:
        return {"checked_on": today, "checked_by": name[:120], "read_on": None}
    return {"read_on": today}


def _always(example: "Example") -> dict[str, str]:
    return _missing(
        example,
        title=_("Geben Sie dem Beispiel einen Titel."),
        slug=_("Geben Sie dem Beispiel eine Adresse."),
        what=_("Sagen Sie in einem Satz, wer was für wen tut."),
        review_due_on=_("Legen Sie fest, wann wir wieder nachschauen."),
    )


def _checked(example: "Example") -> dict[str, str]:
    """A checked example is complete; without a check the rest may follow later."""
    found = _missing(
        example,
        checked_by=_("Wer hat geprüft?"),
        problem=_("Beschreiben Sie die Ausgangslage, oder lassen Sie die Prüfung offen."),
        solution=_("Beschreiben Sie die Lösung, oder lassen Sie die Prüfung offen."),
        evidence=_("Wählen Sie, womit die Angaben belegt sind."),
        contact_consent_until=_("Ein geprüftes Beispiel braucht eine Ansprechstelle."),
    )
    if example.status == "unknown":
        found["status"] = _("Klären Sie den Stand, oder lassen Sie die Prüfung offen.")
    lessons = (example.would_not_repeat, example.limits, example.lessons)
    if example.status == "failed" and not any(lessons):
        found["would_not_repeat"] = _(
            "Woran ist es gescheitert? Das ist, was andere lernen können."
        )
    if not (example.started_on or example.year):
        found["started_on"] = _("Nennen Sie Beginn oder Jahr.")
    if example.review_due_on and example.checked_on and example.review_due_on <= example.checked_on:
        found["review_due_on"] = _("Die Wiedervorlage liegt nach der Prüfung.")
    return found


def _dates(example: "Example", today: date) -> dict[str, str]:
    found = {}
    if example.started_on and example.ended_on and example.ended_on < example.started_on:
        found["ended_on"] = _("Das Ende liegt vor dem Beginn.")
    if example.checked_on and example.checked_on > today:
        found["checked_on"] = _("Der Tag der Prüfung liegt in der Zukunft.")
    if example.evidence_on and example.evidence_on > today:
        found["evidence_on"] = _("Der Tag des Belegs liegt in der Zukunft.")
    if example.year and not EARLIEST_YEAR <= example.year <= today.year + 5:
        found["year"] = _("Dieses Jahr kann nicht stimmen.")
    if example.year and not example.year_basis:
        found["year_basis"] = _("Steht das Jahr in der Quelle, oder ist es erschlossen?")
    if example.legal_basis and not example.legal_checked_on:
        found["legal_checked_on"] = _("Bis wann wurde das Recht geprüft?")
    return found


def _numbers(example: "Example") -> dict[str, str]:
    """Never a number without year and basis."""
    columns = (example.effort_fte, example.one_off_cost_euro, example.running_cost_euro)
    if all(number is None for number in columns):
        return {}
    return _missing(
        example,
        cost_year=_("Aus welchem Jahr sind die Zahlen?"),
        cost_basis=_("Worauf beruhen die Zahlen?"),
    )


def _contact(example: "Example") -> dict[str, str]:
    """Contacts of a municipality appear only with its consent and only until a day."""
    if not (example.contact_office or example.contact_email or example.contact_phone):
        return {}
    found = _missing(
        example,
        contact_office=_("Wie heißt die Stelle?"),
        contact_consent_until=_("Bis wann gilt die Einwilligung?"),
    )
    if not (example.contact_email or example.contact_phone):
        found["contact_email"] = _("Nennen Sie Postfach oder Telefon.")
    return found


def _missing(example: "Example", **sentences: str) -> dict[str, str]:
    return {
        column: sentence for column, sentence in sentences.items() if not getattr(example, column)
    }
