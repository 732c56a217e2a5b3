"""Addresses of what connects, sorts and gathers inquiries."""

from django.urls import path

from lotse.inquiries.desk.views import bulk, cases, phone, saved_views

_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path("telefon/", phone.call, name="phone"),
    path("sammeln/", bulk.choose, name="bulk"),
    path("sammeln/<int:pk>/", bulk.result, name="bulk_result"),
    path("sammeln/<int:pk>/zuruecknehmen/", bulk.undo, name="bulk_undo"),
    path("ansichten/", saved_views.views, name="saved_views"),
    path("ansichten/standard/", saved_views.default, name="saved_view_default"),
    path("ansichten/<int:pk>/", saved_views.change, name="saved_view"),
    path("ansichten/<int:pk>/loeschen/", saved_views.delete, name="saved_view_delete"),
    path("ansichten/<int:pk>/zurueckholen/", saved_views.restore, name="saved_view_restore"),
    path(f"{_NUMBER}zusammenfuehren/", cases.merge, name="merge"),
    path(f"{_NUMBER}wieder-trennen/", cases.unmerge, name="unmerge"),
    path(f"{_NUMBER}aufteilen/", cases.split, name="split"),
    path(f"{_NUMBER}aufteilung-zuruecknehmen/", cases.unsplit, name="unsplit"),
    path(f"{_NUMBER}verknuepfen/", cases.link, name="link"),
    path(f"{_NUMBER}verknuepfung-loesen/", cases.unlink, name="unlink"),
    path(f"{_NUMBER}art/", cases.kind, name="kind"),
    path(f"{_NUMBER}angaben/", cases.details, name="details"),
    path(f"{_NUMBER}fertiger-text/", cases.ready_text, name="ready_text"),
]
