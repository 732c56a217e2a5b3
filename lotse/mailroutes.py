"""Which recipient leads to which intake function, as urls.py does for views."""

from lotse.inquiries import intake
from lotse.knowledge.submissions import intake as submissions
from lotse.mail.routes import MailRoute

mailroutes: list[MailRoute] = [
    # First: reply addresses of submissions are subaddresses of the inquiry mailbox.
    MailRoute(name="submissions", accepts=submissions.accepts, intake=submissions.take),
    MailRoute(name="inquiries", accepts=intake.accepts, intake=intake.take, prepare=intake.prepare),
]
