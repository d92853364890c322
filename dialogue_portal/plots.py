"""Small plots made by the server: SVG with attributes only, no inline style. `templates/portal/_bars.html` draws them.

Labels stand directly above the bars, so that a plot fits a phone; the page shows the same numbers as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue_portal.registries import Words

WIDTH = 360
ROW_HEIGHT = 48
LABEL_BASELINE = 16
BAR_TOP = 24
BAR_HEIGHT = 14
VALUE_WIDTH = 40


@dataclass(frozen=True)
class Bar:
    """One row: where it stands and how wide it is, in units of the view box."""

    label: Words
    value: int
    width: float
    top: int
    css_class: str

    @property
    def label_baseline(self) -> int:
        return self.top + LABEL_BASELINE

    @property
    def bar_top(self) -> int:
        return self.top + BAR_TOP

    @property
    def value_baseline(self) -> int:
        return self.bar_top + BAR_HEIGHT - 2

    @property
    def value_left(self) -> float:
        return self.width + 8


@dataclass(frozen=True)
class BarPlot:
    """Horizontal bars of one measure."""

    title: Words
    bars: Sequence[Bar]

    width = WIDTH
    bar_height = BAR_HEIGHT

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.bars)


def bar_plot(title: Words, rows: Sequence[tuple[Words, int, str]]) -> BarPlot:
    """Bars for rows of (label, value, CSS class of the bar), in the order given; the longest takes the whole width."""
    longest = max((value for _label, value, _class in rows), default=0) or 1
    room = WIDTH - VALUE_WIDTH
    bars = [
        Bar(label, value, round(room * value / longest, 1), number * ROW_HEIGHT, css_class)
        for number, (label, value, css_class) in enumerate(rows)
    ]
    return BarPlot(title, bars)
