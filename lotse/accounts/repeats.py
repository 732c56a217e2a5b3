"""Writes of programs that may be sent twice and are done once (``Idempotency-Key``)."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lotse.accounts import bearer
from lotse.accounts.models import ApiRepeat
from lotse.lib.problems import Problem

HEADER = "Idempotency-Key"
MAX_KEY = 100
LEASE = timedelta(minutes=1)
"""A write whose process died may be tried again after this."""
KEPT = timedelta(hours=24)


def once(
    request: HttpRequest, work: Callable[[], int], *, now: datetime, is_atomic: bool = True
) -> int:
    """Do a write, or return what it gave the first time; without the header always do it.

    work: writes and returns the primary key of what it wrote. is_atomic: the mark that it is done
    is committed with the work itself; False for work that must not run in a transaction and has
    a guard of its own against being done twice. Raises Problem.
    """
    text = request.headers.get(HEADER, "")
    if not text:
        with transaction.atomic() if is_atomic else nullcontext():
            return work()
    if len(text) > MAX_KEY or not text.isprintable():
        raise Problem(422, "bad_idempotency_key", _("Der Idempotency-Key ist zu lang."))
    row = _claim(request, text, now)
    if row.result_id is not None:
        return row.result_id
    try:
        around: AbstractContextManager[object] = (
            transaction.atomic() if is_atomic else nullcontext()
        )
        with around:
            result = work()
            ApiRepeat.objects.filter(pk=row.pk).update(result_id=result)
    except BaseException:
        # Whatever went wrong, nothing was written: the same key may try again at once.
        ApiRepeat.objects.filter(pk=row.pk, result_id=None).delete()
        raise
    return result


def _claim(request: HttpRequest, text: str, now: datetime) -> ApiRepeat:
    key = bearer.key(request)
    body = b"\n".join(
        [(request.method or "").encode(), request.get_full_path().encode(), request.body]
    )
    fingerprint = hashlib.sha256(body).hexdigest()
    try:
        with transaction.atomic():
            return ApiRepeat.objects.create(
                token=key,
                key=text,
                fingerprint=fingerprint,
                created_at=now,
                claimed_until=now + LEASE,
            )
    except IntegrityError:
        row = ApiRepeat.objects.filter(token=key, key=text).first()
    if row is None or (row.result_id is None and not _claim_again(row, now)):
        detail = _("Dieselbe Anfrage läuft gerade. Bitte fragen Sie gleich noch einmal.")
        raise Problem(409, "in_progress", detail, headers={"Retry-After": "5"})
    if row.fingerprint != fingerprint:
        detail = _("Dieser Idempotency-Key gehört schon zu einer anderen Anfrage.")
        raise Problem(422, "idempotency_key_reused", detail)
    return row


def _claim_again(row: ApiRepeat, now: datetime) -> bool:
    """Take over a write whose process died; of two that try, one gets it."""
    stale = ApiRepeat.objects.filter(pk=row.pk, result_id=None, claimed_until__lte=now)
    return bool(stale.update(claimed_until=now + LEASE))
