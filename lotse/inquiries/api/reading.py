"""Operations that only read."""

from datetime import datetime, timedelta

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Schema
from pydantic import AwareDatetime, Field

from lotse.accounts.bearer import owner
from lotse.accounts.models import User
from lotse.accounts.roles import DESK_ROLES
from lotse.inquiries import access, files, queries
from lotse.inquiries.api import present, shapes
from lotse.inquiries.api.door import READ, REPORTS, router
from lotse.inquiries.desk import queue as desk_queue
from lotse.inquiries.desk.filters import Desk, QueueFilter
from lotse.lib.paging import AFTER_PARAMETER
from lotse.team.models import ProgrammeArea

PERIOD = timedelta(days=30)


class Choices(Schema):
    """The same views and filters as the queue at the desk."""

    view: str = Field(
        "offen",
        description="offen, ueberfaellig, knapp, meine, niemand, bereich, "
        "wartet, beantwortet, geschlossen, alle",
    )
    area: str = Field("", description="id of a programme area")
    topic: str = Field("", description="code of a topic")
    land: str = Field("", description="code of a Land, for example HE")
    channel: str = ""
    q: str = Field("", max_length=100, description="words in number, subject, sender, place")
    after: str = Field("", max_length=60)


def turn_tag(turn: int) -> str:
    """Return the entity tag: it names the state of the conversation, as replies must."""
    return f'"{turn}"'


@router.get(
    "/inquiries",
    auth=READ,
    response=shapes.InquiryPage,
    operation_id="listInquiries",
    summary="Anfragen, die nächste Frist zuerst",
)
def list_inquiries(request: HttpRequest, choices: Query[Choices]) -> shapes.InquiryPage:
    now = timezone.now()
    desk = Desk.of(owner(request), now)
    chosen = QueueFilter.read(
        {
            "ansicht": choices.view,
            "bereich": choices.area,
            "thema": choices.topic,
            "land": choices.land,
            "kanal": choices.channel,
            "q": choices.q,
        }
    )
    page = desk_queue.page(chosen, desk, {AFTER_PARAMETER: choices.after}).page
    numbers = [row.pk for row in page.rows]
    records = access.inquiries_at_desk(owner(request)).prefetch_related("topics").in_bulk(numbers)
    return shapes.InquiryPage(
        items=[present.inquiry(records[pk], now) for pk in numbers if pk in records],
        next=page.next[AFTER_PARAMETER] if page.next else None,
    )


@router.get(
    "/inquiries/{number}",
    auth=READ,
    response=shapes.InquiryDetail,
    operation_id="getInquiry",
    summary="Eine Anfrage mit Nachrichten, Quellen und Verlauf",
)
def get_inquiry(request: HttpRequest, number: str, response: HttpResponse) -> shapes.InquiryDetail:
    record = access.inquiry_at_desk(owner(request), number)
    response["ETag"] = turn_tag(record.turn)
    return present.detail(record, timezone.now())


@router.get(
    "/attachments/{int:pk}",
    auth=READ,
    operation_id="getAttachment",
    summary="Eine Anlage",
    response={200: bytes},
    openapi_extra={
        "responses": {
            200: {
                "content": {
                    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
                }
            }
        }
    },
)
def get_attachment(request: HttpRequest, pk: int) -> FileResponse:
    return files.download(access.attachment_at_desk(owner(request), pk))


@router.get(
    "/areas",
    auth=READ,
    response=list[shapes.Area],
    operation_id="listAreas",
    summary="Programmbereiche",
)
def list_areas(request: HttpRequest) -> list[shapes.Area]:
    return [shapes.Area(id=area.pk, name=area.name) for area in ProgrammeArea.objects.all()]


@router.get(
    "/people",
    auth=READ,
    response=list[shapes.Person],
    operation_id="listPeople",
    summary="Wer an Anfragen arbeitet",
)
def list_people(request: HttpRequest) -> list[shapes.Person]:
    found = User.objects.filter(is_active=True, groups__name__in=DESK_ROLES).distinct()
    return [shapes.Person(id=user.pk, name=str(user)) for user in found[:500]]


@router.get(
    "/reports/promise",
    auth=REPORTS,
    response=shapes.PromiseReport,
    operation_id="promiseReport",
    summary="Wie das 24-Stunden-Versprechen gehalten wird",
)
def promise_report(
    request: HttpRequest, since: AwareDatetime | None = None
) -> shapes.PromiseReport:
    now: datetime = timezone.now()
    start = since or now - PERIOD
    figures = queries.promise_figures(start, now)
    median, service = figures.median, queries.median_service(start)
    return shapes.PromiseReport(
        since=start,
        until=now,
        share_kept=figures.share_kept,
        median_reaction_seconds=None if median is None else round(median.total_seconds()),
        median_reaction_service_seconds=None if service is None else round(service.total_seconds()),
        received=figures.received,
        answered=figures.answered,
        open=figures.open,
    )
