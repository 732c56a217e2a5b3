"""Which recipient leads to which intake function, as urls.py does for views."""

from lotse.inquiries import intake
from lotse.mail.routes import MailRoute

mailroutes: list[MailRoute] = [
    MailRoute(name="inquiries", accepts=intake.accepts, intake=intake.take, prepare=intake.prepare),
]
