"""How much memory the largest mail takes: in the mailroom and in the worker."""

import random
import smtplib
from base64 import encodebytes

from benchmarks import letters
from benchmarks.figures import Figure
from benchmarks.mail import handled, running
from benchmarks.processes import forget_peak, peak_mib, resident_mib
from tests.fixtures.installation import MAILBOX, Installation, wait_for

MEGABYTES = 25
LIMIT_MIB = 150


def measure(installation: Installation, database: str) -> list[Figure]:
    """Deliver one mail of 25 MB and return the peak of each process over what it held before."""
    with running(installation) as (mailroom, worker):
        for letter in letters.write(20, recipient=MAILBOX, seed=4):
            _deliver(installation, letter.raw)
        _wait(installation, 20)
        before = {pid: resident_mib(pid) for pid in (mailroom, worker)}
        for pid in before:
            forget_peak(pid)
        done = handled(installation)
        _deliver(installation, _large())
        _wait(installation, done + 1)
        peaks = {pid: peak_mib(pid) - before[pid] for pid in before}
    name = f"{database}: a mail of {MEGABYTES} MB"
    return [
        Figure(f"{name}, mailroom", peaks[mailroom], "MiB more", LIMIT_MIB),
        Figure(f"{name}, worker", peaks[worker], "MiB more", LIMIT_MIB),
    ]


def _large() -> bytes:
    """Return a mail of ``MEGABYTES``, nearly all of it one attachment."""
    content = random.Random(5).randbytes(MEGABYTES * 1_000_000 * 3 // 4 * 76 // 78)
    head = (
        "From: Bauamt <bauamt@gross.example>\r\nTo: " + MAILBOX + "\r\n"
        "Subject: Plan der Halle\r\nMessage-ID: <large@gross.example>\r\n"
        "Date: Mon, 02 Mar 2026 08:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        "Content-Type: text/plain\r\n\r\nGuten Tag, anbei der Plan der Halle.\r\n--x\r\n"
        "Content-Type: application/pdf; name=plan.pdf\r\n"
        "Content-Disposition: attachment; filename=plan.pdf\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    body = encodebytes(content).replace(b"\n", b"\r\n")
    return head.encode() + body + b"--x--\r\n"


def _deliver(installation: Installation, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", installation.smtp_port, timeout=60) as server:
        server.sendmail("bauamt@gross.example", [MAILBOX], raw)


def _wait(installation: Installation, number: int) -> None:
    wait_for(lambda: handled(installation) >= number, seconds=120, what=f"{number} handled mails")
