from django.urls import path

from lotse.links import views

app_name = "links"
urlpatterns = [
    path("", views.link_list, name="list"),
    path("<int:pk>/", views.link, name="link"),
    path("<int:pk>/zurueckstellen/", views.ignore, name="ignore"),
    path("<int:pk>/aufnehmen/", views.take_up, name="take_up"),
    path("<int:pk>/ersetzen/", views.replace, name="replace"),
    path("ersetzungen/", views.replacement_list, name="replacements"),
    path("ersetzungen/<int:pk>/", views.replacement, name="replacement"),
    path("ersetzungen/<int:pk>/zuruecknehmen/", views.undo, name="undo"),
]
