from django.urls import path

from lotse.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("beispiele/", views.example_list, name="list"),
    path("beispiele/<slug:slug>/", views.example_detail, name="detail"),
]
