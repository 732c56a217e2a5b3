"""The one way a rule says no."""


class RuleError(Exception):
    """A rule refuses. ``message`` is a German sentence that tells the user what to do."""

    message = "Das geht so nicht."

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.message
        super().__init__(self.message)
