"""Addresses of suggestions, radar, group replies and recall."""

from django.urls import path

from lotse.inquiries.desk.views import groups, radar, recalls, suggestions

_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path(f"{_NUMBER}passt-nicht/", suggestions.dismiss, name="dismiss"),
    path(f"{_NUMBER}wieder-zeigen/", suggestions.show_again, name="show_again"),
    path("vorschlaege/", suggestions.usefulness, name="usefulness"),
    path("radar/", radar.listing, name="radar"),
    path("radar/<int:pk>/", radar.cluster, name="cluster"),
    path("radar/<int:pk>/name/", radar.rename, name="cluster_rename"),
    path("radar/<int:pk>/herausnehmen/", radar.remove, name="cluster_remove"),
    path("radar/<int:pk>/zusammenlegen/", radar.merge, name="cluster_merge"),
    path("radar/<int:pk>/verwerfen/", radar.dismiss, name="cluster_dismiss"),
    path("radar/<int:pk>/zurueckholen/", radar.restore, name="cluster_restore"),
    path("radar/<int:pk>/beantworten/", radar.answer, name="cluster_answer"),
    path("radar/<int:pk>/auftrag/", radar.commission, name="cluster_commission"),
    path("sammelantworten/", groups.listing, name="groups"),
    path("sammelantworten/<int:pk>/", groups.group, name="group"),
    path("sammelantworten/<int:pk>/vorschau/", groups.preview, name="group_preview"),
    path("sammelantworten/<int:pk>/senden/", groups.release, name="group_release"),
    path("sammelantworten/<int:pk>/verwerfen/", groups.discard, name="group_discard"),
    path("rueckruf/", recalls.listing, name="recalls"),
    path("rueckruf/<int:pk>/", recalls.recall, name="recall"),
    path("rueckruf/<int:pk>/korrigieren/", recalls.correct, name="recall_correct"),
]
