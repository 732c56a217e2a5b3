"""What the worker does for the team by the clock."""

from datetime import datetime

from lotse.lib.schedule import every
from lotse.team import rules


@every(3600, name="team.absences")
def forget_absences(now: datetime) -> int:
    return rules.forget_absences(now)
