"""Everything about a person as one archive: for programs (JSON), for people (HTML), with files."""

import io
import json
import logging
import zipfile
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.accounts.models import User
from lotse.audit import rules as audit
from lotse.lib import privacy
from lotse.lib.errors import RuleError
from lotse.mail import outbox
from lotse.protection import actions
from lotse.protection.models import DataExport

log = logging.getLogger(__name__)

VALID_FOR = timedelta(days=7)
_SALT = "lotse.protection.export"


def ask(*, address: str, by: User, identity_note: str = "", now: datetime) -> DataExport:
    """Have everything about an address packed. For anybody but oneself a note is needed.

    identity_note: how we know that the asker is who they say. Raises RuleError.
    """
    address = address.strip().lower()
    if not outbox.is_usable(address):
        raise RuleError(_("Das ist keine Mailadresse."))
    if address != by.email and not identity_note.strip():
        raise RuleError(_("Bitte notieren Sie, woran Sie die Person erkannt haben."))
    try:
        with transaction.atomic():
            export = DataExport.objects.create(
                person=User.objects.filter(email=address).first(),
                address=address,
                identity_note=identity_note.strip()[:300],
                requested_by=by,
                requested_at=now,
            )
            subject = f"export:{export.pk}"
            audit.record(actions.EXPORT_ASKED, actor_id=by.pk, subject=subject, now=now)
    except IntegrityError:
        # Pressed twice: it is being packed already.
        return DataExport.objects.filter(address=address, ready_at=None).latest("pk")
    return export


def pack_waiting(now: datetime) -> int:
    """Pack the oldest export that waits and tell the address where it is; return 0 or 1."""
    export = DataExport.objects.filter(ready_at=None).order_by("pk").first()
    if export is None:
        return 0
    name = default_storage.save(f"auskunft/{token_hex(16)}.zip", ContentFile(archive(export, now)))
    with transaction.atomic():
        ours = DataExport.objects.filter(pk=export.pk, ready_at=None).update(
            ready_at=now, expires_at=now + VALID_FOR, file=name
        )
        if ours:
            _tell(export, now)
    if not ours:
        default_storage.delete(name)
    return 1


def archive(export: DataExport, now: datetime) -> bytes:
    """Return the archive: ``daten.json``, ``daten.html`` and the files named in them."""
    found = privacy.everything(export.person_id, export.address)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _files(found):
            packed.writestr(name, content)
        facts = {
            "address": export.address,
            "exported_at": now.isoformat(),
            "records": _plain(found),
        }
        packed.writestr("daten.json", json.dumps(facts, ensure_ascii=False, indent=2))
        context = {"address": export.address, "now": now, "tables": _tables(found)}
        packed.writestr("daten.html", render_to_string("protection/_archive.html", context))
    return buffer.getvalue()


def token(export: DataExport) -> str:
    return signing.TimestampSigner(salt=_SALT, sep=".").sign(str(export.pk))


def by_token(text: str, now: datetime) -> DataExport | None:
    """Return the export a link leads to, None if the link is not ours or too old."""
    try:
        pk = signing.TimestampSigner(salt=_SALT, sep=".").unsign(text, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return DataExport.objects.filter(pk=int(pk), expires_at__gt=now).exclude(file="").first()


@transaction.atomic
def note_download(export: DataExport, *, by: User | None, now: datetime) -> None:
    DataExport.objects.filter(pk=export.pk).update(downloads=F("downloads") + 1)
    actor = by.pk if by else None
    audit.record(actions.EXPORT_READ, actor_id=actor, subject=f"export:{export.pk}", now=now)


def _tell(export: DataExport, now: datetime) -> None:
    text = _(
        "Guten Tag,\n\nhier ist die Auskunft über alles, was zu Ihrer Adresse gespeichert ist:\n\n"
        "%(url)s\n\nDer Link gilt sieben Tage. Haben Sie nicht danach gefragt? Dann antworten Sie "
        "bitte auf diese Mail.\n"
    ) % {"url": f"{settings.BASE_URL}/auskunft/{token(export)}/"}
    outbox.queue(
        purpose="notice",
        recipient=export.address,
        subject=_("Ihre Datenauskunft"),
        text=text,
        is_automatic=True,
        is_secret=True,
        now=now,
    )


def _files(found: list[privacy.Found]) -> list[tuple[str, bytes]]:
    """Return the files of the records by their name in the archive."""
    return [
        (f"dateien/{name}", content)
        for part in found
        for row in part.rows
        for name, content in row.files
    ]


def _plain(found: list[privacy.Found]) -> dict[str, list[dict[str, Any]]]:
    records: dict[str, list[dict[str, Any]]] = {}
    for part in found:
        records.setdefault(part.model, []).extend(row.values for row in part.rows)
    return records


def _tables(found: list[privacy.Found]) -> list[dict[str, Any]]:
    """Return what the page shows: one table for each kind of record, names as in the register."""
    return [
        {
            "title": part.title,
            "purpose": part.purpose,
            "rows": [list(row.values.items()) for row in part.rows],
        }
        for part in found
    ]
