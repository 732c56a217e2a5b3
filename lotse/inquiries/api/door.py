"""The one router of the desk: operations on the same address must share it."""

from ninja import Router

from lotse.accounts.bearer import Bearer
from lotse.accounts.scopes import Scope

router = Router(tags=["Anfragen"])
READ = Bearer(Scope.INQUIRIES_READ)
WRITE = Bearer(Scope.INQUIRIES_WRITE)
REPORTS = Bearer(Scope.REPORTS_READ)
