"""What every button of the composer does first: keep what was written and chosen."""

from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone

from lotse.accounts.models import User
from lotse.inquiries import access, rules
from lotse.inquiries.desk import composer
from lotse.inquiries.desk.forms import MAX_TEXT, DraftForm, EnclosureForm
from lotse.inquiries.models import Draft, Inquiry
from lotse.inquiries.rules import enclosing
from lotse.lib.errors import RuleError

Shape = TypeVar("Shape", bound=DraftForm)


def posted_text(request: HttpRequest, kept: Draft | None) -> str:
    """Return the text of the composer as it was posted, else as it was saved."""
    posted = request.POST.get("text")
    if posted is None:
        return kept.text if kept else ""
    return posted.replace("\r\n", "\n").replace("\x00", "")[:MAX_TEXT]


def own_draft(request: HttpRequest, inquiry: Inquiry) -> Draft | None:
    return inquiry.drafts.filter(author=access.desk_user(request)).first()


def keep_text(request: HttpRequest, inquiry: Inquiry) -> None:
    """Save the text that was posted along with another button, so that no page loses it."""
    if "text" in request.POST:
        kept = own_draft(request, inquiry)
        rules.save_draft(
            inquiry,
            text=posted_text(request, kept),
            citations=composer.read(kept),
            author=access.desk_user(request),
            now=timezone.now(),
        )


def keep(inquiry: Inquiry, form: DraftForm, cited: list[rules.Cited], user: User) -> Draft | None:
    """Save what a valid form holds as the draft of its author."""
    return rules.save_draft(
        inquiry,
        text=form.cleaned_data["text"],
        citations=cited,
        details=form.details,
        author=user,
        now=timezone.now(),
    )


def take_files(request: HttpRequest, inquiry: Inquiry) -> str:
    """Put files that were chosen with the text on the draft; return why not, else nothing."""
    form = EnclosureForm(request.POST, request.FILES)
    if not form.is_valid():
        return " ".join(str(error) for error in form.errors["anlagen"])
    chosen = [(file.name or "", file.read()) for file in form.cleaned_data["anlagen"]]
    if chosen:
        try:
            author = access.desk_user(request)
            enclosing.enclose(inquiry, chosen, author=author, now=timezone.now())
        except RuleError as refusal:
            return refusal.message
    return ""


def written(request: HttpRequest, inquiry: Inquiry, shape: type[Shape]) -> Shape:
    """Return the composer as it was posted. Its files go on the draft even if something else is
    wrong: a browser cannot fill them in again."""
    form = shape(request.POST)
    refusal = take_files(request, inquiry)
    if refusal:
        form.add_error(None, refusal)
    return form
