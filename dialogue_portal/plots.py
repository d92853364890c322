"""Small plots made by the server: SVG with attributes only, no inline style. `templates/portal/_bars.html` draws them.

Labels stand directly above the bars, so that a plot fits a phone; the page shows the same numbers as a table, which
`templates/portal/_plot.html` makes of the plot itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue_portal.registries import Words

WIDTH = 360
ROW_HEIGHT = 48
LABEL_BASELINE = 16
BAR_TOP = 24
BAR_HEIGHT = 14
# How far a mark stands out above and below its bar.
MARK_OVER = 3
VALUE_WIDTH = 40


@dataclass(frozen=True)
class Bar:
    """One row: where it stands and how wide it is, in units of the view box."""

    label: Words
    value: int
    width: float
    top: int
    css_class: str
    # Of a plot of shares: key of the row, how many there are in all to compare with, where an even share would end.
    key: str = ""
    base: int = 0
    mark: float | None = None
    share: int = 0
    base_share: int = 0

    @property
    def label_baseline(self) -> int:
        return self.top + LABEL_BASELINE

    @property
    def bar_top(self) -> int:
        return self.top + BAR_TOP

    @property
    def mark_top(self) -> int:
        return self.bar_top - MARK_OVER

    @property
    def value_baseline(self) -> int:
        return self.bar_top + BAR_HEIGHT - 2

    @property
    def value_left(self) -> float:
        """Beside the bar, and beside its mark where that stands in the way."""
        end = max(self.width, self.mark + 3) if self.mark is not None and self.mark - self.width < VALUE_WIDTH else None
        return (self.width if end is None else end) + 8


@dataclass(frozen=True)
class BarPlot:
    """Horizontal bars of one measure."""

    title: Words
    bars: Sequence[Bar]
    # Headings of the table: of the rows, of the figures, and, of a plot of shares, of what it is compared with.
    of: Words = ""
    measure: Words = ""
    base: Words = ""

    width = WIDTH
    bar_height = BAR_HEIGHT
    mark_height = BAR_HEIGHT + 2 * MARK_OVER

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.bars)


def bar_plot(title: Words, rows: Sequence[tuple[Words, int, str]], *, of: Words = "", measure: Words = "") -> BarPlot:
    """Bars for rows of (label, value, CSS class of the bar), in the order given; the longest takes the whole width."""
    longest = max((value for _label, value, _class in rows), default=0) or 1
    room = WIDTH - VALUE_WIDTH
    bars = [
        Bar(label, value, round(room * value / longest, 1), number * ROW_HEIGHT, css_class)
        for number, (label, value, css_class) in enumerate(rows)
    ]
    return BarPlot(title, bars, of=of, measure=measure)


def share_plot(
    title: Words, rows: Sequence[tuple[str, Words, int, int]], *, of: Words, measure: Words, base: Words
) -> BarPlot:
    """Bars for rows of (key, label, value, base) with a mark where each would end if all were spread like the base.

    `measure` and `base` are the headings of the two columns of figures: "Intents", "Member States".
    """
    total, whole = sum(value for *_row, value, _base in rows), sum(base for *_row, base in rows)
    even = {key: total * base / whole if whole else 0.0 for key, _label, _value, base in rows}
    longest = max([*even.values(), *(value for *_row, value, _base in rows)], default=0) or 1
    room = WIDTH - VALUE_WIDTH
    bars = [
        Bar(
            label,
            value,
            width=round(room * value / longest, 1),
            top=number * ROW_HEIGHT,
            css_class=f"bar-{key.replace('_', '-')}",
            key=key,
            base=base_count,
            mark=round(room * even[key] / longest, 1),
            share=_percent(value, total),
            base_share=_percent(base_count, whole),
        )
        for number, (key, label, value, base_count) in enumerate(rows)
    ]
    return BarPlot(title, bars, of=of, measure=measure, base=base)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
