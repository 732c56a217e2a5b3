"""The machine door of the desk: the same rules, the same access, JSON instead of pages."""

# Imported for what they register.
from lotse.inquiries.api import acting, reading, writing
from lotse.inquiries.api.door import router

__all__ = ["acting", "reading", "router", "writing"]
