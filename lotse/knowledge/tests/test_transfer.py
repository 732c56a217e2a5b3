"""The transferability check: reasons with their sources, nothing invented."""

import pytest
from django.test import Client

from lotse.accounts.roles import Role
from lotse.accounts.tests.factories import UserFactory
from lotse.knowledge.tests.factories import published
from lotse.knowledge.transfer import conditions, fit
from lotse.knowledge.transfer.fit import (
    Answers,
    Condition,
    Conditions,
    Grade,
    Place,
    Said,
    Verdict,
)
from lotse.municipalities.tests.factories import LandFactory, MunicipalityFactory

TOWN = Place("Ulm", "gemeinde", False, "Bayern", 30_000, "G5")
HERE = Place("Musterstadt", "gemeinde", False, "Bayern", 28_000, "G5")
SIZES = "Geeignet für Einwohnerzahlen"
FIRE = Condition("v1", "die Feuerwehr früh mitgeht", False)
ASBESTOS = Condition("h1", "das Gebäude belastet ist", True)


def verdicts(
    given: Conditions, own: Place = HERE, answers: Answers | None = None
) -> set[tuple[str, str]]:
    result = fit.check(given, own, answers or Answers())
    return {(reason.source, reason.verdict.name) for reason in result.reasons}


def test_everything_known_and_fitting_is_good() -> None:
    given = Conditions(
        place=TOWN,
        size_classes=("G5",),
        legal_basis="§ 1",
        jurisdiction="Bayern",
        lead_time_days=42,
        is_checked=True,
        questions=(FIRE, ASBESTOS),
    )
    answers = Answers({"v1": Said.YES, "h1": Said.NO}, days=60)
    result = fit.check(given, HERE, answers)
    assert (result.grade, result.known_count, result.open_count) == (Grade.GOOD, 6, 0)
    assert verdicts(given, answers=answers) == {
        (SIZES, "FITS"),
        ("Art der Kommune", "FITS"),
        ("Geltungsbereich der Rechtsgrundlage", "FITS"),
        ("Vorlauf", "FITS"),
        ("Passt gut, wenn", "FITS"),
        ("Passt weniger, wenn", "FITS"),
    }


def test_what_nobody_said_stays_open_and_is_never_counted_as_fitting() -> None:
    result = fit.check(Conditions(place=TOWN, questions=(FIRE, ASBESTOS)), HERE, Answers())
    assert result.grade is Grade.OPEN
    assert (result.known_count, result.open_count) == (3, 3)
    nothing = fit.check(Conditions(place=None), HERE, Answers())
    assert (nothing.grade, nothing.known_count) == (Grade.OPEN, 0)


@pytest.mark.parametrize(
    ("given", "own", "answers", "expected"),
    [
        (Conditions(TOWN, size_classes=("G4",)), HERE, Answers(), (SIZES, "ADAPT")),
        (Conditions(TOWN, size_classes=("G1",)), HERE, Answers(), (SIZES, "AGAINST")),
        (Conditions(TOWN, size_classes=("K1",)), HERE, Answers(), (SIZES, "ADAPT")),
        (
            Conditions(TOWN, size_classes=("G5",)),
            Place("Amt", "verband", False, "Bayern", 9_000, ""),
            Answers(),
            (SIZES, "UNKNOWN"),
        ),
        (
            Conditions(TOWN),
            Place("Dorf", "gemeinde", False, "Hessen", 900, "G7"),
            Answers(),
            ("Einwohnerzahl", "UNKNOWN"),
        ),
        (
            Conditions(TOWN),
            Place("Dorf", "gemeinde", False, "Hessen", 900, "G7"),
            Answers(),
            ("Land", "UNKNOWN"),
        ),
        (
            Conditions(TOWN, legal_basis="FlüAG", jurisdiction="Nordrhein-Westfalen"),
            HERE,
            Answers(),
            ("Geltungsbereich der Rechtsgrundlage", "ADAPT"),
        ),
        (
            Conditions(TOWN, legal_basis="AsylG", jurisdiction="Bund"),
            HERE,
            Answers(),
            ("Geltungsbereich der Rechtsgrundlage", "FITS"),
        ),
        (
            Conditions(TOWN, legal_basis="§ 9"),
            HERE,
            Answers(),
            ("Geltungsbereich der Rechtsgrundlage", "UNKNOWN"),
        ),
        (Conditions(TOWN, lead_time_days=42), HERE, Answers(), ("Vorlauf", "UNKNOWN")),
        (Conditions(TOWN, lead_time_days=42), HERE, Answers(days=41), ("Vorlauf", "AGAINST")),
        (Conditions(TOWN, lead_time_days=42), HERE, Answers(days=42), ("Vorlauf", "FITS")),
        (
            Conditions(TOWN, questions=(FIRE,)),
            HERE,
            Answers({"v1": Said.NO}),
            ("Passt gut, wenn", "ADAPT"),
        ),
        (
            Conditions(TOWN, questions=(ASBESTOS,)),
            HERE,
            Answers({"h1": Said.YES}),
            ("Passt weniger, wenn", "AGAINST"),
        ),
        (Conditions(TOWN, is_failed=True), HERE, Answers(), ("Stand", "AGAINST")),
        (Conditions(TOWN, capacity="92 Plätze"), HERE, Answers(), ("Umfang", "NOTE")),
        (
            Conditions(Place("Kreis", "kreis", False, "Bayern", 120_000, "K3")),
            HERE,
            Answers(),
            ("Art der Kommune", "ADAPT"),
        ),
        (
            Conditions(TOWN),
            Place("Kreis", "kreis", False, "Bayern", 120_000, "K3"),
            Answers(),
            ("Art der Kommune", "ADAPT"),
        ),
        (
            Conditions(Place("Kiel", "gemeinde", True, "Bayern", 250_000, "G2")),
            HERE,
            Answers(),
            ("Art der Kommune", "ADAPT"),
        ),
        (
            Conditions(TOWN),
            Place("Kiel", "kreis", True, "Bayern", 250_000, "G2"),
            Answers(),
            ("Art der Kommune", "FITS"),
        ),
    ],
)  # fmt: skip
def test_each_condition_gives_its_verdict(
    given: Conditions, own: Place, answers: Answers, expected: tuple[str, str]
) -> None:
    assert expected in verdicts(given, own, answers)


