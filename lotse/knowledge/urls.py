from django.urls import include, path

from lotse.knowledge.adoption import views as adoption
from lotse.knowledge.board import views as board
from lotse.knowledge.comparing.views import compare
from lotse.knowledge.demand import views as demand
from lotse.knowledge.easy import views as easy
from lotse.knowledge.feedback import views as feedback
from lotse.knowledge.importing import views as importing
from lotse.knowledge.mirroring import views as mirroring
from lotse.knowledge.models import Answer, Example
from lotse.knowledge.open_data import views as open_data
from lotse.knowledge.open_data.kinds import KINDS
from lotse.knowledge.printing.views import booklet_of_examples
from lotse.knowledge.remarks import views as remarks
from lotse.knowledge.transfer.views import transferability
from lotse.knowledge.views import (
    addresses,
    answers,
    commissions,
    corrections,
    coverage,
    examples,
    facts,
    pictures,
    reviews,
    terms,
)
from lotse.knowledge.views.addresses import follows_moves

DOWNLOADS = [
    path(f"{kind.file}/export.<str:ending>", open_data.download, {"name": name}, f"export_{name}")
    for name, kind in KINDS.items()
]

app_name = "knowledge"
urlpatterns = [
    # First: "melden" is no example.
    path("", include("lotse.knowledge.submissions.urls")),
    path("beispiele/", examples.example_list, name="list"),
    path("beispiele/vergleichen/", compare, name="compare"),
    path("b/<int:number>/", addresses.short_example, name="short_example"),
    path("a/<int:number>/", addresses.short_answer, name="short_answer"),
    path("beispiele/<slug:slug>/", examples.example_detail, name="detail"),
    path("beispiele/<slug:slug>/uebertragbarkeit/", transferability, name="transfer"),
    path("beispiele/<slug:slug>/uebernehmen/", adoption.adopt, name="adopt"),
    path("beispiele/<slug:slug>/weitergegeben/", adoption.passed_on, name="passed_on"),
    path("uebernahmen/", adoption.own_adoptions, name="own_adoptions"),
    path("uebernahmen/<int:pk>/zuruecknehmen/", adoption.withdraw, name="withdraw_adoption"),
    path("uebernahmen/<int:pk>/wiederherstellen/", adoption.restore, name="restore_adoption"),
    path("uebernahmen/<int:pk>/ergebnis/", adoption.own_result, name="own_result"),
    path("uebernahmen/ergebnis/<str:token>/", adoption.result, name="adoption_result"),
    path("uebernahmen/keine-fragen/<str:token>/", adoption.stop, name="adoption_stop"),
    path("beispiele/<slug:slug>/bild/<int:pk>/", pictures.picture, name="picture"),
    path("antworten/", answers.answer_list, name="answers"),
    path("antworten/<slug:slug>/", answers.answer_detail, name="answer"),
    path("beispiele/<slug:slug>/rueckmeldung/", feedback.on_example, name="example_feedback"),
    path("antworten/<slug:slug>/rueckmeldung/", feedback.on_answer, name="answer_feedback"),
    path("rueckmeldungen/", feedback.inbox, name="feedback"),
    path("rueckmeldungen/<int:pk>/", feedback.entry, name="feedback_entry"),
    path("rueckmeldungen/<int:pk>/gelesen/", feedback.mark_read, name="feedback_read"),
    path("rueckmeldungen/<int:pk>/neu/", feedback.mark_unread, name="feedback_unread"),
    path("rueckmeldungen/<int:pk>/uebernehmen/", feedback.take, name="feedback_take"),
    path("rueckmeldungen/<int:pk>/abgeben/", feedback.release, name="feedback_release"),
    path("auftraege/", commissions.commission_list, name="commissions"),
    path("auftraege/<int:pk>/uebernehmen/", commissions.take, name="take_commission"),
    path("auftraege/<int:pk>/erledigt/", commissions.finish, name="finish_commission"),
    path("auftraege/<int:pk>/verwerfen/", commissions.drop, name="drop_commission"),
    path("auftraege/<int:pk>/wieder-oeffnen/", commissions.reopen, name="reopen_commission"),
    path("luecken/", coverage.coverage_map, name="coverage"),
    path(
        "beispiele/<slug:slug>/leichte-sprache/",
        follows_moves(Example)(easy.easy_text),
        {"kind": "example"},
        name="easy_example",
    ),
    path(
        "antworten/<slug:slug>/leichte-sprache/",
        follows_moves(Answer)(easy.easy_text),
        {"kind": "answer"},
        name="easy_answer",
    ),
    path(
        "themen/<slug:slug>/leichte-sprache/", easy.easy_text, {"kind": "topic"}, name="easy_topic"
    ),
    path("leichte-texte/", easy.easy_list, name="easy_texts"),
    path("leichte-texte/<int:pk>/passt/", easy.confirm, name="confirm_easy"),
    path("leichte-texte/<int:pk>/zurueckziehen/", easy.withdraw, name="withdraw_easy"),
    path("leichte-texte/<int:pk>/zeigen/", easy.bring_back, name="bring_back_easy"),
    path("leichte-texte/<slug:kind>/<slug:record_id>/", easy.write, name="write_easy"),
    path("nachfrage/", demand.demand, name="demand"),
    path("nachfrage/<int:pk>/auftrag/", demand.commission, name="commission_demand"),
    path("nachfrage/<int:pk>/verwerfen/", demand.dismiss, name="dismiss_demand"),
    path("nachfrage/<int:pk>/zurueckholen/", demand.restore, name="restore_demand"),
    path("nachfrage/<slug:name>/", demand.from_source, name="demand_source"),
    path(
        "nachfrage/<slug:name>/<slug:key>/auftrag/", demand.commission_from, name="commission_from"
    ),
    path("zahlen-und-regeln/", facts.fact_list, name="facts"),
    path("zahlen-und-regeln/<slug:slug>/", facts.fact_detail, name="fact"),
    path("pruefung/<str:token>/", reviews.confirm_by_link, name="review"),
    path("geprueft/<slug:kind>/<int:pk>/", reviews.confirm_signed_in, name="confirm"),
    path("stimmt-nicht-mehr/<slug:kind>/<int:pk>/", reviews.report, name="report"),
    path("redaktion-heute/", board.board, name="board"),
    path("redaktion-heute/geprueft/<int:pk>/", board.confirm_check, name="confirm_check"),
    path("durchsicht/<slug:kind>/<int:pk>/", remarks.read, name="read"),
    path("durchsicht/<slug:kind>/<int:pk>/vorschlag/", remarks.propose, name="propose"),
    path("durchsicht/kommentar/<int:pk>/antworten/", remarks.reply, name="reply_remark"),
    path("durchsicht/kommentar/<int:pk>/erledigt/", remarks.settle, name="settle_remark"),
    path("durchsicht/kommentar/<int:pk>/uebernehmen/", remarks.accept, name="accept_remark"),
    path("durchsicht/kommentar/<int:pk>/ablehnen/", remarks.reject, name="reject_remark"),
    path("begriffe/", terms.term_list, name="terms"),
    path("einlesen/", importing.start, name="import"),
    path("einlesen/<int:pk>/", importing.detail, name="import_detail"),
    path("einlesen/<int:pk>/spalten/", importing.columns, name="import_columns"),
    path("einlesen/<int:pk>/starten/", importing.begin, name="import_begin"),
    path("einlesen/<int:pk>/zuruecknehmen/", importing.take_back, name="import_take_back"),
    path("uebernommen/", mirroring.mirror_list, name="mirrors"),
    path("uebernommen/<int:pk>/", mirroring.mirror_detail, name="mirror"),
    path("uebernommen/<int:pk>/aenderungen/", mirroring.take_changes, name="take_mirror_changes"),
    path("uebernommen/<int:pk>/so-lassen/", mirroring.keep, name="keep_mirror"),
    path("beispiele/mappe.pdf", booklet_of_examples, name="booklet"),
    path("offene-daten/", open_data.overview, name="open_data"),
    *DOWNLOADS,
    path("nacharbeit/", corrections.correction_list, name="corrections"),
    path("nacharbeit/<int:pk>/erledigen/", corrections.settle, name="settle_correction"),
    path("nacharbeit/<int:pk>/wieder-oeffnen/", corrections.reopen, name="reopen_correction"),
]
