"""The contacts page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lotse.team import queries
from lotse.team.vcard import vcard
from lotse.ui.page_cache import public_page


@require_safe
@public_page()
def contacts(request: HttpRequest) -> HttpResponse:
    areas = list(queries.public_areas())
    context = {
        "areas": areas,
        "hours": next((area.hours for area in areas if area.hours), ""),
        "promise_hours": settings.PROMISE_HOURS,
    }
    return render(request, "team/contacts.html", context)


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(queries.public_areas(), slug=slug)
    text = vcard(
        name=area.name,
        organisation=settings.PLATFORM_NAME,
        email=area.email,
        phone=area.phone,
        note=area.description,
        url=settings.BASE_URL + area.get_absolute_url(),
    )
    response = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{area.slug}.vcf"'
    return response
