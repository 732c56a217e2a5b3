"""What the pages around the harvest show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lotse.accounts.models import User
from lotse.inquiries import access, material, suggest
from lotse.inquiries.desk.contexts import actions
from lotse.inquiries.desk.harvest_forms import (
    AidForm,
    ChangeForm,
    ExampleDraftForm,
    ExistingForm,
    MarkForm,
)
from lotse.inquiries.models import Attachment, Harvested, Inquiry, Outcome
from lotse.lib.audience import Audience
from lotse.lib.redaction import Kind
from lotse.search import engine, registry
from lotse.search.engine import Result

SIMILAR = 5
MAX_MARKS = 500
KIND_WORDS = {
    Kind.NAME: _("Name"),
    Kind.MAIL: _("E-Mail-Adresse"),
    Kind.PHONE: _("Telefonnummer"),
    Kind.ADDRESS: _("Anschrift"),
    Kind.IBAN: _("Bankverbindung"),
    Kind.BIRTH: _("Geburtsdatum"),
    Kind.FILE_NUMBER: _("Aktenzeichen"),
    Kind.AZR: _("AZR-Nummer"),
    Kind.PLATE: _("Kennzeichen"),
    Kind.HEALTH: _("Gesundheit, bitte genau lesen"),
}
_EDIT = {
    material.EXAMPLE: "/redaktion/snippets/knowledge/example/edit/{}/",
    material.ANSWER: "/redaktion/snippets/knowledge/answer/edit/{}/",
}
_READ = {material.EXAMPLE: "/b/{}/", material.ANSWER: "/a/{}/"}


@dataclass(frozen=True)
class Similar:
    """A record that may answer the inquiry already."""

    label: str
    result: Result

    @property
    def passage(self) -> SafeString:
        """Escaped by the search, its words marked."""
        return mark_safe(self.result.passage_html)  # noqa: S308

    @property
    def target(self) -> str:
        return f"{self.result.kind}:{self.result.object_id}"


@dataclass(frozen=True)
class Fruit:
    """One thing the inquiry led to, with the way there."""

    row: Harvested
    label: str
    url: str
    """Empty if there is nothing to open yet for this reader."""
    is_public: bool


def similar(inquiry: Inquiry, offered: material.Material) -> list[Similar]:
    """Return records like this inquiry, from everything the team can read.

    Looked for by the question alone and by the whole text: a long text matches little as a whole.
    """
    wordings = (
        offered.question,
        inquiry.subject,
        suggest.gist(inquiry.subject, offered.problem),
    )
    found: dict[tuple[str, int], Result] = {}
    for words in dict.fromkeys(wordings):
        for one in engine.best(
            words, reach=Audience.TEAM, limit=SIMILAR, kinds=tuple(material.RECORDS)
        ):
            found.setdefault((one.kind, one.object_id), one)
    best = list(found.values())[:SIMILAR]
    return [Similar(str(registry.providers[one.kind].label), one) for one in best]


def fruits(inquiry: Inquiry, reader: User) -> list[Fruit]:
    """Return what became of an inquiry; the number of queries is fixed."""
    rows = list(inquiry.harvested.select_related("commission", "made_by"))
    live = {
        (kind, pk)
        for kind, model in material.RECORDS.items()
        for pk in model.objects.filter(
            live=True, pk__in=[row.record_id for row in rows if row.record_kind == kind]
        ).values_list("pk", flat=True)
    }
    return [_fruit(row, reader, (row.record_kind, row.record_id) in live) for row in rows]


def _fruit(row: Harvested, reader: User, is_live: bool) -> Fruit:
    if row.commission is not None:
        return Fruit(row, str(row.commission.get_kind_display()), "/auftraege/?stand=alle", False)
    label = str(registry.providers[row.record_kind].label)
    address = (_EDIT if reader.is_editor else _READ if is_live else {}).get(row.record_kind, "")
    return Fruit(row, label, address.format(row.record_id), is_live)


def files(inquiry: Inquiry) -> list[Attachment]:
    return list(Attachment.objects.filter(message__inquiry=inquiry).order_by("pk"))


def page(
    inquiry: Inquiry, request: HttpRequest, refused: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The page of the harvest. refused: a form with its errors, by its act."""
    forms = {
        "example": ExampleDraftForm(files=files(inquiry), auto_id="beispiel-%s"),
        "aid": AidForm(auto_id="hilfe-%s"),
        "change": ChangeForm(auto_id="aenderung-%s"),
        "existing": ExistingForm(auto_id=False),
        "answer": None,
    } | dict(refused or {})
    offered = material.of(inquiry)
    shown = actions.page(inquiry, AidForm(), request, title=str(_("Für andere nutzbar machen")))
    return shown | {
        "forms": forms,
        "errors": [error for form in (refused or {}).values() for error in form.non_field_errors()],
        "similar": similar(inquiry, offered),
        "fruits": fruits(inquiry, access.desk_user(request)),
        "material": offered,
        "now": timezone.now(),
    }


def mark_forms(inquiry: Inquiry, data: Mapping[str, Any] | None) -> list[MarkForm]:
    """Return one form for each mark, undecided ones first; of a page that was sent, its own.

    What was sent names its marks, so a mark that appeared meanwhile shifts nothing.
    """
    marks = sorted(
        material.marks(inquiry), key=lambda mark: (mark.decision is not None, mark.is_hint)
    )
    numbered = [(number, mark) for number, mark in enumerate(marks, start=1)]
    if data is not None:
        by_key = {(mark.kind.value, mark.value): mark for mark in marks}
        keys = [
            (number, (data.get(f"m{number}-kind"), data.get(f"m{number}-value")))
            for number in range(1, MAX_MARKS)
        ]
        numbered = [(number, by_key[key]) for number, key in keys if key in by_key]
    return [
        MarkForm(data, mark=mark, prefix=f"m{number}", auto_id=f"m{number}-%s")
        for number, mark in numbered
    ]


def redaction_page(inquiry: Inquiry, forms: Sequence[MarkForm]) -> dict[str, Any]:
    undecided = [f for f in forms if not (f.mark.decision or f.mark.is_hint)]
    return {
        "inquiry": inquiry,
        "forms": [(KIND_WORDS[form.mark.kind], form) for form in forms],
        "undecided": len(undecided),
    }


def waiting() -> QuerySet[Inquiry]:
    """Return closed inquiries that somebody meant to harvest and nobody has."""
    return (
        Inquiry.objects.filter(
            closed_at__isnull=False, anonymised_at=None, merged_into=None, harvested=None
        )
        .exclude(harvest__in=["", Inquiry.Harvest.NONE])
        .select_related("municipality", "owner", "area")
    )


@dataclass(frozen=True)
class Voice:
    """What the asker said about an answer."""

    title: str
    text: str
    when: datetime
    is_good: bool


def voices(inquiry: Inquiry) -> list[Voice]:
    """Return feedback and what became of the answer, oldest first. Two queries."""
    said = [
        Voice(
            title=str(_("Hat geholfen") if row.has_helped else _("Hat nicht geholfen")),
            text=row.text,
            when=row.changed_at or row.given_at,
            is_good=row.has_helped,
        )
        for row in inquiry.feedback.all()
    ]
    for outcome in Outcome.objects.filter(inquiry=inquiry).exclude(given_at=None):
        assert outcome.given_at is not None
        title = _("Was daraus wurde: %s") % outcome.get_result_display()
        is_good = outcome.result == Outcome.Result.DONE
        said.append(Voice(str(title), outcome.text, outcome.given_at, is_good))
    return said
