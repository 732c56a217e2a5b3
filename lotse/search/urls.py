from django.urls import path

from lotse.search.views import finding, promoting

app_name = "search"
urlpatterns = [
    path("suche/", finding.results, name="results"),
    path("suche/vorschlaege/", finding.suggestions, name="suggestions"),
    path("suche/empfehlungen/", promoting.promotion_list, name="promotions"),
    path("suche/empfehlungen/neu/", promoting.promote, name="promote"),
    path("suche/empfehlungen/<int:pk>/", promoting.promote, name="edit_promotion"),
    path("suche/empfehlungen/<int:pk>/beenden/", promoting.end, name="end_promotion"),
    path("suche/empfehlungen/<int:pk>/aufnehmen/", promoting.resume, name="resume_promotion"),
]
