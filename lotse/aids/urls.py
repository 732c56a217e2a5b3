from django.urls import path

from lotse.aids.views import aids, copies, improvements

app_name = "aids"
_AID = "hilfestellungen/<slug:slug>/"
_COPY = "unsere-fassungen/<int:pk>/"
_POINT = f"{_COPY}punkte/<int:point_pk>/"
urlpatterns = [
    path("hilfestellungen/", aids.aid_list, name="list"),
    path(_AID, aids.aid_detail, name="detail"),
    path(f"{_AID}datei.<slug:ending>", aids.download, name="file"),
    path(f"{_AID}fassungen/", aids.version_list, name="versions"),
    path(f"{_AID}fassungen/<str:number>/", aids.version_detail, name="version"),
    path(f"{_AID}unsere-fassung/", copies.new_copy, name="new_copy"),
    path(f"{_AID}zurueckziehen/", aids.withdraw, name="withdraw"),
    path(f"{_AID}wieder-gelten/", aids.reinstate, name="reinstate"),
    path("unsere-fassungen/", copies.own_copies, name="copies"),
    path(_COPY, copies.copy_detail, name="copy"),
    path(f"{_COPY}angaben/", copies.settings, name="settings"),
    path(f"{_COPY}eigener-punkt/", copies.own_point, name="own_point"),
    path(f"{_COPY}eintippen/", copies.type_in, name="type_in"),
    path(f"{_COPY}aenderungen/", copies.changes, name="changes"),
    path(f"{_COPY}abschliessen/", copies.close, name="close"),
    path(f"{_COPY}liste.<slug:ending>", copies.download, name="download"),
    path(_POINT, copies.point_detail, name="point"),
    path(f"{_POINT}haken/", copies.tick, name="tick"),
    path(f"{_POINT}worte/", copies.words, name="words"),
    path(f"{_POINT}herausnehmen/", copies.leave_out, name="leave_out"),
    path(f"{_POINT}verbessern/", copies.improve, name="improve"),
    path("verbesserungen/", improvements.improvement_list, name="improvements"),
    path("verbesserungen/<int:pk>/", improvements.improvement_detail, name="improvement"),
]
