"""An example as its reader gets it: sections, facts and dates, cut to what the reader may see.

Everything readers see of an example passes through here: its page, the editor's preview and the
passages of the search index. ``reach`` decides about contact, files and internal note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.lib import german
from lotse.lib.audience import Audience
from lotse.municipalities.models import SIZE_CLASSES

if TYPE_CHECKING:
    from lotse.knowledge.models import (
        Attachment,
        Example,
        ExampleMunicipality,
        Picture,
        Source,
        Step,
    )
    from lotse.municipalities.models import Municipality
    from lotse.topics.models import Concept

_LEAD_TIMES = {
    "d7": (7, gettext_lazy("bis eine Woche")),
    "d30": (30, gettext_lazy("bis einen Monat")),
    "d90": (90, gettext_lazy("bis drei Monate")),
    "more": (None, gettext_lazy("länger als drei Monate")),
}
LEAD_TIME_LABELS = {code: label for code, (_days, label) in _LEAD_TIMES.items()}
SETBACK_LABELS = {
    "failed": gettext_lazy("Gescheitert"),
    "not_again": gettext_lazy("Nennt, was sie nicht wieder tun würde"),
}
"""What did not work is content like any other, with a name of its own in lists and filters."""
OLD_AFTER_YEARS = 5
"""From this age on readers are told that the content is old (see PLATFORMS, weADAPT)."""


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """A part of the page with its own heading. kind: text, brief, list, steps, costs or fit."""

    anchor: str
    heading: str
    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    steps: "tuple[Step, ...]" = ()
    facts: tuple[Fact, ...] = ()
    suitable: tuple[str, ...] = ()
    unsuitable: tuple[str, ...] = ()
    note: str = ""

    @property
    def plain_text(self) -> str:
        """Everything said in it, for the search index."""
        steps = [f"{step.title}. {step.text}" for step in self.steps]
        facts = [f"{fact.label}: {fact.value}." for fact in self.facts]
        parts = [self.text, *self.items, *steps, *facts, *self.suitable, *self.unsuitable]
        return "\n".join(part for part in (*parts, self.note) if part)


@dataclass(frozen=True)
class Contact:
    """Shown to members only, and only as long as the municipality agreed."""

    office: str
    email: str
    phone: str
    hours: str = ""
    """When somebody is there, in words."""


@dataclass(frozen=True)
class Reading:
    """All that one reader may see of one example."""

    example: "Example"
    municipalities: "tuple[Municipality, ...]"
    """The leading one first."""
    topics: "tuple[Concept, ...]"
    fields: "tuple[Concept, ...]"
    sections: tuple[Section, ...]
    effort: tuple[Fact, ...]
    dates: tuple[Fact, ...]
    sources: "tuple[Source, ...]"
    attachments: "tuple[Attachment, ...]"
    pictures: "tuple[Picture, ...]"
    contact: Contact | None
    has_hidden_contact: bool
    """There is a contact, but this reader has to sign in as a member to see it."""
    is_checked: bool
    is_review_due: bool
    internal_note: str = ""
    checked_by: str = ""
    minutes: int = 1
    years_old: int = 0
    """Whole years since the content was true; 0 if recent or not known."""
    setbacks: tuple[str, ...] = ()
    """What did not work, in words."""
    reach: Audience = field(default=Audience.PUBLIC)

    @property
    def is_old(self) -> bool:
        return self.years_old >= OLD_AFTER_YEARS

    @property
    def rows(self) -> "list[tuple[Section, ...]]":
        """The sections as they stand on the page: effect and limits side by side.

        Limits are as important as the effect (domain record 4): where one is known and the other
        is not, the page says so.
        """
        shown = {section.anchor: section for section in self.sections}
        effect, limits = shown.get("wirkung"), shown.get("grenzen")
        if effect and limits is None:
            limits = Section("grenzen", _("Grenzen"), "text", text=_("keine Angabe"))
        rows = [(one,) for one in self.sections if one.anchor not in ("wirkung", "grenzen")]
        pair = tuple(one for one in (effect, limits) if one)
        if not pair:
            return list(rows)
        first = next(n for n, one in enumerate(self.sections) if one.anchor == pair[0].anchor)
        return [*rows[:first], pair, *rows[first:]]

    @property
    def lead(self) -> "Municipality | None":
        return self.municipalities[0] if self.municipalities else None


def of(example: "Example", *, reach: Audience, today: date) -> Reading:
    """Return what a reader of this reach sees on this day. Five queries, or none if prefetched."""
    parts: list[ExampleMunicipality] = list(example.municipalities.all())
    topics = tuple(example.concepts.all())
    contact = _contact(example, today)
    is_member, is_team = reach >= Audience.MEMBERS, reach >= Audience.TEAM
    attachments = tuple(
        attachment
        for attachment in example.attachments.all()
        if attachment.is_released or is_member
    )
    shown = tuple(sections(example))
    return Reading(
        example=example,
        municipalities=tuple(part.municipality for part in parts),
        topics=topics,
        fields=tuple({topic.top.pk: topic.top for topic in topics}.values()),
        sections=shown,
        effort=tuple(_effort(example)),
        dates=tuple(_dates(example)),
        sources=tuple(example.sources.all()),
        attachments=attachments,
        pictures=tuple(example.pictures.all()),
        contact=contact if is_member else None,
        has_hidden_contact=bool(contact) and not is_member,
        is_checked=example.is_checked,
        is_review_due=is_review_due(example, today),
        internal_note=example.internal_note if is_team else "",
        checked_by=example.checked_by if is_team else "",
        minutes=max(1, round(sum(len(one.plain_text.split()) for one in shown) / 200)),
        years_old=years_old(example, today),
        setbacks=tuple(str(SETBACK_LABELS[code]) for code in setbacks(example)),
        reach=reach,
    )


def sections(example: "Example") -> Iterator[Section]:
    """The sections that have content, in reading order. Nothing in them needs a reach."""
    written = (
        Section("kurz", _("Kurz gesagt"), "brief", text=example.what),
        _not_again(example, follows=False),
        Section("lage", _("Ausgangslage"), "text", text=example.problem),
        Section("loesung", _("Lösung"), "text", text=example.solution),
        Section("schritte", _("Schritte"), "steps", steps=tuple(example.steps.all())),
        _costs_section(example),
        Section("wirkung", _("Wirkung"), "text", text=example.evidence_text),
        Section("grenzen", _("Grenzen"), "list", items=lines(example.limits)),
        Section("stolper", _("Stolpersteine"), "list", items=lines(example.lessons)),
        Section(
            "anders", _("Das würden wir anders machen"), "text", text=example.would_do_differently
        ),
        _not_again(example, follows=True),
        _fit(example),
        _law(example),
        Section("beteiligte", _("Beteiligte"), "list", items=lines(example.partners)),
        Section("anmerkung", _("Anmerkung der Redaktion"), "text", text=example.note),
    )
    return (section for section in written if section.plain_text)


def likeness(places: "Sequence[Municipality]", own: "Municipality | None") -> str:
    """Say in which way one of the places is like the reader's own; empty if in none."""
    if own is None:
        return ""
    same_size = bool(own.size_class) and own.size_class in {place.size_class for place in places}
    same_land = own.land_id in {place.land_id for place in places}
    if same_size and same_land:
        return _("Gleiche Größenklasse und gleiches Land wie Sie")
    if same_size:
        return _("Gleiche Größenklasse wie Sie")
    return _("Gleiches Land wie Sie") if same_land else ""


