from django.urls import path

from lotse.team import views

app_name = "team"
urlpatterns = [
    path("kompetenzteam/", views.contacts, name="contacts"),
    path("kompetenzteam/<slug:slug>.vcf", views.card, name="card"),
]
