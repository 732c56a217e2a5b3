import json
import mailbox
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from lotse.mail.models import InboundMail
from lotse.mail.tests.factories import NOW, InboundMailFactory, OutgoingMailFactory

MAILS = Path(__file__).parent / "mails"
MAILBOX = "fluechtlingsmanagement@lotse.example"


def run(*arguments: str) -> list[str]:
    """Return the lines a command prints."""
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


def raw(number: int, *, to: str = MAILBOX) -> bytes:
    return (
        f"From: a@b.example\r\nTo: {to}\r\nSubject: Nr. {number}\r\n"
        f"Message-ID: <{number}@b.example>\r\n\r\nFrom Anfang an\r\n"
    ).encode()


def test_parse_prints_the_fields_of_the_contract_and_stores_nothing() -> None:
    file = str(MAILS / "outlook_reply_original_message_line.eml")

    (line,) = run("mail", "parse", file)

    fields = json.loads(line)
    assert list(fields) == [
        "file", "message_id", "in_reply_to", "references", "from", "to", "cc", "reply_to", "date",
        "subject", "kind", "bounced_recipients", "attachments", "text", "new_text", "problems",
    ]  # fmt: skip
    assert (fields["file"], fields["from"], fields["date"]) == (
        file,
        {"name": "Groß, Änne", "address": "aenne.gross@landkreis-talheim.example"},
        "2026-11-11T13:37:00+01:00",
    )


def test_parse_of_a_missing_file_prints_the_others_and_fails() -> None:
    out = StringIO()

    with pytest.raises(CommandError, match="1 Dateien"):
        call_command(
            "mail", "parse", "/gibt/es/nicht.eml", str(MAILS / "empty_file.eml"),
            stdout=out, stderr=StringIO(),
        )  # fmt: skip

    assert len(out.getvalue().splitlines()) == 1


@pytest.mark.django_db
def test_import_takes_files_maildir_and_mbox_and_knows_them_again(tmp_path: Path) -> None:
    (tmp_path / "flat").mkdir()
    for number in (1, 2):
        (tmp_path / "flat" / f"{number}.eml").write_bytes(raw(number))
    (tmp_path / "flat" / "truth.jsonl").write_text("{}")
    maildir = mailbox.Maildir(tmp_path / "maildir")
    maildir.add(raw(3))
    box = mailbox.mbox(tmp_path / "all.mbox")
    box.add(raw(4))
    box.add(raw(5))
    box.close()
    single = tmp_path / "einzeln.eml"
    single.write_bytes(raw(6))
    paths = [str(tmp_path / "flat"), str(tmp_path / "maildir"), str(tmp_path / "all.mbox")]

    first = run("mail", "import", "--json", *paths, str(single))
    second = run("mail", "import", *paths, str(single))

    assert json.loads(first[0]) == {"accepted": 6, "duplicate": 0, "failed": 0}
    assert second == [
        "aufgenommen (accepted): 0, schon bekannt (duplicate): 6, gescheitert (failed): 0"
    ]
    assert InboundMail.objects.count() == 6
    assert {b"From Anfang an" in bytes(mail.raw) for mail in InboundMail.objects.all()} == {True}


@pytest.mark.django_db
def test_import_finds_mails_below_a_folder_whatever_their_names_end_in(tmp_path: Path) -> None:
    """Names in a Maildir end in the name of a machine; saved mails end in anything."""
    (tmp_path / "post").mkdir()
    top = mailbox.Maildir(tmp_path / "post" / "maildir")
    top.add(raw(1))
    top.add_folder("Archiv").add(raw(2))
    (tmp_path / "post" / "maildir" / "dovecot-uidlist").write_text("3 V1 N3\n")
    (tmp_path / "post" / "maildir" / "tmp" / "halb").write_bytes(raw(3))
    (tmp_path / "post" / "2026").mkdir()
    (tmp_path / "post" / "2026" / "1700000000.M1P2.rathaus").write_bytes(raw(4))
    (tmp_path / "post" / "2026" / "liste.jsonl").write_text('{"From": "nobody"}\n')
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1700000001.M1P2.rathaus").write_bytes(raw(5))

    found = run("mail", "import", "--json", str(tmp_path / "post"), str(tmp_path / "new"))

    assert json.loads(found[0]) == {"accepted": 4, "duplicate": 0, "failed": 0}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "recipients"),
    [
        (MAILBOX, [MAILBOX]),
        ("Austausch@lotse.example", ["austausch@lotse.example"]),
        ("jemand@anders.example", [MAILBOX]),
    ],
)
def test_import_finds_the_recipient_in_the_header(
    tmp_path: Path, to: str, recipients: list[str]
) -> None:
    (tmp_path / "a.eml").write_bytes(raw(1, to=to))

    run("mail", "import", str(tmp_path / "a.eml"))

    assert InboundMail.objects.get().recipients == recipients


@pytest.mark.django_db
def test_import_takes_the_given_recipient_and_refuses_a_foreign_one(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(raw(1))

    run("mail", "import", str(tmp_path / "a.eml"), "--recipient", "austausch@lotse.example")
    with pytest.raises(CommandError, match="kein Postfach"):
        run("mail", "import", str(tmp_path / "a.eml"), "--recipient", "x@anders.example")

    assert InboundMail.objects.get().recipients == ["austausch@lotse.example"]


@pytest.mark.django_db
def test_import_counts_what_it_cannot_read_and_takes_the_rest(
    tmp_path: Path, settings: Settings
) -> None:
    settings.MAIL_MAX_BYTES = 1_000
    (tmp_path / "gut.eml").write_bytes(raw(1))
    (tmp_path / "leer.eml").write_bytes(b"")
    (tmp_path / "gross.eml").write_bytes(raw(2) + b"x" * 2_000)
    out = StringIO()

    with pytest.raises(CommandError, match="3 Mails"):
        call_command(
            "mail", "import", "--json", str(tmp_path), "/gibt/es/nicht",
            stdout=out, stderr=StringIO(),
        )  # fmt: skip

    assert json.loads(out.getvalue()) == {"accepted": 1, "duplicate": 0, "failed": 3}


@pytest.mark.django_db
def test_outbox_lists_state_recipient_and_thread() -> None:
    sent = OutgoingMailFactory.create(sent_at=NOW, in_reply_to="<1@b.example>", attempts=1)
    OutgoingMailFactory.create(failed_at=NOW)

    rows = [json.loads(line) for line in run("mail", "outbox", "--json")]

    assert [row["state"] for row in rows] == ["sent", "failed"]
    assert {name: rows[0][name] for name in ("message_id", "in_reply_to", "attempts")} == {
        "message_id": sent.message_id,
        "in_reply_to": "<1@b.example>",
        "attempts": 1,
    }
    assert len(run("mail", "outbox")) == 2


@pytest.mark.django_db
def test_quarantine_lists_waiting_mails_with_reason() -> None:
    InboundMailFactory.create()
    InboundMailFactory.create(quarantined_at=NOW, quarantine_reason="Unklar", subject="Frage")

    (row,) = [json.loads(line) for line in run("quarantine", "--json")]

    assert (row["subject"], row["reason"]) == ("Frage", "Unklar")
    assert len(run("quarantine")) == 1
