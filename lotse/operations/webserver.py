"""The HTTP server: gunicorn, configured here and nowhere else."""

import gc
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from lotse.operations.processes import end_with_parent


def host_and_port(host: str, port: int) -> str:
    """Return ``host:port``, with brackets around an IPv6 address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


WsgiApplication = Callable[..., Any]


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


class WebServer(BaseApplication):
    """Serve until told to stop; requests that are running may finish."""

    def __init__(self, address: str) -> None:
        """address: ``host:port``, or ``fd://3`` for a socket that already listens."""
        self._address = address
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
            # Heartbeats go to memory, not to a disk that may be slow.
            "worker_tmp_dir": "/dev/shm",  # noqa: S108
            "when_ready": lambda server: freeze(),
            "post_fork": lambda server, worker: end_with_parent(worker.ppid),
        }.items():
            self.cfg.set(name, value)

    def load(self) -> WsgiApplication:
        return load()