def years_old(example: "Example", today: date) -> int:
    """Return how many whole years ago the content was true; 0 if that is not known.

    Of a year alone its last day counts: nothing is called older than it is.
    """
    true_on = example.content_as_of
    if true_on is None and not example.year:
        return 0
    true_on = true_on or date(example.year or today.year, 12, 31)
    birthday_comes = (today.month, today.day) < (true_on.month, true_on.day)
    return max(0, today.year - true_on.year - birthday_comes)


def is_review_due(example: "Example", today: date) -> bool:
    return example.review_due_on is not None and example.review_due_on <= today


def meta(example: "Example") -> list[str]:
    """One line for lists: municipality, what kind of place, Land, year."""
    return meta_of([part.municipality for part in example.municipalities.all()], example.year)


def meta_of(municipalities: "Sequence[Municipality]", year: int | None) -> list[str]:
    parts = []
    if municipalities:
        lead, others = municipalities[0], len(municipalities) - 1
        more = _(" und %d weitere") % others if others else ""
        parts = [lead.short_name + more]
        if lead.size_word not in lead.short_name:
            parts.append(lead.size_word)
        if lead.land.name != lead.short_name:
            parts.append(lead.land.name)
    return [*parts, str(year)] if year else parts


def about(example: "Example", today: date) -> date | None:
    """Return the day whose rules an example shows; None if it is about today.

    An example of 2015 shows what held in 2015.
    """
    day = example.content_as_of or (date(example.year, 12, 31) if example.year else None)
    return day if day and day < today else None


def lines(text: str) -> tuple[str, ...]:
    """The lines of a field that holds one entry per line, without list marks."""
    return tuple(bare for line in text.splitlines() if (bare := line.strip().lstrip("-•*– ")))


def lead_time_code(days: int) -> str:
    return next(code for code, (most, _label) in _LEAD_TIMES.items() if not most or days <= most)


