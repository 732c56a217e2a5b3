"""``python -m benchmarks.sink``: a mail server that takes everything and keeps nothing.

A process of its own, so that it does not share a core with what is measured. Prints its port.
"""

import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.fixtures.mail import free_port


class Nowhere:
    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        return "250 2.0.0 taken"


if __name__ == "__main__":
    controller = Controller(Nowhere(), hostname="127.0.0.1", port=free_port())
    controller.start()
    print(controller.port, flush=True)
    # Until whoever started it closes the pipe.
    sys.stdin.read()
    controller.stop()
