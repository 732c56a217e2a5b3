"""Registers examples in the editorial admin, and the rules that follow from what editors do."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from lotse.knowledge import access, rules
from lotse.knowledge.editing.viewsets import ExamplePolicy, ExampleViewSet
from lotse.knowledge.models import Example
from lotse.topics.models import Concept

register_permission_policy(Example, ExamplePolicy(Example))
register_snippet(ExampleViewSet)


@hooks.register("before_serve_document")  # type: ignore[untyped-decorator]
def only_for_its_audience(document: Any, request: HttpRequest) -> None:
    access.check_document(request.user, document)


@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
def follow_vocabulary(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, Concept):
        rules.follow_vocabulary(instance)
