from django.urls import include, path

from lotse.protection import views

_betrieb = [
    path("", views.overview, name="overview"),
    path("protokoll/", views.log, name="log"),
    path("protokoll/protokoll.csv", views.log_as_file, name="log_as_file"),
    path("aufbewahrung/", views.keeping, name="keeping"),
    path("aufbewahrung/<int:pk>/freigeben/", views.lift, name="lift"),
    path("auskunft/", views.all_exports, name="exports"),
    path("loeschen/", views.erasures, name="erasures"),
    path("loeschen/<int:pk>/zuruecknehmen/", views.cancel, name="cancel"),
]
urlpatterns = [
    path("betrieb/", include((_betrieb, "protection"))),
    path("konto/auskunft/", views.own_export, name="own_export"),
    path("auskunft/<str:token>/", views.download, name="download_export"),
]
