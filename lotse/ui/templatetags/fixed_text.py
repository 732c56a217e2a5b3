"""``{% load i18n fixed_text %}``: words of a mail, translated once.

Mails have one language, whoever causes them. In a mail that leaves for each mail that comes in,
looking up the same two dozen sentences again and again takes a tenth of the time.
"""

from typing import Any

from django.template import Library, Node, TemplateSyntaxError
from django.template.base import Parser, Token
from django.utils.translation import gettext

register = Library()


class FixedText(Node):
    def __init__(self, message: str) -> None:
        self._message = message
        self._text: str | None = None

    def render(self, context: Any) -> str:
        if self._text is None:
            self._text = gettext(self._message)
        return self._text


@register.tag
def translate(parser: Parser, token: Token) -> FixedText:
    """``{% translate "words" %}``, for words alone: neither variables nor ``as``."""
    parts = token.split_contents()
    if len(parts) != 2 or parts[1][0] not in "\"'" or parts[1][0] != parts[1][-1]:
        raise TemplateSyntaxError("Fixed text is one quoted string.")
    return FixedText(parts[1][1:-1])
