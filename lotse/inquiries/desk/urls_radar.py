"""Addresses of suggestions, radar, group replies and recall."""

from django.urls import path

from lotse.inquiries.desk.views import suggestions

_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path(f"{_NUMBER}passt-nicht/", suggestions.dismiss, name="dismiss"),
    path(f"{_NUMBER}wieder-zeigen/", suggestions.show_again, name="show_again"),
    path("vorschlaege/", suggestions.usefulness, name="usefulness"),
]
