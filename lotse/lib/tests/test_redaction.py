"""Personal data is found, named and taken out: measured on labelled sentences."""

import re
from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from lotse.lib import redaction
from lotse.lib.redaction import Action, Decision, Kind
from lotse.lib.tests.redaction_sentences import LABELLED, UNSEEN

_LABEL = re.compile(r"⟦(\w+):([^⟧]+)⟧")


def plain(labelled: str) -> tuple[str, list[tuple[Kind, int, int]]]:
    """Return the sentence without labels, and what has to be found in it."""
    text, wanted = "", []
    position = 0
    for label in _LABEL.finditer(labelled):
        text += labelled[position : label.start()]
        wanted.append((Kind(label[1]), len(text), len(text) + len(label[2])))
        text += label[2]
        position = label.end()
    return text + labelled[position:], wanted


def bare(kind: Kind, text: str) -> str:
    """Titles may or may not be part of a mark: what counts is the name itself."""
    return re.sub(r"^(?:(?:Frau|Herrn?|Dr\.|Prof\.)\s+)+", "", text) if kind == Kind.NAME else text


def outcome(labelled: str) -> Counter[str]:
    text, wanted = plain(labelled)
    expected = {(kind, bare(kind, text[start:end])) for kind, start, end in wanted}
    found = {(span.kind, bare(span.kind, span.of(text))) for span in redaction.find(text)}
    return Counter(
        hit=len(expected & found), missed=len(expected - found), extra=len(found - expected)
    )


def measured(sentences: Sequence[str]) -> tuple[float, float]:
    """Return recall and precision."""
    total = sum((outcome(sentence) for sentence in sentences), Counter[str]())
    found = total["hit"] + total["extra"]
    return total["hit"] / (total["hit"] + total["missed"]), total["hit"] / found


def test_nearly_everything_is_found_and_little_too_much() -> None:
    assert len(LABELLED) >= 60
    recall, precision = measured(LABELLED)
    assert recall >= 0.97
    assert precision >= 0.95


def test_most_is_found_in_sentences_nobody_tuned_for() -> None:
    recall, precision = measured(UNSEEN)
    assert recall >= 0.85
    assert precision >= 0.9


def test_known_people_are_found_wherever_they_stand() -> None:
    text = "Xaverl Zwirbel fragt, ob Zwirbel kommen darf. Der Zwirbelweg ist frei."
    found = [span.of(text) for span in redaction.find(text, known=["Xaverl Zwirbel"])]
    assert found == ["Xaverl Zwirbel", "Zwirbel"]


def test_what_nobody_decided_is_taken_out() -> None:
    text = "Guten Tag Frau Feldhaus, rufen Sie 03643 762145 an."
    shown, undecided = redaction.apply(text, {})
    assert shown == "Guten Tag Frau █████, rufen Sie █████ an."
    assert [span.kind for span in undecided] == [Kind.NAME, Kind.PHONE]


def test_each_decision_holds_for_every_place_of_the_same_thing() -> None:
    text = "Frau Feldhaus fragt. Frau Feldhaus wohnt in Weimar, Telefon 03643 762145."
    decisions = {
        (Kind.NAME, "Feldhaus"): Decision(Action.REPLACE, "N."),
        (Kind.PHONE, "03643 762145"): Decision(Action.KEEP),
    }
    shown, undecided = redaction.apply(text, decisions)
    assert shown == "Frau N. fragt. Frau N. wohnt in Weimar, Telefon 03643 762145."
    assert undecided == []


def test_health_words_are_hints_that_nobody_has_to_decide() -> None:
    text = "Frau Haidari ist schwanger."
    shown, undecided = redaction.apply(text, {(Kind.NAME, "Haidari"): Decision(Action.MASK)})
    assert (shown, undecided) == ("Frau █████ ist schwanger.", [])
    assert Kind.HEALTH in [span.kind for span in redaction.find(text)]


def test_masked_text_names_the_kind() -> None:
    text = "Grüße an Frau Weber, weber@stadt.example"
    assert redaction.masked(text) == "Grüße an Frau [Name], [E-Mail-Adresse]"


_PIECES = st.lists(
    st.one_of(
        st.sampled_from([plain(sentence)[0] for sentence in LABELLED]),
        st.text(max_size=30),
        st.sampled_from(["\n", " ", "Frau ", "Herr Dr. ", "gez. ", "-", "§ "]),
    ),
    max_size=6,
).map("".join)


@given(_PIECES, st.lists(st.text(max_size=12), max_size=3))
def test_marks_lie_within_the_text_in_order_and_apart(text: str, known: list[str]) -> None:
    end = 0
    for span in redaction.find(text, known):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@given(_PIECES)
def test_what_is_masked_does_not_come_back(text: str) -> None:
    spans = [span for span in redaction.find(text) if span.kind == Kind.MAIL]
    shown, _undecided = redaction.apply(text, {})
    assert all(span.of(text) not in shown for span in spans)


@given(_PIECES)
def test_keeping_everything_changes_nothing(text: str) -> None:
    keep = {redaction.key(text, span): Decision(Action.KEEP) for span in redaction.find(text)}
    assert redaction.apply(text, keep) == (text, [])
