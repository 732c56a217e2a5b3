"""What happens to addresses: collected, checked gently, put aside, replaced and put back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.lib import wire
from lotse.lib.errors import RuleError
from lotse.links import finding, places
from lotse.links.models import Link, LinkUse, ReplacedRecord, Replacement
from lotse.links.places import Kind

AGENT = "Lotse-Linkpruefung/1.0 (+{base})"
LEASE = timedelta(minutes=10)
HOST_PAUSE = timedelta(seconds=10)
"""A machine is asked at most once in this time."""
AGAIN_FINE = timedelta(days=14)
AGAIN_FAILING = timedelta(days=1)
AGAIN_BROKEN = timedelta(days=7)
BROKEN_FAILURES = 3
BROKEN_AFTER = timedelta(days=2)
"""Broken is what failed so often in a row over at least so long."""
MAX_REDIRECTS = 5
MAX_REPLACED = 200
BATCH = 10
_CHUNK = 500
_MOVED = (301, 308)
_LEADS_ON = (301, 302, 303, 307, 308)
# Answers of machines that keep programs out; a person may well get the page (RFC 9110).
_UNCLEAR = (401, 403, 407, 429, 451, 503, 999)
_NO_HEAD = (400, 403, 404, 405, 406, 501)


def collect(now: datetime) -> int:
    """Read all published records and note which addresses stand where; return how many records."""
    read = 0
    for kind in places.every():
        present: set[int] = set()
        for record in kind.records().iterator(chunk_size=200):
            note(kind, record, now)
            present.add(record.pk)
        known = LinkUse.objects.filter(record_kind=kind.name).values_list("record_id", "pk")
        _forget(pk for record_id, pk in known.iterator() if record_id not in present)
        read += len(present)
    _count_uses(Link.objects.all())
    Link.objects.filter(uses_count=0, ignored_at=None).delete()
    return read


def _forget(uses: Iterable[int]) -> None:
    ids = list(uses)
    # In pieces: a database takes only so many values in one statement.
    for start in range(0, len(ids), _CHUNK):
        LinkUse.objects.filter(pk__in=ids[start : start + _CHUNK]).delete()


@transaction.atomic
def note(kind: Kind, record: Any, now: datetime) -> None:
    """Write which addresses stand in a record, instead of what was written before."""
    wanted = places.addresses(kind, record)
    known = {
        use.link.address: use
        for use in LinkUse.objects.filter(
            record_kind=kind.name, record_id=record.pk
        ).select_related("link")
    }
    facts = {
        "title": str(record)[:300],
        "url": kind.url(record)[:300],
        "edit_url": kind.edit_url(record)[:300],
    }
    for address, fields in wanted.items():
        words = facts | {"fields": ", ".join(fields)[:300]}
        use = known.get(address)
        if use is None:
            link = _link(address, now)
            LinkUse.objects.create(link=link, record_kind=kind.name, record_id=record.pk, **words)
        elif any(getattr(use, name) != value for name, value in words.items()):
            LinkUse.objects.filter(pk=use.pk).update(**words)
    _forget(use.pk for address, use in known.items() if address not in wanted)


def _link(address: str, now: datetime) -> Link:
    scheme = address.partition(":")[0].lower()
    kind = {"mailto": Link.Kind.MAIL, "tel": Link.Kind.PHONE}.get(scheme, Link.Kind.WEB)
    fault = finding.fault(address)
    is_asked = kind == Link.Kind.WEB and not fault
    link, _is_new = Link.objects.get_or_create(
        address=address,
        defaults={
            "kind": kind,
            "host": finding.host(address) if kind == Link.Kind.WEB else "",
            "next_check_at": now if is_asked else None,
            "checked_at": None if is_asked else now,
            "error": fault,
            "failures": BROKEN_FAILURES if fault else 0,
            "failing_since": now if fault else None,
            # A wrong shape does not mend by itself.
            "broken_at": now if fault else None,
        },
    )
    return link


def _count_uses(links: QuerySet[Link]) -> None:
    """Bring the counts in line; only wrong ones are written."""
    counted = links.annotate(number=Count("uses")).exclude(uses_count=F("number"))
    for pk, number in list(counted.values_list("pk", "number")):
        Link.objects.filter(pk=pk).update(uses_count=number)


def check_due(now: datetime) -> int:
    """Ask for addresses whose time has come, one for each machine; return how many. now: aware.

    Each is claimed by one worker; a claim runs out by itself.
    """
    busy = Link.objects.filter(checked_at__gt=now - HOST_PAUSE).exclude(host="")
    due = Link.objects.filter(
        kind=Link.Kind.WEB, next_check_at__lte=now, ignored_at=None, uses_count__gt=0
    ).exclude(host__in=busy.values("host"))
    hosts: set[str] = set()
    for link in due.order_by("next_check_at", "pk")[: BATCH * 5]:
        if len(hosts) == BATCH or link.host in hosts:
            continue
        hosts.add(link.host)
        mine = Link.objects.filter(pk=link.pk, next_check_at=link.next_check_at)
        if mine.update(next_check_at=now + LEASE):
            check(link, now=now)
    return len(hosts)


def check(link: Link, *, now: datetime) -> None:
    """Ask for one address, following where it leads, and note what came of it. now: aware."""
    answer, moved_to = _ask(link.address)
    is_unclear = answer.status in _UNCLEAR
    is_failing = bool(answer.error) and not is_unclear
    failures = min(link.failures + 1, 1000) if is_failing else 0
    since = (link.failing_since or now) if is_failing else None
    is_broken = since is not None and (failures >= BROKEN_FAILURES and now - since >= BROKEN_AFTER)
    pause = AGAIN_BROKEN if is_broken else AGAIN_FAILING if is_failing else AGAIN_FINE
    Link.objects.filter(pk=link.pk).update(
        checked_at=now,
        next_check_at=now + pause,
        status=answer.status,
        error=answer.error[:200],
        is_unclear=is_unclear,
        failures=failures,
        failing_since=since,
        broken_at=(link.broken_at or now) if is_broken else None,
        moved_to=moved_to if not is_failing else "",
    )
    link.refresh_from_db()


def _ask(address: str) -> tuple[wire.Answer, str]:
    """Return the last answer, and where the address leads on to for good; empty if nowhere."""
    here, moved_to, is_for_good = address, "", True
    for _step in range(MAX_REDIRECTS + 1):
        answer = _look(here)
        if answer.status not in _LEADS_ON or not answer.location:
            return answer, moved_to
        here = finding.without_fragment(urljoin(here, answer.location))
        # Behind a redirect that may change tomorrow nothing is for good.
        is_for_good = is_for_good and answer.status in _MOVED
        if is_for_good and len(here) <= finding.MAX_ADDRESS:
            moved_to = here
    return wire.Answer(answer.status, _("Die Adresse leitet zu oft weiter.")), ""


def _look(address: str) -> wire.Answer:
    headers = {"User-Agent": AGENT.format(base=settings.BASE_URL), "Accept": "*/*"}
    allowed = settings.LINK_NETWORKS
    answer = wire.look(address, method="HEAD", headers=headers, allowed=allowed)
    if answer.status in _NO_HEAD or (answer.status is None and not answer.is_refused):
        # Some machines answer nothing but GET.
        answer = wire.look(address, method="GET", headers=headers, allowed=allowed)
    return answer


def ignore(link: Link, *, reason: str, person: User, now: datetime) -> None:
    """Put an address aside. Raises RuleError without a reason or if it is aside already."""
    if not reason.strip():
        raise RuleError(_("Nennen Sie den Grund. Er bleibt an der Adresse stehen."))
    found = Link.objects.filter(pk=link.pk, ignored_at=None)
    if not found.update(ignored_at=now, ignored_by=person, ignore_reason=reason.strip()[:300]):
        raise RuleError(_("Das hat inzwischen jemand anderes getan. Laden Sie die Liste neu."))


def take_up(link: Link, *, now: datetime) -> None:
    """Check an address again that was put aside. Raises RuleError if it is not aside."""
    found = Link.objects.filter(pk=link.pk).exclude(ignored_at=None)
    again = {"next_check_at": now} if link.kind == Link.Kind.WEB else {}
    if not found.update(ignored_at=None, ignored_by=None, ignore_reason="", **again):
        raise RuleError(_("Die Adresse wird schon geprüft. Laden Sie die Liste neu."))


def checked_new(link: Link, raw: str) -> str:
    """Return the address to put in place. Raises RuleError if it is none or the same."""
    new = raw.strip()
    prefix = places.SCHEMES[link.kind]
    if prefix and not new.lower().startswith(prefix):
        new = prefix + new
    fits = new.lower().startswith(prefix or ("http://", "https://"))
    has_blank = " " in new and link.kind != Link.Kind.PHONE
    if not fits or has_blank or len(new) > finding.MAX_ADDRESS or finding.fault(new):
        raise RuleError(_("Prüfen Sie die neue Adresse: Sie ist nicht vollständig."))
    if new == link.address:
        raise RuleError(_("Das ist dieselbe Adresse."))
    return new


def replace(link: Link, *, new: str, person: User, now: datetime) -> Replacement:
    """Put another address in place in every record, each with a revision of its own. now: aware.

    What cannot be published stays as it is and is named with the reason. Raises RuleError if the
    address is none, the same, or stands in too many records.
    """
    new = checked_new(link, new)
    uses = list(link.uses.order_by("record_kind", "record_id")[: MAX_REPLACED + 1])
    if not uses:
        raise RuleError(_("Diese Adresse steht in keinem Eintrag mehr."))
    if len(uses) > MAX_REPLACED:
        raise RuleError(_("Die Adresse steht in mehr als %s Einträgen.") % MAX_REPLACED)
    made = Replacement.objects.create(old=link.address, new=new, made_by=person, made_at=now)
    for use in uses:
        refusal = _exchange(use.record_kind, use.record_id, link.address, new, now)
        ReplacedRecord.objects.create(
            replacement=made,
            record_kind=use.record_kind,
            record_id=use.record_id,
            title=use.title,
            url=use.url,
            refusal=refusal[:300],
        )
    _count_uses(Link.objects.filter(address__in=[link.address, new]))
    return made


def undo(made: Replacement, *, person: User, now: datetime) -> list[str]:
    """Put the old address back where the replacement changed something; return what stayed.

    Raises RuleError if it was undone already.
    """
    waiting = Replacement.objects.filter(pk=made.pk, undone_at=None)
    if not waiting.update(undone_at=now, undone_by=person):
        raise RuleError(_("Diese Ersetzung ist schon zurückgenommen."))
    refused = [
        f"{row.title}: {refusal}"
        for row in made.records.filter(refusal="")
        if (refusal := _exchange(row.record_kind, row.record_id, made.new, made.old, now))
    ]
    _count_uses(Link.objects.filter(address__in=[made.old, made.new]))
    return refused


def _exchange(kind_name: str, record_id: int, old: str, new: str, now: datetime) -> str:
    """Exchange an address in one record and in what is drafted; return why not, empty if done."""
    kind = places.named(kind_name)
    record = kind.records().filter(pk=record_id).first() if kind else None
    if kind is None or record is None:
        return _("Diesen Eintrag gibt es nicht mehr.")
    draft = kind.draft(record)
    if not places.exchange(kind, record, old, new):
        return _("Die Adresse steht dort nicht mehr.")
    try:
        with transaction.atomic():
            kind.publish(record)
            if draft is not None:
                places.exchange(kind, draft, old, new)
                kind.keep_draft(draft)
            note(kind, kind.records().get(pk=record_id), now)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def broken() -> Q:
    """Return the condition for addresses that are broken, in use and not put aside."""
    return Q(broken_at__isnull=False, ignored_at=None, uses_count__gt=0)
