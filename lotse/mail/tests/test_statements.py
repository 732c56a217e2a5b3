from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lotse.lib import statements
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.mail.tests.factories import NOW, InboundMailFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db


def values(record: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.attname not in ("id", "raw")
    }


def test_inserted_records_read_back_as_they_were_and_know_their_numbers() -> None:
    mails = OutgoingMailFactory.build_batch(3, sent_at=NOW, next_attempt_at=NOW + timedelta(1))

    statements.insert(*mails)

    stored = list(OutgoingMail.objects.order_by("pk"))
    assert [mail.pk for mail in stored] == [mail.pk for mail in mails]
    assert [values(mail) for mail in stored] == [values(mail) for mail in mails]
    assert not any(mail._state.adding for mail in mails)


def test_json_and_bytes_are_written_as_the_model_would() -> None:
    mail = InboundMailFactory.build(
        recipients=["ä@b.example"], authenticity={"dkim": {"result": "pass"}}, raw=b"\x00\xff"
    )

    statements.insert(mail)

    stored = InboundMail.objects.get(pk=mail.pk)
    assert values(stored) == values(mail)
    assert bytes(stored.raw) == b"\x00\xff"


def test_what_a_constraint_forbids_is_refused_as_by_the_model() -> None:
    (mail,) = OutgoingMailFactory.create_batch(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert(OutgoingMailFactory.build(message_id=mail.message_id))
    assert OutgoingMail.objects.count() == 1
