"""``{% once %}``: a part of a page that is the same for many requests is drawn once."""

from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

KEPT = 64
"""So many forms of one part are kept in a process."""


class OnceNode(Node):
    def __init__(self, content: NodeList, differs_by: list[FilterExpression]) -> None:
        self._content = content
        self._differs_by = differs_by
        self._kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = tuple(one.resolve(context) for one in self._differs_by)
        # Text and text that counts as markup are equal to Python and drawn differently.
        key = (get_language(), values, tuple(map(type, values)))
        drawn = self._kept.get(key)
        if drawn is None:
            drawn = self._content.render(context)
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = drawn
        return drawn


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """Draw the content once for each language and each of the values, then from memory.

    ``{% once address demo %}…{% endonce %}``: the values must be hashable and all the content
    depends on; it never holds a form token or anything about a person.
    """
    differs_by = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    content = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(content, differs_by)
