"""Charts in plain SVG: bars, a timeline, a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from html import escape
from typing import get_args

from claimx.display.rtl import clean
from claimx.display.summary import DayRow, PlaceRow
from claimx.display.summary_tables import day_span
from claimx.model.document import PlaceKind

_Box = tuple[float, float, float, float]
_LABELS = 24  # more names than this cover the map


def text(value: object) -> str:
    """Anything as HTML text or attribute."""
    return escape(clean(str(value)), quote=True)


def bars(rows: Sequence[tuple[str, int, str]], *, label: str) -> str:
    """Horizontal bars as an HTML list: label, count, and a value of ``data-speaker`` (empty: none)."""
    most = max((count for _, count, _ in rows), default=0)
    made = []
    for name, count, key in rows:
        share = round(100 * count / most, 1) if most else 0
        inner = f'<span class="name"><bdi>{text(name)}</bdi></span>'
        if key:
            inner = (
                f'<button type="button" class="name" data-speaker="{text(key)}" aria-pressed="false">'
                f"<bdi>{text(name)}</bdi></button>"
            )
        made.append(
            f'<li>{inner}<span class="bar" style="--share:{share}%"></span><span class="count">{count}</span></li>'
        )
    return f'<ul class="bars" aria-label="{text(label)}">{"".join(made)}</ul>'


def timeline(days: Sequence[DayRow], *, label: str, rtl: bool = True) -> str:
    """Claims a day as columns, time running as the page does; nothing for less than two days."""
    span = day_span(days)
    if span is None or span[0] == span[1]:
        return ""
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    counts = {row.date: row.claims for row in days if len(row.date) == 10 and span[0] <= row.date <= span[1]}
    total = (last - first).days + 1
    most = max(counts.values())
    step = 600 / total
    width = max(1.5, min(24.0, step * 0.8))

    def across(day: date) -> float:
        x = 30 + ((day - first).days + 0.5) * step
        return 660 - x if rtl else x

    columns = []
    for day, count in sorted(counts.items()):
        x = across(date.fromisoformat(day))
        height = max(2.0, 96 * count / most)
        columns.append(
            f'<rect x="{x - width / 2:.1f}" y="{112 - height:.1f}" width="{width:.1f}" height="{height:.1f}">'
            f"<title>{day}: {count}</title></rect>"
            f'<text x="{x:.1f}" y="{108 - height:.1f}" text-anchor="middle">{count if total <= 20 else ""}</text>'
        )
    ticks = [first, last] if total <= 10 else [first, first + timedelta(days=total // 2), last]
    labels = []
    for tick in ticks:
        x = min(622.0, max(38.0, across(tick)))
        labels.append(f'<text x="{x:.1f}" y="130" direction="ltr" text-anchor="middle">{tick.isoformat()}</text>')
    return (
        f'<svg class="timeline" viewBox="0 0 660 136" role="img" aria-label="{text(label)}: {span[0]} – {span[1]}">'
        f'<line x1="20" x2="640" y1="112.5" y2="112.5"/>{"".join(columns)}{"".join(labels)}</svg>'
    )


def world(places: Iterable[PlaceRow], *, label: str) -> str:
    """The places on a grid of longitude and latitude, cut to where they lie; nothing without coordinates.

    The cities of the gazetteer stand behind as faint dots: they draw the land well enough to find one's way.
    """
    points = [
        (row, row.longitude, row.latitude) for row in places if row.longitude is not None and row.latitude is not None
    ]
    if not points:
        return ""
    west, east = _frame([x for _, x, _ in points], 24.0, 180.0)
    south, north = _frame([y for _, _, y in points], 12.0, 85.0)
    # Never taller than five eighths of its width: what is missing at the sides is land to see.
    if (short := (north - south) * 1.6 - (east - west)) > 0:
        west, east = max(-180.0, west - short / 2), min(180.0, east + short / 2)
    scale = 640 / (east - west)
    width, height = 640.0, (north - south) * scale

    def at(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * scale, (north - lat) * scale

    most = max(row.mentions for row, _, _ in points)
    dots: list[str] = []
    names: list[str] = []
    taken: list[_Box] = []
    drawn: list[tuple[str, float, float, float]] = []
    for row, lon, lat in sorted(points, key=lambda point: -point[0].mentions):
        x, y = at(lon, lat)
        radius = 3 + 11 * (row.mentions / most) ** 0.5
        title = f"<title>{text(row.name)}: {row.mentions}</title>"
        dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">{title}</circle>')
        if len(drawn) < _LABELS:
            drawn.append((row.name, x, y, radius))
            taken.append((x - radius * 0.7, y - radius * 0.7, x + radius * 0.7, y + radius * 0.7))
    for name, x, y, radius in drawn:
        # A label where it covers no other one and no point, right of its own or left of it; the most named come first.
        size = 7.5 * len(name)
        for left in (x + radius + 3, x - radius - 3 - size):
            box = (left, y - 8, left + size, y + 8)
            if left >= 0 and left + size <= width and not any(_cross(box, other) for other in taken):
                taken.append(box)
                middle = left + size / 2
                names.append(
                    f'<text class="name" x="{middle:.1f}" y="{y + 4:.1f}" text-anchor="middle">{text(name)}</text>'
                )
                break
    land = "".join(
        f"M{x:.0f} {y:.0f}h0" for x, y in sorted({at(*point) for point in _cities(west, east, south, north)})
    )
    return (
        f'<svg class="map" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{text(label)}">'
        f'<rect class="sea" width="{width:.1f}" height="{height:.1f}"/><path class="land" d="{land}"/>'
        f'<g class="grid">{_grid(west, east, south, north, scale)}</g>{"".join(dots)}{"".join(names)}</svg>'
    )


def _grid(west: float, east: float, south: float, north: float, scale: float) -> str:
    width, height = (east - west) * scale, (north - south) * scale
    step = next((step for step in (5, 10, 20, 30) if (east - west) / step <= 7), 60)
    made = []
    for lon in range(-180, 181, step):
        x = (lon - west) * scale
        if 0 < x < width:
            made.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height:.1f}"/>')
            if x < width - 40:
                made.append(
                    f'<text x="{x + 3:.1f}" y="{height - 4:.1f}" direction="ltr">{_degrees(lon, "E", "W")}</text>'
                )
    for lat in range(-90, 91, step):
        y = (north - lat) * scale
        if 14 < y < height:
            made.append(f'<line x1="0" x2="{width:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
            made.append(f'<text x="3" y="{y - 3:.1f}" direction="ltr">{_degrees(lat, "N", "S")}</text>')
    return "".join(made)


def _cities(west: float, east: float, south: float, north: float) -> list[tuple[float, float]]:
    """Cities in the frame, on a raster so that dense lands weigh no more than a dot each."""
    from claimx.places.gazetteer import shipped

    cell = (east - west) / 160
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for entry in shipped().leading(get_args(PlaceKind)):
        lon, lat = entry.longitude, entry.latitude
        if lon is not None and lat is not None and entry.kind == "city" and west < lon < east and south < lat < north:
            found.setdefault((int((lon - west) / cell), int((lat - south) / cell)), (lon, lat))
    return list(found.values())


def _frame(values: Sequence[float], least: float, limit: float) -> tuple[float, float]:
    """Around all values, with a margin, and never so narrow that a single point fills it."""
    low, high = min(values), max(values)
    margin = max((high - low) * 0.12, (least - (high - low)) / 2, 3.0)
    return max(-limit, low - margin), min(limit, high + margin)


def _degrees(value: int, above: str, below: str) -> str:
    return f"{abs(value)}°{above if value > 0 else below if value < 0 else ''}"


def _cross(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
