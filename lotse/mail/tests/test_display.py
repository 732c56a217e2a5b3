"""A foreign HTML mail on the desk's screen."""

import base64

from lotse.mail import display
from lotse.mail.parse import ParsedAttachment, parse

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PHOTO = ParsedAttachment("foto.png", "image/png", PIXEL, "foto@post.example")


def shown(source: str, *, has_images: bool = True) -> str:
    return display.show(source, [PHOTO], has_images=has_images).html


def test_images_of_the_mail_itself_are_put_in_on_demand_only() -> None:
    source = '<p>Siehe <img src="cid:foto@post.example" alt="Halle"></p>'

    assert "src" not in shown(source, has_images=False)
    assert 'alt="Halle"' in shown(source, has_images=False)
    encoded = base64.b64encode(PIXEL).decode()
    assert f'src="data:image/png;base64,{encoded}"' in shown(source)


def test_what_only_calls_itself_an_image_is_left_out() -> None:
    fake = ParsedAttachment("x.png", "image/png", b"<svg onload='x()'>", "x")

    assert "data:" not in display.show('<img src="cid:x">', [fake], has_images=True).html


def test_images_out_of_the_net_are_counted_and_never_loaded() -> None:
    source = (
        '<img src="https://bilder.example/logo.png" width="200">'
        '<img src="http://zaehler.example/o.gif?id=4711" width=1 height=1>'
        '<IMG SRC="//zaehler.example/p.gif" style="display:none">'
        '<img src="cid:foto@post.example"><img src="cid:unbekannt">'
        '<div style="background:url(https://zaehler.example/b.gif)">Text</div>'
    )

    found = display.show(source, [PHOTO], has_images=True)

    assert (found.remote_images, found.trackers, found.inline_images) == (3, 2, 1)
    assert [
        word for word in ("zaehler", "bilder.example", "background") if word in found.html
    ] == []


def test_each_link_says_where_it_leads() -> None:
    assert "[phishing.example]" in shown('<a href="https://phishing.example/x">Hier klicken</a>')
    assert "Vorsicht, führt woanders hin: phishing.example" in shown(
        '<a href="https://phishing.example/x">www.sparkasse.example</a>'
    )
    assert "[" not in shown('<a href="https://stadt.example/">https://stadt.example</a>')
    assert "Vorsicht" not in shown('<a href="https://www.stadt.example/a">stadt.example</a>')
    assert "[amt@stadt.example]" in shown('<a href="mailto:amt@stadt.example?subject=x">Mail</a>')
    assert "href" not in shown('<a href="javascript:x()">Hier</a>')


def test_the_mail_of_outlook_with_a_screenshot_shows_it() -> None:
    raw = (
        b"From: a@b.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/related; boundary=r\r\n\r\n"
        b"--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b'<p><img src="cid:image001.png@01DA"></p>\r\n'
        b"--r\r\nContent-Type: image/png; name=image001.png\r\n"
        b"Content-ID: <image001.png@01DA>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(PIXEL)
        + b"\r\n--r--\r\n"
    )
    parsed = parse(raw)

    found = display.show(parsed.html, parsed.attachments, has_images=True)

    assert found.inline_images == 1
    assert "data:image/png" in found.html
