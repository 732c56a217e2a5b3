"""Signed and encrypted mail, from real keys through the real door."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from lotse.mail import gateway, handling, sending, smime
from lotse.mail.models import InboundMail
from lotse.mail.parse import ParsedMail, parse
from lotse.mail.tests import keys
from lotse.mail.tests.factories import NOW, OutgoingMailFactory
from lotse.mail.tests.keys import Authority, Identity
from tests.fixtures.mail import RunningPostbox

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return keys.authority(tmp_path_factory.mktemp("wurzeln"))


@pytest.fixture(scope="module")
def clerk(trusted: Authority, tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return keys.identity(tmp_path_factory.mktemp("böhm"), trusted)


@pytest.fixture(scope="module")
def mailbox(trusted: Authority, tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """The key of our own mailbox."""
    folder = tmp_path_factory.mktemp("postfach")
    return keys.identity(folder, trusted, address="fluechtlingsmanagement@lotse.example")


@pytest.fixture(autouse=True)
def configured(settings: Settings, trusted: Authority) -> None:
    settings.SMIME_ROOTS = str(trusted.folder)
    settings.SMIME_CERTIFICATE = settings.SMIME_KEY = ""


def deliver(
    raw: bytes, destinations: SimpleNamespace
) -> tuple[smime.Protection | None, ParsedMail]:
    """Hand a mail to the door; return what was found out and what the slice was given."""
    stored = gateway.accept(
        raw,
        sender=keys.CLERK,
        recipients=["fluechtlingsmanagement@lotse.example"],
        source_id="test:1",
        now=NOW,
    )
    assert stored is not None
    handling.handle_waiting(NOW)
    stored.refresh_from_db()
    parsed: ParsedMail = destinations.taken[-1][2]
    return smime.from_record(stored.protection), parsed


@pytest.mark.parametrize("is_opaque", [False, True])
def test_a_valid_signature_says_who_signed_and_leaves_a_plain_mail(
    clerk: Identity, destinations: SimpleNamespace, *, is_opaque: bool
) -> None:
    found, parsed = deliver(keys.mail(keys.signed(clerk, is_opaque=is_opaque)), destinations)

    assert found == smime.Protection(
        signature="valid",
        signer="Käthe Böhm",
        address=keys.CLERK,
        issuer="Amt für Vertrauen",
        valid_until=(NOW + timedelta(days=300)).date().isoformat(),
    )
    assert parsed.text == "Guten Tag,\nwer prüft die Schneelast?"
    assert parsed.attachments == ()
    assert parsed.problems == ()


def test_a_changed_text_does_not_fit_its_signature(
    clerk: Identity, destinations: SimpleNamespace
) -> None:
    raw = keys.mail(keys.signed(clerk)).replace(b"Schneelast", b"Regenlast!")

    found, parsed = deliver(raw, destinations)

    assert found is not None
    assert (found.signature, found.signer) == ("altered", "")
    assert "Regenlast" in parsed.text


def test_line_ends_changed_on_the_way_break_no_signature(
    clerk: Identity, destinations: SimpleNamespace
) -> None:
    raw = keys.mail(keys.signed(clerk)).replace(b"\r\n", b"\n")

    found, _parsed = deliver(raw, destinations)

    assert found is not None
    assert found.signature == "valid"


def test_nobody_known_vouches_for_a_foreign_authority(
    tmp_path: Path, destinations: SimpleNamespace
) -> None:
    foreign = keys.identity(tmp_path / "b", keys.authority(tmp_path / "a", "Wer auch immer"))

    found, _parsed = deliver(keys.mail(keys.signed(foreign)), destinations)

    assert found is not None
    assert (found.signature, found.issuer) == ("untrusted", "Wer auch immer")


def test_a_certificate_that_had_run_out_is_called_expired(
    trusted: Authority, tmp_path: Path, destinations: SimpleNamespace
) -> None:
    old = keys.identity(tmp_path, trusted, until=NOW - timedelta(days=1))

    found, _parsed = deliver(keys.mail(keys.signed(old)), destinations)

    assert found is not None
    assert found.signature == "expired"


def test_a_certificate_for_another_address_does_not_vouch_for_the_sender(
    trusted: Authority, tmp_path: Path, destinations: SimpleNamespace
) -> None:
    other = keys.identity(tmp_path, trusted, address="wer.anders@fremd.example")

    found, _parsed = deliver(keys.mail(keys.signed(other)), destinations)

    assert found is not None
    assert (found.signature, found.address) == ("otherSender", "wer.anders@fremd.example")


def test_a_footer_behind_the_signature_is_not_covered_by_it(
    clerk: Identity, destinations: SimpleNamespace
) -> None:
    raw = keys.mail(
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=liste\n\n--liste\n"
        + keys.signed(clerk)
        + b"\n--liste\nContent-Type: text/plain\n\nFusszeile der Liste\n--liste--\n"
    )

    found, parsed = deliver(raw, destinations)

    assert found is not None
    assert (found.signature, found.is_whole) == ("valid", False)
    assert "Fusszeile" in parsed.text


def test_without_the_program_a_signature_stays_unchecked_and_the_mail_is_taken(
    clerk: Identity, destinations: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = keys.mail(keys.signed(clerk))
    monkeypatch.setenv("PATH", "/nirgendwo")

    found, parsed = deliver(raw, destinations)

    assert found is not None
    assert found.signature == "unchecked"
    assert "Schneelast" in parsed.text


def test_a_mail_encrypted_for_us_is_opened_and_its_signature_checked(
    clerk: Identity, mailbox: Identity, settings: Settings, destinations: SimpleNamespace
) -> None:
    settings.SMIME_CERTIFICATE, settings.SMIME_KEY = str(mailbox.certificate), str(mailbox.key)
    raw = keys.mail(keys.encrypted(mailbox, part=keys.signed(clerk)))

    found, parsed = deliver(raw, destinations)

    assert found is not None
    assert (found.encryption, found.signature) == ("opened", "valid")
    assert parsed.text == "Guten Tag,\nwer prüft die Schneelast?"
    assert (parsed.subject, parsed.sender.address) == ("Satzung", keys.CLERK)
    assert b"Schneelast" not in bytes(InboundMail.objects.get().raw)


@pytest.mark.parametrize("has_key", [False, True])
def test_a_mail_encrypted_for_somebody_else_stays_shut_and_is_kept(
    clerk: Identity,
    mailbox: Identity,
    settings: Settings,
    destinations: SimpleNamespace,
    *,
    has_key: bool,
) -> None:
    if has_key:
        settings.SMIME_CERTIFICATE, settings.SMIME_KEY = str(mailbox.certificate), str(mailbox.key)

    found, parsed = deliver(keys.mail(keys.encrypted(clerk)), destinations)

    assert found == smime.Protection(encryption="locked")
    assert [each.name for each in parsed.attachments] == ["smime.p7m"]
    assert parsed.problems == ("Die Mail ist verschlüsselt und konnte nicht gelesen werden.",)


def test_a_plain_mail_is_never_handed_to_another_program(
    destinations: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []
    monkeypatch.setattr(smime, "_openssl", lambda *arguments: calls.append(arguments))

    found, _parsed = deliver(keys.mail(keys.PART), destinations)

    assert (found, calls) == (None, [])


# --- What we sign --------------------------------------------------------------------------------


def test_what_leaves_is_signed_by_the_mailbox_and_stays_readable(
    mailbox: Identity,
    settings: Settings,
    postbox: RunningPostbox,
    destinations: SimpleNamespace,
) -> None:
    settings.SMIME_CERTIFICATE, settings.SMIME_KEY = str(mailbox.certificate), str(mailbox.key)
    settings.SMIME_SIGNS, settings.SMTP_URL = True, postbox.url
    OutgoingMailFactory.create(
        subject="Prüfung der Schneelast",
        text="Guten Tag,\nder Betreiber prüft.\n" + "lang " * 60,
        html="<p>Guten Tag, der Betreiber prüft.</p>",
    )

    sending.send_waiting(NOW)

    (envelope,) = postbox.envelopes
    raw = envelope.original_content or b""
    parsed = parse(raw)
    assert parsed.secured is not None
    found = smime.verify(
        parsed.secured, sender="fluechtlingsmanagement@lotse.example", received_at=NOW
    )
    assert (found.signature, found.is_whole) == ("valid", True)
    assert parsed.subject == "Prüfung der Schneelast"
    assert parsed.text.startswith("Guten Tag,\nder Betreiber prüft.")
    assert (parsed.attachments, parsed.problems) == ((), ())


def test_with_a_key_that_cannot_be_read_mail_waits_instead_of_leaving_unsigned(
    tmp_path: Path, settings: Settings, postbox: RunningPostbox
) -> None:
    settings.SMIME_CERTIFICATE = settings.SMIME_KEY = str(tmp_path / "fehlt.pem")
    settings.SMIME_SIGNS, settings.SMTP_URL = True, postbox.url
    mail = OutgoingMailFactory.create()

    sending.send_waiting(NOW)

    mail.refresh_from_db()
    assert (mail.state, mail.server_answer) == (
        "waiting",
        "Das Unterschreiben gelingt nicht (FileNotFoundError).",
    )
    assert postbox.envelopes == []
