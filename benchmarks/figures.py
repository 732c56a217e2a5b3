"""One measured figure and the limit it is held against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``limit`` None: printed for information. ``at_least``: a larger value is better."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def row(self) -> str:
        """One row of a Markdown table."""
        limit, verdict = "", ""
        if self.limit is not None:
            limit = f"{'≥' if self.at_least else '≤'} {self.limit:,.4g}"
            verdict = "kept" if self.is_kept else "**missed**"
        return f"| {self.name} | {number(self.value)} {self.unit} | {limit} | {verdict} |"


def number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
