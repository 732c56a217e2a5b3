"""Addresses of due times, absences, assignment and the report."""

from django.urls import path

from lotse.inquiries.desk.views import promises

_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path(f"{_NUMBER}warten/", promises.pause, name="pause"),
    path(f"{_NUMBER}weiter/", promises.resume, name="resume"),
    path(f"{_NUMBER}termin/", promises.extend, name="extend"),
]
