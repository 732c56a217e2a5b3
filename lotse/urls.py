"""Every path of the product, slice by slice."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lotse import api

urlpatterns = [
    # First: shuts the sign-in forms that Wagtail brings.
    path("", include("lotse.accounts.urls")),
    path("redaktion/", include(wagtailadmin_urls)),
    path("dokumente/", include(wagtaildocs_urls)),
    path("api/", api.explained, name="api"),
    path("api/v1/", api.api.urls),
    path("api/v1/<path:rest>", api.not_there),
    path("", include("lotse.protection.urls")),
    path("betrieb/webhooks/", include("lotse.webhooks.urls")),
    path("adressen/", include("lotse.links.urls")),
    path("", include("lotse.operations.urls")),
    path("", include("lotse.ui.urls")),
    path("", include("lotse.mail.urls")),
    path("", include("lotse.municipalities.urls")),
    path("", include("lotse.search.urls")),
    path("", include("lotse.team.urls")),
    path("", include("lotse.usage.urls")),
    path("", include("lotse.subscriptions.urls")),
    path("", include("lotse.aids.urls")),
    path("", include("lotse.knowledge.urls")),
    path("", include("lotse.inquiries.urls")),
    path("", include("lotse.portal.urls")),
    # Last: pages written by editors (imprint, news and the like).
    path("", include(wagtail_urls)),
]

handler400 = "lotse.ui.errors.bad_request"
handler403 = "lotse.ui.errors.forbidden"
handler404 = "lotse.ui.errors.not_found"
handler500 = "lotse.ui.errors.server_error"
