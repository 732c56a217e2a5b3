"""A long queue of mail: a second process helps, every mail is handled once, and it leaves again."""

from pathlib import Path

import pytest

from tests.fixtures.installation import Installation, wait_for
from tests.journeys.delivering import letter

pytestmark = pytest.mark.slow
MAILS = 150


def test_a_second_process_helps_with_a_queue_and_ends_with_the_worker(
    installation: Installation,
) -> None:
    installation.environment["LOTSE_SECOND_INTAKE"] = "true"
    before = {row["number"] for row in installation.rows("inquiries")}
    folder = installation.folder / "waiting"
    folder.mkdir()
    for number in range(MAILS):
        (folder / f"{number}.eml").write_bytes(letter(number).as_bytes())
    installation.lotse("mail", "import", str(folder))

    worker = installation.start("worker")
    wait_for(lambda: _children(worker.pid), seconds=120, what="a second process")
    wait_for(
        lambda: len(installation.rows("inquiries")) >= MAILS + len(before),
        seconds=600,
        what=f"{MAILS} inquiries",
    )

    messages = [
        row["message_id"]
        for row in installation.rows("inquiries", "--messages")
        if row["inquiry"] not in before and row["direction"] == "in"
    ]
    assert sorted(messages) == sorted(letter(number)["Message-ID"] for number in range(MAILS))

    helpers = _children(worker.pid)
    worker.kill()
    wait_for(
        lambda: not any(_is_running(pid) for pid in helpers), seconds=60, what="its helper's end"
    )


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
