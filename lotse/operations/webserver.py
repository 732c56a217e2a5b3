"""The HTTP server: gunicorn, configured here and nowhere else."""

import gc
import signal
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from lotse.operations.processes import Family, end_with_parent
from lotse.usage import counting
from lotse.usage.counting import Writer

WsgiApplication = Callable[..., Any]


def host_and_port(host: str, port: int) -> str:
    """Return ``host:port``, with brackets around an IPv6 address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def load() -> WsgiApplication:
    """Import everything a request needs, so that forked workers share the memory."""
    from lotse.wsgi import application

    # The application reads the addresses, and with them all views, at its first request only.
    assert get_resolver().url_patterns
    return application


def freeze() -> None:
    """Move all objects out of the garbage collector's sight before a fork.

    A collection writes to every object it visits, which would copy the shared memory.
    """
    connections.close_all()
    gc.collect()
    gc.freeze()


class Loop(Arbiter):
    """gunicorn's loop, which also tends other children: one parent, one copy of the application."""

    def __init__(self, server: "WebServer", family: Family) -> None:
        self._family = family
        super().__init__(server)

    def manage_workers(self) -> None:
        super().manage_workers()
        self._family.tend()

    def stop(self, graceful: bool = True) -> None:
        self._family.ask_to_stop()
        super().stop(graceful)
        self._family.wait()

    # Ctrl+C is no reason to cut off running requests.
    handle_int = Arbiter.handle_term


class WebServer(BaseApplication):
    """Serve until told to stop; requests that are running may finish."""

    def __init__(
        self, address: str, family: Family | None = None, announce: Callable[[], None] | None = None
    ) -> None:
        """address: ``host:port``. ``announce`` is called once the sockets are open."""
        self._address = address
        self._family = family or Family()
        self._announce = announce
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": self._address,
            "workers": settings.WEB_WORKERS,
            "worker_class": "gthread",
            "threads": settings.WEB_THREADS,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 15,
            "loglevel": "warning",
            "accesslog": None,
            "control_socket_disable": True,
            # Signs of life go to memory, not to a disk that may be slow.
            "worker_tmp_dir": "/dev/shm",  # noqa: S108
            "when_ready": self._when_ready,
            "post_fork": _become_worker,
            "post_worker_init": _begin_counting,
            "worker_exit": _end_counting,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> WsgiApplication:
        return load()

    def run(self) -> None:
        # Before the web's part of the application is loaded, which the others never need.
        freeze()
        self._family.tend()
        Loop(self, self._family).run()

    def _when_ready(self, loop: Arbiter) -> None:
        freeze()
        if self._announce:
            self._announce()


_writers: list[Writer] = []


def _begin_counting(worker: Any) -> None:
    counting.forget()
    _writers.append(Writer())
    _writers[-1].start()


def _end_counting(loop: Arbiter, worker: Any) -> None:
    for writer in _writers:
        writer.stop()


def _become_worker(loop: Arbiter, worker: Any) -> None:
    # gunicorn sets its own handlers later; until then a signal must not reach the parent's queue.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent(worker.ppid)
