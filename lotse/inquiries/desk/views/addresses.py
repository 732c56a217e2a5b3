"""Where to go after an action, and whether only a part of a page is asked for."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lotse.inquiries.desk.filters import QueueFilter
from lotse.inquiries.models import Inquiry


def inquiry_page(request: HttpRequest, inquiry: Inquiry, fragment: str = "", mode: str = "") -> str:
    """Return the address of the inquiry's page; the filter travels along in the query."""
    query = QueueFilter.read(request.GET).address
    if mode:
        query = f"{query}&modus={mode}" if query else f"modus={mode}"
    address = inquiry.get_absolute_url()
    return address + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether HTMX asks for a part of the page."""
    return bool(getattr(request, "htmx", False))


def asked_for(request: HttpRequest) -> str:
    """Return the address of the queue the person came from, never one of another site."""
    target = request.POST.get("zurueck", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if is_ours and target.startswith("/") else reverse("inquiries:desk:queue")