def _contact(example: "Example", today: date) -> Contact | None:
    agreed = example.contact_consent_until
    if not agreed or agreed < today or not (example.contact_email or example.contact_phone):
        return None
    return Contact(
        example.contact_office,
        example.contact_email,
        example.contact_phone,
        example.contact_hours,
    )


def _effort(example: "Example") -> Iterator[Fact]:
    """The side column: what people ask first."""
    if example.lead_time_days is not None:
        yield Fact(_("Vorlauf"), days_in_words(example.lead_time_days))
    if example.capacity:
        yield Fact(_("Umfang"), example.capacity)
    yield from _costs(example)
    if example.cost_year and (example.cost_basis or example.effort_fte is not None):
        yield Fact(_("Zahlen aus"), str(example.cost_year))


def _costs(example: "Example") -> Iterator[Fact]:
    # A number without year and basis says nothing and is not shown (domain rule).
    if not (example.cost_year and example.cost_basis):
        return
    if example.effort_fte is not None:
        yield Fact(_("Stellen"), german.number_de(float(example.effort_fte)))
    if example.one_off_cost_euro is not None:
        yield Fact(_("Einmalig"), german.euro(example.one_off_cost_euro))
    if example.running_cost_euro is not None:
        yield Fact(_("Laufend im Jahr"), german.euro(example.running_cost_euro))


def _dates(example: "Example") -> Iterator[Fact]:
    """Content, check and law have different dates and are never merged into one."""
    if example.content_as_of:
        yield Fact(_("Stand des Inhalts"), german.date_de(example.content_as_of))
    elif example.year:
        basis = example.get_year_basis_display() if example.year_basis else ""
        yield Fact(
            _("Stand des Inhalts"), f"{example.year} ({basis})" if basis else f"{example.year}"
        )
    else:
        yield Fact(_("Stand des Inhalts"), _("nicht bekannt"))
    if example.evidence_on:
        yield Fact(_("Beleg vom"), german.date_de(example.evidence_on))
    if example.evidence_by:
        yield Fact(_("Bestätigt durch"), example.evidence_by)
    checked_on = example.checked_on or example.read_on
    checked = german.date_de(checked_on) if checked_on and example.is_checked else ""
    yield Fact(_("Geprüft"), checked or _("Prüfung offen"))
    if example.legal_basis:
        law = example.legal_checked_on
        yield Fact(_("Rechtsstand"), german.date_de(law) if law else _("nicht geprüft"))


def _costs_section(example: "Example") -> Section:
    costs = tuple(_costs(example))
    basis = {"basis": example.cost_basis, "year": example.cost_year}
    note = _("Grundlage: %(basis)s, Jahr %(year)s.") % basis if costs else ""
    return Section("kosten", _("Personal und Kosten"), "costs", facts=costs, note=note)


def _not_again(example: "Example", *, follows: bool) -> Section:
    """What others can spare themselves: of a failed attempt this is the news, so it comes first."""
    text = example.would_not_repeat if follows is not is_failed(example) else ""
    return Section("nicht-wieder", _("Das würden wir nicht wieder tun"), "text", text=text)


def is_failed(example: "Example") -> bool:
    return example.status == "failed"


def setbacks(example: "Example") -> list[str]:
    """Return the codes of what did not work, as the lists know them."""
    found = ["failed"] if is_failed(example) else []
    return [*found, "not_again"] if example.would_not_repeat else found


def _fit(example: "Example") -> Section:
    sizes = [str(SIZE_CLASSES[code]) for code in example.suits_size_classes if code in SIZE_CLASSES]
    return Section(
        "uebertrag",
        _("Übertragbarkeit"),
        "fit",
        text=_("Geeignet für diese Einwohnerzahlen: %s.") % ", ".join(sizes) if sizes else "",
        suitable=lines(example.suitable_if),
        unsuitable=lines(example.unsuitable_if),
    )


def _law(example: "Example") -> Section:
    parts = [example.legal_jurisdiction]
    if example.legal_checked_on:
        parts.append(_("Rechtsstand %s") % german.date_de(example.legal_checked_on))
    parts.append(_("Bitte mit Ihrem Rechtsamt klären."))
    note = " · ".join(part for part in parts if part) if example.legal_basis else ""
    return Section("recht", _("Rechtsgrundlage"), "text", text=example.legal_basis, note=note)


def days_in_words(days: int) -> str:
    """Return whole weeks where they are, else days: "6 Wochen", "10 Tage"."""
    if days % 7 == 0 and days >= 7:
        weeks = days // 7
        return _("1 Woche") if weeks == 1 else _("%d Wochen") % weeks
    return _("1 Tag") if days == 1 else _("%d Tage") % days
