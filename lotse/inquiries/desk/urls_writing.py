"""Addresses around writing and sending."""

from django.urls import path

from lotse.inquiries.desk.views import sending

_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path(f"{_NUMBER}zuruecknehmen/", sending.undo, name="undo"),
]
