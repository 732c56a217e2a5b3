from datetime import timedelta

import pytest

from lotse.mail import keeping
from lotse.mail.models import InboundMail, OutgoingMail
from lotse.mail.tests.factories import NOW, InboundMailFactory, OutgoingMailFactory

pytestmark = pytest.mark.django_db
LATER = NOW + keeping.KEPT_FOR + timedelta(seconds=1)


def test_mails_that_are_dealt_with_are_removed_after_a_year() -> None:
    InboundMailFactory.create(handled_at=NOW)
    OutgoingMailFactory.create(sent_at=NOW)
    OutgoingMailFactory.create(failed_at=NOW)
    just_in_time = NOW + keeping.KEPT_FOR
    assert (keeping.remove_inbound(just_in_time), keeping.remove_outgoing(just_in_time)) == (0, 0)
    assert (keeping.remove_inbound(LATER), keeping.remove_outgoing(LATER)) == (1, 2)
    assert (keeping.remove_inbound(LATER), keeping.remove_outgoing(LATER)) == (0, 0)


def test_what_still_waits_is_kept_however_old_it_is() -> None:
    waiting = InboundMailFactory.create()
    quarantined = InboundMailFactory.create(quarantined_at=NOW)
    unsent = OutgoingMailFactory.create()
    assert (keeping.remove_inbound(LATER), keeping.remove_outgoing(LATER)) == (0, 0)
    assert set(InboundMail.objects.all()) == {waiting, quarantined}
    assert OutgoingMail.objects.get() == unsent
