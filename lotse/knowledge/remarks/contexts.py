"""What the pages of remarks show: every passage with its form, every remark with what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from lotse.knowledge.models import Remark
from lotse.knowledge.remarks import passages, queries
from lotse.knowledge.remarks.forms import RejectForm, RemarkForm, ReplyForm
from lotse.knowledge.remarks.passages import Passage


@dataclass(frozen=True)
class Said:
    remark: Remark
    reply_form: ReplyForm
    reject_form: RejectForm


@dataclass(frozen=True)
class Line:
    """A passage with what was said about it and a form to say more."""

    passage: Passage
    said: Sequence[Said]
    form: RemarkForm
    is_open: bool
    """The form was sent and has errors."""

    @property
    def begins_text(self) -> bool:
        """The name of the text stands above its first line."""
        return self.passage.number == 1


def lines(
    shown: list[Passage], remarks: list[Remark], sent: RemarkForm
) -> tuple[list[Line], list[Said]]:
    """Return the lines of a page, and what was said that stands at no line: settled or moved.

    sent: the form of this request, bound or not.
    """
    places, elsewhere = queries.beside(shown, remarks)
    return [_line(one, places.get(one, []), sent) for one in shown], [_said(r) for r in elsewhere]


def _line(passage: Passage, remarks: list[Remark], sent: RemarkForm) -> Line:
    is_sent = sent.is_bound and (sent["column"].value(), sent["passage"].value()) == (
        passage.column,
        passage.text,
    )
    form = sent if is_sent else RemarkForm()
    form.auto_id = f"id_{passage.anchor}_%s"
    if not passages.is_changeable(passage):
        form.fields.pop("proposal", None)
    if not is_sent:
        form.initial = {"column": passage.column, "passage": passage.text}
    return Line(passage, [_said(one) for one in remarks], form, is_open=is_sent)


def _said(remark: Remark) -> Said:
    reply, reject = ReplyForm(), RejectForm()
    reply.auto_id = f"id_antwort_{remark.pk}_%s"
    reject.auto_id = f"id_grund_{remark.pk}_%s"
    return Said(remark, reply, reject)
