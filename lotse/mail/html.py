"""Foreign HTML made harmless: no script, no style, no remote image."""

from collections.abc import Mapping

import nh3

_TAGS = frozenset(
    (
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    )
)
_DROP_WITH_CONTENT = frozenset({"script", "style", "title", "template", "noscript", "svg", "math"})
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "*": {"lang", "dir"},
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "data", "cid"})
_INLINE_IMAGE = ("data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp")
MAX_LENGTH = 1_000_000
"""Characters of HTML that are shown; longer mail is read as text or as the original."""


def clean(html: str, *, images: Mapping[str, str] | None = None) -> str:
    """Return HTML that may stand in our page: known elements only, remote images left out.

    Images inside the mail (``data:``) stay; loading others would tell the sender who reads when.
    Links keep their target, open without referrer and without access to our window.
    images: ``cid:…`` to the ``data:`` it stands for; others of the mail's own are left out.
    """
    own = images or {}

    def keep(tag: str, name: str, value: str) -> str | None:
        return _keep_attribute(tag, name, own.get(value, value))

    return nh3.clean(
        html[:MAX_LENGTH],
        tags=set(_TAGS),
        clean_content_tags=set(_DROP_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=keep,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    lowered = value.strip().lower()
    if tag == "img" and name == "src":
        return value if lowered.startswith(_INLINE_IMAGE) else None
    if name == "href" and lowered.startswith(("data:", "cid:")):
        return None
    return value
