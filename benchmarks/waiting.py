"""``python -m benchmarks.waiting COUNT``: a queue of mails that nobody has handled yet."""

import sys

import django

from benchmarks import letters
from tests.fixtures.installation import MAILBOX

KINDS = 500
"""Different texts; sender, subject and Message-ID differ in every mail."""
BATCH = 200


def fill(count: int) -> None:
    from django.utils import timezone

    from lotse.mail import gateway
    from lotse.mail.gateway import Delivery

    models = letters.write(KINDS, recipient=MAILBOX, seed=9, replies=0, attachments=0)
    for start in range(0, count, BATCH):
        deliveries = []
        for number in range(start, min(start + BATCH, count)):
            model = models[number % KINDS]
            name, _at, domain = model.sender.partition("@")
            sender = f"{name}-{number}@{domain}"
            raw = model.raw.replace(model.sender.encode(), sender.encode())
            raw = raw.replace(b"<bench-", f"<waiting-{number}-".encode())
            raw = raw.replace(b"Subject: ", f"Subject: {number} ".encode(), 1)
            deliveries.append(Delivery(raw, sender, (MAILBOX,), f"bench:{number}", timezone.now()))
        gateway.accept_many(deliveries)


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
