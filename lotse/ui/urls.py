from django.urls import path

from lotse.ui import views

app_name = "ui"
urlpatterns = [
    path("muster/", views.patterns, name="patterns"),
    path("muster/formular/", views.form_pattern, name="form_pattern"),
]
