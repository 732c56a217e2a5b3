from django.urls import path

from lotse.municipalities import views

app_name = "municipalities"
urlpatterns = [path("kommunen/suche/", views.lookup, name="lookup")]
