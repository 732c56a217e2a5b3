"""From a file to drafts: take it in, say what its columns mean, check, begin, take back.

The worker checks and drafts in batches, so a table of thousands holds nobody up. Each row is
handled once: a crash repeats at most the batch it was in.
"""

from collections.abc import Sequence
from datetime import date, datetime
from difflib import SequenceMatcher

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge import slugs
from lotse.knowledge.importing import fields, sheets
from lotse.knowledge.importing.fields import FIELDS, NEEDED, Known, Unreadable
from lotse.knowledge.models import Example, ExampleMunicipality, SheetImport, SheetRow, Source
from lotse.knowledge.submissions import queries as submissions
from lotse.lib.audience import Audience
from lotse.lib.errors import RuleError

BATCH = 20
ALIKE = 0.72
"""From this ratio on two titles are taken to say the same."""
Values = dict[str, object]


@transaction.atomic
def take_in(*, name: str, content: bytes, by: User | None, now: datetime) -> SheetImport:
    """Keep the rows of a file and guess what its columns mean. Raises RuleError."""
    sheet = sheets.read(name, content)
    kept = SheetImport.objects.create(
        name=name[:200],
        header=sheet.header,
        mapping=fields.guess(sheet.header),
        total=len(sheet.rows),
        created_at=now,
        created_by=by,
    )
    SheetRow.objects.bulk_create(
        [SheetRow(sheet=kept, number=number, cells=cells) for number, cells in sheet.rows],
        batch_size=500,
    )
    return kept


@transaction.atomic
def map_columns(sheet: SheetImport, mapping: Sequence[str], *, now: datetime) -> None:
    """Say what the columns mean; everything is checked anew. Raises RuleError."""
    chosen = [name for name in mapping if name]
    if len(mapping) != len(sheet.header) or not set(chosen) <= set(FIELDS):
        raise RuleError(_("Die Zuordnung passt nicht zu dieser Tabelle."))
    twice = {name for name in chosen if chosen.count(name) > 1}
    if twice:
        label = FIELDS[twice.pop()].label
        raise RuleError(_("„%s“ ist zwei Spalten zugeordnet. Wählen Sie eine.") % label)
    missing = [FIELDS[name].label for name in NEEDED if name not in chosen]
    if missing:
        raise RuleError(_("Es fehlt eine Spalte für: %s.") % ", ".join(missing))
    changed = SheetImport.objects.filter(pk=sheet.pk, begun_at=None)
    if not changed.update(mapping=list(mapping), mapped_at=now, checked_at=None):
        raise RuleError(_("Diese Tabelle wird schon eingelesen."))
    sheet.rows.update(checked_at=None)
    sheet.refresh_from_db()


def begin(sheet: SheetImport, *, now: datetime) -> None:
    """Let the checked rows become drafts. Raises RuleError if somebody was faster."""
    ready = SheetImport.objects.filter(pk=sheet.pk, checked_at__isnull=False, begun_at=None)
    if not ready.update(begun_at=now):
        raise RuleError(_("Diese Tabelle ist noch nicht geprüft oder wird schon eingelesen."))
    sheet.refresh_from_db()


def work(now: datetime) -> int:
    """Check or draft the next rows of any table; return how many were handled."""
    waiting = SheetImport.objects.filter(mapped_at__isnull=False, undone_at=None)
    for sheet in waiting.filter(checked_at=None).order_by("mapped_at")[:1]:
        return check_batch(sheet, now=now)
    begun = waiting.filter(begun_at__isnull=False, finished_at=None)
    for sheet in begun.order_by("begun_at")[:1]:
        return draft_batch(sheet, now=now)
    return 0


@transaction.atomic
def check_batch(sheet: SheetImport, *, now: datetime) -> int:
    """Check the next rows: can they be read, does it exist already? Return how many."""
    sheet = SheetImport.objects.select_for_update().get(pk=sheet.pk)
    batch = list(sheet.rows.filter(checked_at=None)[:BATCH])
    vocabulary, today = fields.known(), timezone.localdate(now)
    for row in batch:
        _check(row, sheet.mapping, vocabulary, today)
        row.checked_at = now
        row.save()
    if len(batch) < BATCH and sheet.mapped_at is not None:
        SheetImport.objects.filter(pk=sheet.pk).update(checked_at=now)
        return max(len(batch), 1)
    return len(batch)


@transaction.atomic
def draft_batch(sheet: SheetImport, *, now: datetime) -> int:
    """Make drafts of the next rows, then forget their cells; return how many were handled."""
    sheet = SheetImport.objects.select_for_update().get(pk=sheet.pk)
    batch = list(sheet.rows.filter(handled_at=None)[:BATCH])
    vocabulary, today = fields.known(), timezone.localdate(now)
    for row in batch:
        if row.is_taken:
            # Between check and draft somebody may have written the same.
            _check(row, sheet.mapping, vocabulary, today)
        if row.is_taken:
            _draft(row, sheet, vocabulary, today)
        row.cells, row.handled_at = [], now
        row.save()
    if len(batch) < BATCH:
        SheetImport.objects.filter(pk=sheet.pk).update(finished_at=now)
        return max(len(batch), 1)
    return len(batch)


