"""Django looks for models here; they are pages and live in ``pages``."""

from lotse.portal.pages import (
    MeasurementPage,
    NewsIndex,
    NewsPage,
    PortalRoot,
    PressIndex,
    PressRelease,
    StandardPage,
)

__all__ = [
    "MeasurementPage",
    "NewsIndex",
    "NewsPage",
    "PortalRoot",
    "PressIndex",
    "PressRelease",
    "StandardPage",
]
