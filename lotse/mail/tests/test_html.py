import pytest

from lotse.mail import html


@pytest.mark.parametrize(
    ("dirty", "harmless"),
    [
        ("<p>Text</p>", "<p>Text</p>"),
        ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
        ("<style>p{}</style><p>x</p>", "<p>x</p>"),
        ('<p style="color:red" onclick="x()" class="a">x</p>', "<p>x</p>"),
        ('<img src="https://spion.example/p.gif" alt="Logo">', '<img alt="Logo">'),
        ('<img src="cid:1">', "<img>"),
        ('<a href="javascript:x()">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ('<a href="data:text/html,x">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        (
            '<a href="https://a.example" target="_top">x</a>',
            '<a href="https://a.example" rel="noopener noreferrer nofollow">x</a>',
        ),
        ("<form action=/x><input name=a></form>", ""),
        ("<iframe src=x></iframe><object></object><base href=x><meta http-equiv=refresh>", ""),
        ("<svg onload=x()><path d=y /></svg>z", "z"),
        ("<!-- geheim --><b>x</b>", "<b>x</b>"),
        ("<table background='http://x.example/a.png'><tr><td>x</td></tr></table>",
         "<table><tbody><tr><td>x</td></tr></tbody></table>"),
    ],
)  # fmt: skip
def test_foreign_html_becomes_harmless(dirty: str, harmless: str) -> None:
    assert html.clean(dirty) == harmless


def test_images_inside_the_mail_stay_but_no_vector_graphics() -> None:
    assert html.clean('<img src="data:image/png;base64,AA==">') == (
        '<img src="data:image/png;base64,AA==">'
    )
    assert html.clean('<img src="data:image/svg+xml;base64,AA==">') == "<img>"
