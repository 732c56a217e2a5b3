"""Every tag has a specimen and a line in the documentation; odd input stays harmless."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.test import Client, RequestFactory

from lotse.lib import paging
from lotse.ui import specimens
from lotse.ui.facets import Option
from lotse.ui.templatetags import blocks, kern

DRAWING_TAGS = {*kern.register.tags, *blocks.register.tags} - {
    "inquiry_address",
    "is_demo",
    "platform_name",
    "platform_subject",
    "kern_entry",  # part of kern_summary
}


def render(source: str, **values: object) -> str:
    request = RequestFactory().get("/liste/", {"thema": "U", "seite": "2", "nach": "x"})
    return engines["django"].from_string(source).render(values, request)


def test_every_component_has_a_specimen() -> None:
    assert set(specimens.NAMES) - set(specimens.LAYOUTS) == DRAWING_TAGS


def test_every_component_is_documented() -> None:
    text = Path(settings.BASE_DIR, "docs/develop/kern.md").read_text(encoding="utf-8")
    assert [name for name in DRAWING_TAGS if f"{{% {name} " not in text.replace("%}", " %}")] == []


def test_no_template_outside_ui_uses_a_kern_class() -> None:
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for path in Path(settings.BASE_DIR, "lotse").rglob("templates/**/*.html")
        if "lotse/ui/" not in str(path)
        and re.search(r"class=\"[^\"]*\bkern-", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_template_has_inline_code() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for path in Path(settings.BASE_DIR, "lotse").rglob("templates/**/*.html")
        # Mail programs read no style sheets.
        if not {"mail", "mails"} & set(path.parts)
        and inline.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_pattern_page_shows_all_of_them(client: Client, db: None) -> None:
    html = client.get("/muster/").content.decode()
    assert [name for name in specimens.NAMES if f'id="m-{name}"' not in html] == []


def test_arguments_are_escaped() -> None:
    html = render(
        "{% kern_alert 'info' title=evil %}{{ evil }}{% endkern_alert %}"
        "{% kern_button 'primary' href=evil data_x=evil %}{{ evil }}{% endkern_button %}"
        "{% chip evil %}{{ evil }}{% endchip %}{% content_type 'example' evil %}"
        "{% crumbs evil evil evil %}{% deadline 'soon' evil 0.5 evil %}{% ask_box value=evil %}",
        evil='"><script>x</script>',
    )
    assert "<script>" not in html


def test_an_unknown_kind_is_refused_while_writing_the_template() -> None:
    with pytest.raises(TemplateSyntaxError, match="info, success, warning, danger"):
        render("{% kern_badge 'rot' %}x{% endkern_badge %}")


def test_an_icon_nobody_has_drawn_is_replaced() -> None:
    assert render("{% icon 'gibtsnicht' %}") == render("{% icon 'topic' %}")


def test_a_labelled_icon_speaks_and_others_are_silent() -> None:
    assert 'aria-label="Frist"' in render("{% icon 'clock' 'small' 'Frist' %}")
    assert 'aria-hidden="true"' in render("{% icon 'clock' %}")


def test_pages_keep_the_filters_and_drop_old_positions() -> None:
    page = paging.of_rows([1], number=2, size=1, total=3)
    html = render("{% pagination page %}", page=page)
    assert re.findall(r'href="([^"]+)"', html) == [
        "?thema=U&amp;seite=1",
        "?thema=U&amp;seite=1",
        "?thema=U&amp;seite=3",
        "?thema=U&amp;seite=3",
    ]


def test_pages_by_key_offer_both_directions() -> None:
    page = paging.Page(rows=[1], previous={"vor": "a"}, next={"nach": "b"})
    html = render("{% pagination page %}", page=page)
    assert re.findall(r'href="([^"]+)"', html) == ["?thema=U&amp;vor=a", "?thema=U&amp;nach=b"]


def test_a_filter_without_choices_is_not_drawn() -> None:
    assert render("{% facet 'Thema' 'thema' options %}", options=[]).strip() == ""
    html = render(
        "{% facet 'Thema' 'thema' options %}", options=[Option("U", "Wohnen", 1234, True)]
    )
    assert "checked" in html
    assert "1.234" in html


def test_a_bar_never_leaves_its_frame() -> None:
    assert 'width="100"' in render("{% bar 12 10 %}")
    assert 'class="voll" width="0"' in render("{% bar 3 0 %}")
