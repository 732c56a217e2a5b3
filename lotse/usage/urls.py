from django.urls import path

from lotse.usage import views

app_name = "usage"
urlpatterns = [
    path("nutzung/", views.overview, name="overview"),
    path("nutzung/tabelle.csv", views.table, name="table"),
]
