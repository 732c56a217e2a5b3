"""What monitoring reads at /metrics: computed from the database at each scrape.

Every process then gives the same answer, however many there are; nothing is counted in memory.
"""

import ipaddress
from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from lotse.operations import figures

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def may_read(request: HttpRequest) -> bool:
    """Say whether this request comes from an allowed network or shows the token.

    A proxy names its client; then the question comes from elsewhere, and only the token counts.
    """
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and kind.lower() == "bearer":
        return compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    if "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    networks = settings.METRICS_NETWORKS
    return any(address.version == net.version and address in net for net in networks)


def as_text(now: datetime) -> bytes:
    """Return all figures in Prometheus' text exposition format."""
    registry = CollectorRegistry()
    registry.register(_Figures(now))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in figures.current(self._now):
            if figure.value is None:
                continue
            name = f"lotse_{figure.name}"
            if name not in families:
                labels = [label for label, _value in figure.labels]
                families[name] = GaugeMetricFamily(name, figure.meaning, labels=labels)
            families[name].add_metric([value for _label, value in figure.labels], figure.value)
        yield from families.values()

    def describe(self) -> list[GaugeMetricFamily]:
        """Ask the database nothing while registering."""
        return []
