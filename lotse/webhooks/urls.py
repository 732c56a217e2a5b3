from django.urls import path

from lotse.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("<int:pk>/", views.webhook, name="webhook"),
    path("<int:pk>/schalten/", views.switch, name="switch"),
    path("<int:pk>/probe/", views.ping, name="ping"),
    path("<int:pk>/nachrichten/<int:delivery_pk>/noch-einmal/", views.resend, name="resend"),
]
