"""Draws panels of times on logarithmic axes as one SVG picture."""
import math
from dataclasses import dataclass

from tables import time

WIDTH, HEIGHT = 430, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 56, 44
INK, FAINT, GRID = "#1f2328", "#59636e", "#d8dee4"
COLOURS = ["#0969da", "#bc4c00"]


@dataclass
class Line:
    """Measured points (size, seconds), and the same at the peak."""
    name: str
    points: list
    at_peak: list


@dataclass
class Panel:
    """A set of axes."""
    title: str
    subtitle: str
    unit: str
    lines: list


class Axes:
    """Where sizes and times lie in a panel."""

    def __init__(self, lines):
        points = [point for line in lines for point in line.points + line.at_peak]
        sizes, seconds = [x for x, _ in points], [y for _, y in points]
        self.sizes = sorted({x for line in lines for x, _ in line.points + line.at_peak})
        self.left, self.right = math.log(min(sizes)), math.log(max(sizes))
        self.low = math.floor(math.log10(min(seconds)))
        self.high = max(math.ceil(math.log10(max(seconds))), self.low + 1)

    def x(self, size):
        share = (math.log(size) - self.left) / (self.right - self.left) if self.right > self.left else 0.5
        return LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24)

    def y(self, seconds):
        share = (math.log10(seconds) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def text(x, y, words, size=12, colour=INK, anchor="start", weight="normal"):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{words}</text>')


def draw(panels):
    """The picture, two panels side by side."""
    rows = (len(panels) + 1) // 2
    width, height = 2 * WIDTH, rows * HEIGHT + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="system-ui, Helvetica, Arial, sans-serif">',
        f'<rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>']
    for number, panel in enumerate(panels):
        parts.append(f'<g transform="translate({number % 2 * WIDTH} {number // 2 * HEIGHT})">')
        parts += panel_parts(panel)
        parts.append("</g>")
    parts += legend(width / 2, height - 16)
    parts.append("</svg>\n")
    return "\n".join(parts)


def panel_parts(panel):
    axes = Axes(panel.lines)
    parts = [text(LEFT, 24, panel.title, 15, weight="600"), text(LEFT, 42, panel.subtitle, 12, FAINT)]
    bottom = HEIGHT - BOTTOM
    for power in range(axes.low, axes.high + 1):
        y = axes.y(10.0 ** power)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{GRID}"/>')
        parts.append(text(LEFT - 8, y + 4, time(10.0 ** power).replace(".00", "").replace(".0", ""), 11, FAINT, "end"))
    last = -100
    for size in axes.sizes:
        x = axes.x(size)
        if x - last >= 30:
            parts.append(text(x, bottom + 16, f"{size:,}", 11, FAINT, "middle"))
            last = x
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, bottom + 34, panel.unit, 11, FAINT, "middle"))
    for line, colour in zip(panel.lines, COLOURS):
        path = " ".join(f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in line.at_peak)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5" opacity="0.55"/>')
        for x, y in line.points:
            parts.append(f'<circle cx="{axes.x(x):.1f}" cy="{axes.y(y):.1f}" r="3.5" fill="{colour}"/>')
        if len(panel.lines) > 1:
            x, y = line.points[-1]
            # Where points end early the name stands at the line's end.
            x, y = (x, y) if x == axes.sizes[-1] else line.at_peak[-1]
            parts.append(text(axes.x(x), axes.y(y) - 9, line.name, 11, colour, "end"))
    return parts


def legend(middle, y):
    return [
        f'<circle cx="{middle - 190:.1f}" cy="{y - 4:.1f}" r="3.5" fill="{COLOURS[0]}"/>',
        text(middle - 180, y, "median time of a step", 12, FAINT),
        f'<line x1="{middle - 30:.1f}" y1="{y - 4:.1f}" x2="{middle - 4:.1f}" y2="{y - 4:.1f}" '
        f'stroke="{COLOURS[0]}" stroke-width="1.5" opacity="0.55"/>',
        text(middle + 4, y, "its operations at the measured peak", 12, FAINT)]
