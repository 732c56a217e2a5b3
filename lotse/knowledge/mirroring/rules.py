"""Take an example over, look once a day whether its origin changed, and decide about that."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.knowledge.importing import fields
from lotse.knowledge.importing import rules as importing
from lotse.knowledge.importing.fields import FIELDS
from lotse.knowledge.mirroring import origin, queries
from lotse.knowledge.models import Example, ExampleMunicipality, Mirror, Source, Step
from lotse.lib.errors import RuleError

PAUSE = timedelta(days=1)
BATCH = 5
_LISTS = ("municipalities", "concepts", "sources")


def take_over(raw: str, *, by: User, now: datetime) -> tuple[Mirror, list[str]]:
    """Make a draft of an example that stands elsewhere; return it and what could not be read.

    raw: address of the page or of the interface. Raises RuleError.
    """
    place = origin.address(raw)
    if Mirror.objects.filter(address=place.api).exists():
        raise RuleError(_("Dieses Beispiel ist schon übernommen. Es steht in der Liste."))
    record = origin.fetch(place.api)
    try:
        return _draft(place, record, by, now)
    except IntegrityError:
        if not Mirror.objects.filter(address=place.api).exists():
            raise
        raise RuleError(_("Dieses Beispiel hat gerade jemand übernommen.")) from None


@transaction.atomic
def _draft(
    place: origin.Address, record: origin.Record, by: User, now: datetime
) -> tuple[Mirror, list[str]]:
    today = timezone.localdate(now)
    found, problems = _read(record.content, now)
    if missing := [name for name in fields.NEEDED if not found.get(name)]:
        said = [sentence for sentence in problems if sentence.startswith(FIELDS[missing[0]].label)]
        raise RuleError(" ".join(said))
    note = "\n".join([_("Übernommen von %s.") % place.page, *map(_left_out, problems)])
    example = importing.unsaved(found, note=note, today=today)
    if all(source.url != place.page for source in example.sources.all()):
        name = _("Original bei %s") % (record.attribution or place.host)
        example.sources.add(
            Source(title=name[:200], url=place.page, accessed_on=today, sort_order=1000)
        )
    _set_parts(example, record.content)
    example.save()
    revision = example.save_revision(user=by, clean=False, log_action=True)
    mirror = Mirror.objects.create(
        example=example,
        address=place.api,
        page_url=place.page,
        origin_name=record.attribution or place.host,
        licence=record.licence,
        fingerprint=record.fingerprint,
        content=record.content,
        taken_at=now,
        taken_by=by,
        revision_id=revision.pk,
        looked_at=now,
    )
    return mirror, problems


def look_due(now: datetime) -> int:
    """Look at a few origins whose day has come; return how many. Each is claimed by one worker."""
    due = Mirror.objects.filter(looked_at__lte=now - PAUSE).order_by("looked_at", "pk")
    looked = 0
    for mirror in due[:BATCH]:
        mine = Mirror.objects.filter(pk=mirror.pk, looked_at=mirror.looked_at)
        if mine.update(looked_at=now):
            look(mirror, now=now)
            looked += 1
    return looked


def look(mirror: Mirror, *, now: datetime) -> None:
    """Ask for the origin and note what came of it: same, changed, gone or no answer."""
    try:
        record = origin.fetch(mirror.address)
    except origin.Gone as gone:
        _note(mirror, gone_at=mirror.gone_at or now, failures=0, error=gone.message[:300])
        return
    except RuleError as refusal:
        failures = min(mirror.failures + 1, 1000)
        _note(mirror, failures=failures, error=refusal.message[:300])
        return
    _note(mirror, failures=0, error="", gone_at=None)
    with transaction.atomic():
        # Against somebody who decides about an older change at this moment.
        known = Mirror.objects.select_for_update().get(pk=mirror.pk)
        if record.fingerprint == known.fingerprint:
            known.found, known.found_fingerprint, known.changed_at = None, "", None
        elif record.fingerprint != known.found_fingerprint:
            known.found, known.found_fingerprint = record.content, record.fingerprint
            known.changed_at = now
        known.save(update_fields=["found", "found_fingerprint", "changed_at"])
    mirror.refresh_from_db()


def _note(mirror: Mirror, **facts: Any) -> None:
    Mirror.objects.filter(pk=mirror.pk).update(**facts)
    mirror.refresh_from_db()


@transaction.atomic
def take_changes(mirror: Mirror, *, fingerprint: str, by: User, now: datetime) -> list[str]:
    """Put what changed at the origin into the draft; return what could not be read.

    fingerprint: of what the person saw. Fields that did not change there keep what was written
    here, and nothing is published. Raises RuleError if it changed again or somebody locked it.
    """
    known = _decided(mirror, fingerprint)
    stored = Example.objects.select_for_update().get(pk=known.example_id)
    if stored.locked and stored.locked_by_id != by.pk:
        raise RuleError(_("Der Eintrag ist gesperrt. Bitte erst die Sperre aufheben lassen."))
    draft = stored.get_latest_revision_as_object()
    before, after = known.content, known.found
    assert after is not None
    found, problems = _read(after, now)
    names = queries.changed(before, after)
    for name in names:
        if name in found and name not in _LISTS:
            value = found[name]
            empty = Example._meta.get_field(name).get_default()
            setattr(draft, name, empty if value in (None, "") else value)
    if "year" in names and "year" in found:
        draft.year_basis = Example.YearBasis.STATED if found["year"] else ""
    _change_lists(draft, {name: found[name] for name in _LISTS if name in {*names} & {*found}})
    if "sources" in names and "sources" in found:
        gone = set(before["sources"].split()) - set(after["sources"].split())
        draft.sources.set([one for one in draft.sources.all() if one.url not in gone])
    if {"steps", "suits_size_classes"} & {*names}:
        _set_parts(draft, {name: after[name] for name in names})
    revision = draft.save_revision(user=by, clean=False, log_action=True)
    Mirror.objects.filter(pk=known.pk).update(
        **_accepted(known),
        before_at=known.as_of,
        revision_id=revision.pk,
        taken_at=now,
        taken_by=by,
        licence=after["licence"],
        origin_name=after["attribution"] or known.host,
    )
    mirror.refresh_from_db()
    touched = tuple(FIELDS[name].label for name in names if name in FIELDS)
    return [sentence for sentence in problems if sentence.startswith(touched)] if touched else []


@transaction.atomic
def keep(mirror: Mirror, *, fingerprint: str, by: User, now: datetime) -> None:
    """Leave ours as it is, although the origin changed. Raises RuleError if it changed again."""
    known = _decided(mirror, fingerprint)
    Mirror.objects.filter(pk=known.pk).update(**_accepted(known), kept_at=now, kept_by=by)
    mirror.refresh_from_db()


def _decided(mirror: Mirror, fingerprint: str) -> Mirror:
    known = Mirror.objects.select_for_update().get(pk=mirror.pk)
    if known.changed_at is None:
        raise RuleError(_("Darüber ist schon entschieden, oder dort steht wieder das Alte."))
    if known.found_fingerprint != fingerprint:
        raise RuleError(_("Dort hat sich noch etwas geändert. Sehen Sie es sich neu an."))
    return known


def _accepted(known: Mirror) -> dict[str, Any]:
    return {
        "content": known.found,
        "fingerprint": known.found_fingerprint,
        "found": None,
        "found_fingerprint": "",
        "changed_at": None,
    }


def _read(content: dict[str, Any], now: datetime) -> tuple[importing.Values, list[str]]:
    """Return the values of the fields that can be read here, and why others cannot."""
    today = timezone.localdate(now)
    names = [name for name in FIELDS if name in content]
    found, problems = importing.values([content[n] for n in names], names, fields.known())
    if doubts := importing.doubts(found, today):
        problems += doubts
        for name in ("year", "started_on", "ended_on"):
            found.pop(name, None)
    plain = {name: value for name, value in found.items() if name not in _LISTS}
    given = {name: value for name, value in plain.items() if value not in (None, "")}
    others = {field.name for field in Example._meta.fields} - given.keys()
    try:
        Example(**given).clean_fields(exclude=others)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            found.pop(name)
            problems.append(f"{FIELDS[name].label}: {' '.join(messages)}")
    return found, problems


def _left_out(problem: str) -> str:
    return _("Nicht übernommen: %s") % problem


def _set_parts(example: Example, content: dict[str, Any]) -> None:
    """Write what tables have no column for. content: may lack either."""
    if "suits_size_classes" in content:
        example.suits_size_classes = content["suits_size_classes"]
    if "steps" in content:
        example.steps.set(
            [
                Step(title=title, when=when, text=text, sort_order=position)
                for position, (title, when, text) in enumerate(content["steps"])
            ]
        )


def _change_lists(draft: Example, lists: dict[str, Any]) -> None:
    if "concepts" in lists:
        draft.concepts.set(lists["concepts"])
    if "municipalities" in lists:
        draft.municipalities.set(
            [
                ExampleMunicipality(municipality=place, sort_order=position)
                for position, place in enumerate(dict.fromkeys(lists["municipalities"]))
            ]
        )
    known = {source.url for source in draft.sources.all()}
    for position, url in enumerate(lists.get("sources", ()), start=len(known)):
        if url not in known:
            draft.sources.add(Source(url=url, sort_order=position))
