"""Addresses of due times, absences, assignment and the report."""

from django.urls import path

from lotse.inquiries.desk.views import absences, promises, steering

_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path(f"{_NUMBER}warten/", promises.pause, name="pause"),
    path(f"{_NUMBER}weiter/", promises.resume, name="resume"),
    path(f"{_NUMBER}termin/", promises.extend, name="extend"),
    path(f"{_NUMBER}behalten/", absences.keep, name="keep"),
    path("abwesenheiten/", absences.absences, name="absences"),
    path("abwesenheiten/<int:pk>/loeschen/", absences.cancel, name="cancel_absence"),
    path("bericht/", steering.show_report, name="report"),
    path("bericht/zusage.csv", steering.export_report, {"kind": "csv"}, name="report_csv"),
    path("bericht/zusage.xlsx", steering.export_report, {"kind": "xlsx"}, name="report_xlsx"),
    path("verstoesse/", steering.breaches, name="breaches"),
    path("verstoesse/<int:pk>/", steering.give_cause, name="cause"),
    path("frist/", steering.terms, name="terms"),
    path("zuweisung/", steering.assignments, name="assignments"),
    path("zuweisung/<slug:slug>/", steering.change_assignment, name="assignment"),
]
