"""Addresses around writing and sending, colleagues, and what the desk keeps ready."""

from django.urls import path

from lotse.inquiries.desk.views import enclosures, presence, release, sending, team, toolbox, tools

_NUMBER = "anfragen/<str:number>/"
urlpatterns = [
    path(f"{_NUMBER}zuruecknehmen/", sending.undo, name="undo"),
    path(f"{_NUMBER}entwurf-verwerfen/", sending.discard, name="discard"),
    path(f"{_NUMBER}senden-planen/", sending.schedule, name="schedule"),
    path(f"{_NUMBER}geplant/", sending.move, name="move"),
    path(f"{_NUMBER}geplant/absagen/", sending.cancel, name="cancel"),
    path(f"{_NUMBER}entwurf-teilen/", release.share, name="share"),
    path(f"{_NUMBER}entwurf-teilen/beenden/", release.unshare, name="unshare"),
    path(f"{_NUMBER}entwuerfe/<int:pk>/", release.read, name="shared_draft"),
    path(f"{_NUMBER}anlage/", enclosures.enclose, name="enclose"),
    path(f"{_NUMBER}anlage-entfernen/", enclosures.take_out, name="take_out"),
    path(f"{_NUMBER}entwuerfe/<int:pk>/anlagen/<int:place>/", enclosures.download, name="enclosed"),
    path(f"{_NUMBER}anwesenheit/", presence.presence, name="presence"),
    path(f"{_NUMBER}textbausteine/", tools.modules, name="choose_module"),
    path(f"{_NUMBER}textbausteine/<int:pk>/", tools.insert, name="insert_module"),
    path(f"{_NUMBER}makros/", tools.choose_macro, name="choose_macro"),
    path(f"{_NUMBER}makros/<int:pk>/", tools.run_macro, name="run_macro"),
    path(f"{_NUMBER}checklisten/", tools.add_checklist, name="add_checklist"),
    path(f"{_NUMBER}checklisten/schritt/", tools.set_step, name="set_step"),
    path(f"{_NUMBER}checklisten/<int:pk>/", tools.remove_checklist, name="remove_checklist"),
    path(f"{_NUMBER}rueckfrage/", team.ask, name="ask_colleague"),
    path(f"{_NUMBER}rueckfrage/<int:pk>/", team.answer, name="answer_colleague"),
    path(f"{_NUMBER}aufwand/", team.time_page, name="time"),
    path(f"{_NUMBER}aufwand/<int:pk>/", team.strike, name="strike_time"),
    path("fuer-mich/", team.for_me, name="for_me"),
    path("fuer-mich/<int:pk>/erledigt/", team.mention_done, name="mention_done"),
    path("vier-augen/", release.four_eyes, name="four_eyes"),
    path("textbausteine/", toolbox.listed, {"kind": "modules"}, name="modules"),
    path("textbausteine/neu/", toolbox.module, name="modules_new"),
    path("textbausteine/<int:pk>/", toolbox.module, name="modules_edit"),
    path("makros/", toolbox.listed, {"kind": "macros"}, name="macros"),
    path("makros/neu/", toolbox.macro, name="macros_new"),
    path("makros/<int:pk>/", toolbox.macro, name="macros_edit"),
    path("checklisten/", toolbox.listed, {"kind": "templates"}, name="templates"),
    path("checklisten/neu/", toolbox.template, name="templates_new"),
    path("checklisten/<int:pk>/", toolbox.template, name="templates_edit"),
    path("textbausteine/<int:pk>/ablegen/", toolbox.retire, {"kind": "modules"}, "modules_retire"),
    path("makros/<int:pk>/ablegen/", toolbox.retire, {"kind": "macros"}, "macros_retire"),
    path(
        "checklisten/<int:pk>/ablegen/", toolbox.retire, {"kind": "templates"}, "templates_retire"
    ),
]
