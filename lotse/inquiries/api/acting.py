"""Operations that change what an inquiry is or who has it. Each gives it back as it is then."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.accounts import repeats
from lotse.accounts.bearer import owner
from lotse.accounts.models import User
from lotse.inquiries import access, rules
from lotse.inquiries.api import present, shapes
from lotse.inquiries.api.door import WRITE, router
from lotse.inquiries.models import Inquiry
from lotse.lib.problems import Problem
from lotse.team.models import ProgrammeArea
from lotse.topics.models import Concept


@router.put(
    "/inquiries/{number}/owner",
    auth=WRITE,
    response=shapes.Inquiry,
    operation_id="assign",
    summary="Jemandem zuweisen",
)
def assign(request: HttpRequest, number: str, new: shapes.NewOwner) -> shapes.Inquiry:
    person = None
    if new.person_id is not None:
        person = User.objects.filter(pk=new.person_id).first()
        if person is None:
            raise Problem(422, "person_unknown", _("Diese Person gibt es nicht."))
    return _change(
        request,
        number,
        lambda record, me, now: rules.assign(record, owner=person, actor=me, now=now),
    )


@router.put(
    "/inquiries/{number}/area",
    auth=WRITE,
    response=shapes.Inquiry,
    operation_id="route",
    summary="Einem Programmbereich zuordnen",
)
def route(request: HttpRequest, number: str, new: shapes.NewArea) -> shapes.Inquiry:
    area = None
    if new.area_id is not None:
        area = ProgrammeArea.objects.filter(pk=new.area_id).first()
        if area is None:
            raise Problem(422, "area_unknown", _("Diesen Programmbereich gibt es nicht."))
    return _change(
        request,
        number,
        lambda record, me, now: rules.route(
            record, area=area, reason=new.reason, actor=me, now=now
        ),
    )


@router.put(
    "/inquiries/{number}/topics",
    auth=WRITE,
    response=shapes.Inquiry,
    operation_id="setTopics",
    summary="Themen setzen",
)
def set_topics(request: HttpRequest, number: str, new: shapes.NewTopics) -> shapes.Inquiry:
    topics = list(Concept.objects.filter(code__in=new.codes))
    unknown = sorted(set(new.codes) - {topic.code for topic in topics})
    if unknown:
        raise Problem(422, "topic_unknown", _("Dieses Thema gibt es nicht: %s.") % unknown[0])
    return _change(
        request,
        number,
        lambda record, me, now: rules.set_topics(record, topics=topics, actor=me, now=now),
    )


@router.post(
    "/inquiries/{number}/close",
    auth=WRITE,
    response=shapes.Inquiry,
    operation_id="close",
    summary="Abschließen",
)
def close(request: HttpRequest, number: str, new: shapes.Closing) -> shapes.Inquiry:
    return _change(
        request,
        number,
        lambda record, me, now: rules.close(
            record, harvest=new.harvest, reason=new.reason, actor=me, now=now
        ),
    )


@router.post(
    "/inquiries/{number}/reopen",
    auth=WRITE,
    response=shapes.Inquiry,
    operation_id="reopen",
    summary="Wieder öffnen",
)
def reopen(request: HttpRequest, number: str, new: shapes.Reopening) -> shapes.Inquiry:
    return _change(
        request,
        number,
        lambda record, me, now: rules.reopen(record, reason=new.reason, actor=me, now=now),
    )


def _change(
    request: HttpRequest, number: str, change: Callable[[Inquiry, User, datetime], None]
) -> shapes.Inquiry:
    me, now = owner(request), timezone.now()
    record = access.inquiry_at_desk(me, number)

    def work() -> int:
        change(record, me, now)
        return record.pk

    pk = repeats.once(request, work, now=now)
    return present.inquiry(access.inquiries_at_desk(me).get(pk=pk), now)
