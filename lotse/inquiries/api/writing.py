"""Operations that add to a conversation."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status

from lotse.accounts import repeats
from lotse.accounts.bearer import owner
from lotse.inquiries import access, rules
from lotse.inquiries.api import present, shapes
from lotse.inquiries.api.door import WRITE, router
from lotse.inquiries.api.reading import turn_tag
from lotse.inquiries.models import Inquiry, Message
from lotse.lib.problems import Problem
from lotse.municipalities.models import Municipality


@router.post(
    "/inquiries",
    auth=WRITE,
    response={201: shapes.InquiryDetail},
    operation_id="createInquiry",
    summary="Eine Anfrage aufnehmen, etwa vom Telefon",
)
def create_inquiry(
    request: HttpRequest, new: shapes.NewInquiry, response: HttpResponse
) -> Status[shapes.InquiryDetail]:
    me, now = owner(request), timezone.now()
    received_at = new.received_at or now
    if received_at > now:
        raise Problem(422, "received_in_future", _("Der Eingang liegt in der Zukunft."))
    incoming = rules.Incoming(
        text=new.question,
        subject=new.subject,
        author_name=new.asker_name,
        author_email=new.asker_email or "",
    )

    def work() -> int:
        return rules.receive(
            incoming,
            channel=new.channel,
            received_at=received_at,
            municipality=_municipality(new.municipality_key),
            phone=new.asker_phone,
            urgency=new.urgency,
            actor=me,
            now=now,
        ).pk

    pk = repeats.once(request, work, now=now)
    record = access.inquiries_at_desk(me).get(pk=pk)
    response["Location"] = f"/api/v1/inquiries/{record.number}"
    response["ETag"] = turn_tag(record.turn)
    return Status(201, present.detail(record, now))


@router.post(
    "/inquiries/{number}/replies",
    auth=WRITE,
    response={201: shapes.Message},
    operation_id="reply",
    summary="Antworten oder einen Zwischenstand geben",
    openapi_extra={
        "parameters": [
            {
                "name": "If-Match",
                "in": "header",
                "required": True,
                "schema": {"type": "string"},
                "description": "The ETag of the inquiry as it was read.",
            }
        ]
    },
)
def reply(
    request: HttpRequest, number: str, new: shapes.NewReply, response: HttpResponse
) -> Status[shapes.Message]:
    me, now = owner(request), timezone.now()
    record = access.inquiry_at_desk(me, number)
    seen = _turn(request)

    def work() -> int:
        return rules.reply(
            record,
            kind=new.kind,
            text=new.text,
            citations=[rules.Cited(**source.dict()) for source in new.citations],
            author=me,
            answer_due_at=new.answer_due_at,
            turn=seen,
            details=rules.Details(
                certainty=new.certainty,
                law_as_of=new.law_as_of,
                jurisdiction=new.jurisdiction,
                summary=new.summary_of_question,
                next_step=new.next_step,
            ),
            now=now,
        ).pk

    # The turn guards it against being done twice; a refused text must survive as a draft.
    pk = repeats.once(request, work, now=now, is_atomic=False)
    response["ETag"] = turn_tag(Inquiry.objects.values_list("turn", flat=True).get(pk=record.pk))
    return Status(201, present.message(Message.objects.get(pk=pk)))


@router.post(
    "/inquiries/{number}/notes",
    auth=WRITE,
    response={201: shapes.Message},
    operation_id="addNote",
    summary="Eine Notiz nur für das Team",
)
def add_note(request: HttpRequest, number: str, new: shapes.NewNote) -> Status[shapes.Message]:
    me, now = owner(request), timezone.now()
    record = access.inquiry_at_desk(me, number)
    pk = repeats.once(
        request, lambda: rules.note(record, text=new.text, author=me, now=now).pk, now=now
    )
    return Status(201, present.message(Message.objects.get(pk=pk)))


def _turn(request: HttpRequest) -> int:
    text = request.headers.get("If-Match", "")
    if not text:
        detail = _("Bitte lesen Sie die Anfrage und senden Sie ihr ETag als If-Match mit.")
        raise Problem(428, "if_match_missing", detail)
    bare = text.removeprefix("W/").strip('"')
    if not bare.isdecimal() or len(bare) > 9:
        raise Problem(412, "if_match_unknown", _("Dieses ETag ist nicht von dieser Anfrage."))
    return int(bare)


def _municipality(key: str | None) -> Municipality | None:
    if key is None:
        return None
    found = Municipality.objects.filter(key=key).first()
    if found is None:
        detail = _("Diesen Gemeindeschlüssel kennt das Verzeichnis nicht.")
        raise Problem(422, "municipality_unknown", detail)
    return found
