"""Registers the vocabulary in the editorial admin."""

from wagtail.snippets.models import register_snippet

from lotse.topics.admin import ConceptViewSet

register_snippet(ConceptViewSet)
