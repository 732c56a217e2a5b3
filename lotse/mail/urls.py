from django.urls import path

from lotse.mail import addresses, views

app_name = "mail"
urlpatterns = [
    path("postausgang/", views.outgoing, name="outbox"),
    path("postausgang/unzustellbar/", addresses.suppressed, name="suppressed"),
    path("postausgang/unzustellbar/<int:entry_id>/freigeben/", addresses.lift, name="lift"),
    path("postausgang/<int:mail_id>/", views.outgoing_mail, name="outgoing_mail"),
    path("postausgang/<int:mail_id>/html/", views.outgoing_html, name="outgoing_html"),
    path("postausgang/<int:mail_id>/quelltext/", views.outgoing_source, name="outgoing_source"),
    path("postausgang/<int:mail_id>/noch-einmal/", views.send_again, name="send_again"),
]
