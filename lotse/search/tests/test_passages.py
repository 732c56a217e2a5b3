import html
import re

from hypothesis import given
from hypothesis import strategies as st

from lotse.search.passages import EXCERPT_SIZE, PASSAGE_SIZE, mark, split

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("<>&\"' \n"), max_size=900)


def test_neighbouring_words_share_one_mark() -> None:
    _, marked = mark("Die Turnhalle freigeben bis Mai", [(4, 13), (14, 23), (28, 31)])
    assert marked == "Die <mark>Turnhalle freigeben</mark> bis <mark>Mai</mark>"


def test_markup_in_a_text_is_escaped() -> None:
    text = "<script>alert('x')</script> Halle & <b>Zelt</b>"
    start = text.index("Halle")
    plain, marked = mark(text, [(start, start + 5)])
    assert plain == text
    assert marked == (
        "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; <mark>Halle</mark> &amp; "
        "&lt;b&gt;Zelt&lt;/b&gt;"
    )


def test_long_text_is_cut_around_the_words_between_words() -> None:
    text = "Anfang " + "Wort " * 200 + "Turnhalle freigeben " + "Wort " * 200
    start = text.index("Turnhalle")
    plain, marked = mark(text, [(start, start + 9), (start + 10, start + 19)])
    assert plain.startswith("… Wort")
    assert plain.endswith("Wort …")
    assert "<mark>Turnhalle freigeben</mark>" in marked


@given(TEXTS, st.data())
def test_marking_adds_nothing_but_marks(text: str, data: st.DataObject) -> None:
    cuts = sorted(set(data.draw(st.lists(st.integers(0, len(text)), max_size=8))))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    plain, marked = mark(text, spans)
    assert html.unescape(re.sub("</?mark>", "", marked)) == html.unescape(html.escape(plain))
    assert set(re.findall("<[^>]*>", marked)) <= {"<mark>", "</mark>"}
    assert len(plain) <= EXCERPT_SIZE + 4


@given(TEXTS)
def test_splitting_keeps_every_word_in_order(text: str) -> None:
    assert " ".join(p.text for p in split(text)).split() == text.split()


def test_passages_end_at_sentences() -> None:
    sentence = "Wir haben die Halle freigeräumt und die Menschen umgezogen. "
    passages = split(sentence * 20, heading="Vorgehen", anchor="vorgehen")
    assert len(passages) > 2
    assert all(len(p.text) <= PASSAGE_SIZE + 20 and p.text.endswith(".") for p in passages)
    assert {(p.heading, p.anchor) for p in passages} == {("Vorgehen", "vorgehen")}