def test_one_thing_against_it_decides_and_stands_first() -> None:
    given = Conditions(place=TOWN, size_classes=("G5",), lead_time_days=42, is_checked=True)
    result = fit.check(given, HERE, Answers(days=7))
    assert result.grade is Grade.AGAINST
    assert result.reasons[0].verdict is Verdict.AGAINST


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("92 Plätze", 92),
        ("1.400 Menschen", 1400),
        ("50 bis 120 Personen", None),
        ("viele", None),
        ("²", None),
        ("über 20% der Fälle", None),
    ],
)
def test_amount_is_read_only_where_it_is_one_plain_number(text: str, number: int | None) -> None:
    assert fit.only_number(text) == number


def test_amount_is_shown_at_the_same_rate_for_both() -> None:
    given = Conditions(place=TOWN, capacity="90 Plätze")
    note = next(r for r in fit.check(given, HERE, Answers()).reasons if r.source == "Umfang")
    assert "30,0 je 10.000" in note.text
    assert "rund 84" in note.text


@pytest.mark.django_db
def test_page_asks_for_the_municipality_and_then_says_what_fits(client: Client) -> None:
    bavaria = LandFactory(code="BY", key="09", name="Bayern")
    origin = MunicipalityFactory(name="Ulmstadt", land=bavaria, size_class="G5")
    example = published(
        municipalities=[origin],
        suits_size_classes=["G5"],
        suitable_if="Die Feuerwehr geht früh mit.",
        unsuitable_if="Das Gebäude ist belastet.",
        lead_time_days=42,
    )
    own = MunicipalityFactory(name="Erlenbrück", land=bavaria, size_class="G5")
    MunicipalityFactory(name="Erlenbach", land=bavaria)
    path = f"{example.get_absolute_url()}uebertragbarkeit/"
    assert "Nennen Sie Ihre Kommune" in client.get(path).content.decode()
    assert "Welche Kommune meinen Sie?" in client.get(f"{path}?kommune=Erlen").content.decode()
    assert "Keine Kommune gefunden" in client.get(f"{path}?kommune=Quitte").content.decode()
    fire, building = conditions.of(example).questions
    said = f"&{fire.key}=ja&{building.key}=nein&tage=60"
    page = client.get(f"{path}?kommune={own.key}{said}").content.decode()
    assert "Ergebnis für Erlenbrück" in page
    assert "Gut übertragbar" in page
    assert "Ist bei Ihnen erfüllt: Die Feuerwehr geht früh mit." in page
    wrong = client.get(f"{path}?kommune={own.key}&tage=bald&{fire.key}=quatsch").content.decode()
    assert "Geben Sie eine ganze Zahl von Tagen an" in wrong
    assert "Noch nicht zu beurteilen" in wrong


@pytest.mark.django_db
def test_members_need_not_name_their_municipality(client: Client) -> None:
    example = published(lead_time_days=None)
    own = MunicipalityFactory(name="Erlenbrück", size_class="G5")
    client.force_login(UserFactory(roles=[Role.MEMBER], municipality=own))
    page = client.get(f"{example.get_absolute_url()}uebertragbarkeit/").content.decode()
    assert "Ergebnis für Erlenbrück" in page
    assert 'name="tage"' not in page
