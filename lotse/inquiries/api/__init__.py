"""The machine door of the desk: the same rules, the same access, JSON instead of pages."""

from ninja import Router

from lotse.inquiries.api import acting, reading, writing

router = Router(tags=["Anfragen"])
for part in (reading, writing, acting):
    router.add_router("", part.router)

__all__ = ["router"]
