from django.urls import path, re_path

from lotse.portal import feeds, views
from lotse.ui.page_cache import public_page

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("themen/<slug:slug>/", views.topic, name="topic"),
    path("aktuelles/", views.news, name="news"),
    # Printed on paper, so it works with and without the stroke at the end.
    re_path(
        r"^aktuelles/fluechtlinge-gute-beispiele-aus-kommunen/?$",
        views.newest_examples,
        name="newest_examples",
    ),
    path("presse/", views.press, name="press"),
    path("presse/zahlen.csv", views.press_figures, name="press_figures"),
    path("presse/zusage.csv", views.promise_record, name="promise_record"),
    path("barriere-melden/", views.barrier, name="barrier"),
    path("feeds/antworten.atom", public_page()(feeds.Answers()), name="feed_answers"),
    path("feeds/beispiele.atom", public_page()(feeds.Examples()), name="feed_examples"),
    path("feeds/aktuelles.atom", public_page()(feeds.News()), name="feed_news"),
    path("feeds/presse.atom", public_page()(feeds.Press()), name="feed_press"),
    path("feeds/themen/<slug:slug>.atom", public_page()(feeds.Topic()), name="feed_topic"),
    path(
        "feeds/schlagworte/<slug:code>.atom",
        public_page()(feeds.ConceptFeed()),
        name="feed_concept",
    ),
    path("feeds/laender/<slug:code>.atom", public_page()(feeds.Land()), name="feed_land"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.site_map, name="sitemap"),
]
