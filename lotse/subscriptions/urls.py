from django.urls import path

from lotse.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("abonnements/", views.own, name="own"),
    path("abonnements/bestaetigen/<str:token>/", views.confirm, name="confirm"),
    path("abonnements/abmelden/<str:token>/", views.stop, name="stop"),
    path("abonnements/verwalten/<str:token>/", views.manage, name="manage"),
]
