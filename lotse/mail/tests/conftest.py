import asyncio
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from lotse.mail import mailroom
from lotse.mail.tests import routes


@pytest.fixture(autouse=True)
def destinations(settings: Settings) -> Iterator[SimpleNamespace]:
    """Route mail to the destinations of this slice's tests; yields what they took."""
    settings.MAIL_ROUTES = "lotse.mail.tests.routes"
    settings.SMTP_URL = ""
    yield SimpleNamespace(taken=routes.taken, raises=routes.raises)
    routes.taken.clear()
    routes.raises.clear()


@pytest.fixture
def listener(transactional_db: None, settings: Settings) -> Iterator[SimpleNamespace]:
    """A mailroom on free ports for SMTP and LMTP; ``stop()`` ends it as SIGTERM would."""
    ready = threading.Event()
    shared = SimpleNamespace(port=0, lmtp_port=0, loop=None, stopping=None)

    async def run() -> None:
        shared.loop, shared.stopping = asyncio.get_running_loop(), asyncio.Event()

        def announce(door: str, port: int) -> None:
            if door == "SMTP":
                shared.port = port
            else:
                shared.lmtp_port = port
                ready.set()

        await mailroom.serve(
            "127.0.0.1", 0, lmtp_port=0, stopping=shared.stopping, announce=announce
        )

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(10)

    def stop() -> None:
        if thread.is_alive():
            shared.loop.call_soon_threadsafe(shared.stopping.set)
            thread.join(20)

    shared.stop = stop
    yield shared
    stop()
