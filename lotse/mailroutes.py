"""Which recipient leads to which intake function, as urls.py does for views."""

from lotse.mail.routes import MailRoute

mailroutes: list[MailRoute] = []