@transaction.atomic
def take_back(sheet: SheetImport, *, now: datetime) -> tuple[int, int]:
    """Remove the drafts of a table that nobody touched since; return removed and kept ones.

    What was published or worked on stays. Raises RuleError if it is not finished.
    """
    done = SheetImport.objects.filter(pk=sheet.pk, finished_at__isnull=False, undone_at=None)
    if not done.update(undone_at=now):
        raise RuleError(_("Zurücknehmen geht nach dem Einlesen, und nur einmal."))
    removed = kept = 0
    for row in sheet.rows.filter(example__isnull=False).select_related("example"):
        example = row.example
        assert example is not None
        if example.first_published_at or example.latest_revision_id != row.revision_id:
            kept += 1
            continue
        example.delete()
        removed += 1
    return removed, kept


def values(cells: Sequence[str], mapping: Sequence[str], known: Known) -> tuple[Values, list[str]]:
    """Return what a row says by field, and what of it cannot be read, as German sentences."""
    found: Values = {}
    problems = []
    for name, cell in zip(mapping, cells, strict=True):
        if not name:
            continue
        try:
            found[name] = FIELDS[name].read(cell, known)
        except Unreadable as error:
            problems.append(f"{FIELDS[name].label}: {error}")
    for name in NEEDED:
        if not found.get(name) and not any(p.startswith(FIELDS[name].label) for p in problems):
            problems.append(_("%s fehlt.") % FIELDS[name].label)
    return found, problems


def _check(row: SheetRow, mapping: Sequence[str], known: Known, today: date) -> None:
    found, row.problems = values(row.cells, mapping, known)
    row.title = str(found.get("title") or "")[:90]
    row.duplicate_title = row.duplicate_url = row.similar_title = row.similar_url = ""
    if row.problems:
        return
    row.problems += doubts(found, today)
    _compare(row, str(found["title"]), str(found["what"]))


def doubts(found: Values, today: date) -> list[str]:
    """Return what of year, beginning and end cannot be true, as German sentences."""
    said = []
    year = found.get("year")
    if isinstance(year, int) and not 1945 <= year <= today.year + 5:
        said.append(_("Jahr: %d kann nicht stimmen.") % year)
    started, ended = found.get("started_on"), found.get("ended_on")
    if isinstance(started, date) and isinstance(ended, date) and ended < started:
        said.append(_("Das Ende liegt vor dem Beginn."))
    return said


def _compare(row: SheetRow, title: str, what: str) -> None:
    """Find what says the same: in this table, among drafts, among what is published."""
    earlier = SheetRow.objects.filter(
        sheet=row.sheet_id, number__lt=row.number, title__iexact=title, problems=[]
    ).first()
    if earlier:
        row.duplicate_title = _("Zeile %d dieser Tabelle") % earlier.number
        return
    same = Example.objects.filter(title__iexact=title).first()
    if same:
        row.duplicate_title = same.title
        row.duplicate_url = same.get_absolute_url() if same.live else ""
        return
    for hit in submissions.similar_examples(f"{title}\n{what}", reach=Audience.TEAM, limit=3):
        if SequenceMatcher(None, hit.title.lower(), title.lower()).ratio() >= ALIKE:
            row.similar_title, row.similar_url = hit.title[:300], hit.url[:300]
            return


def _draft(row: SheetRow, sheet: SheetImport, known: Known, today: date) -> None:
    found, _problems = values(row.cells, sheet.mapping, known)
    note = _("Eingelesen aus „%(name)s“, Zeile %(row)d.") % {"name": sheet.name, "row": row.number}
    example = unsaved(found, note=note, today=today)
    example.save()
    revision = example.save_revision(user=sheet.created_by, clean=False)
    row.example, row.revision_id = example, revision.pk


def unsaved(found: Values, *, note: str, today: date) -> Example:
    """Return an example that says what was read, with its parts, not saved. note: internal."""
    given = {name: value for name, value in found.items() if value not in (None, "")}
    places, concepts = given.pop("municipalities", []), given.pop("concepts", [])
    sources = given.pop("sources", [])
    assert isinstance(places, list)
    assert isinstance(concepts, list)
    assert isinstance(sources, list)
    example = Example(
        live=False,
        slug=slugs.free(str(found["title"])),
        year_basis=Example.YearBasis.STATED if found.get("year") else "",
        internal_note=note,
        review_due_on=today,
        **given,
    )
    example.concepts.set(concepts)
    for position, place in enumerate(dict.fromkeys(places)):
        example.municipalities.add(ExampleMunicipality(municipality=place, sort_order=position))
    for position, url in enumerate(sources):
        example.sources.add(Source(url=url, sort_order=position))
    return example
