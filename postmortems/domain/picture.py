"""The incident as a picture: where everything stands, in units of the picture, for a template to draw.

Time runs from left to right to scale. A long quiet stretch is folded to a fixed width and says how long it was, so that
the busy minutes stay readable in an incident of weeks. Labels are set in lanes and never overlap.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from postmortems.domain.durations import in_words
from postmortems.domain.picture_parts import DOT, KINDS, Band, Flag, Fold, Mark, Picture, Text, path

PHASES = (
    ("started", "detected", "undetected", "unnoticed"),
    ("detected", "mitigated", "mitigating", "finding a way out"),
    ("mitigated", "resolved", "recovering", "recovering"),
)
FLAGS = {
    "started": "began",
    "detected": "detected",
    "acknowledged": "acknowledged",
    "mitigated": "mitigated",
    "resolved": "resolved",
}
EDGE, LANE, GLYPH = 14.0, 16.0, 6.3
FLAG_GLYPH = 7.7
"""The names of the facts are bold, so their letters are wider."""
BAND, MAX_STACK = 18.0, 6
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def draw(
    *, facts: Mapping[str, dt.datetime | None], marks: Sequence[Mark], zone: dt.tzinfo, width: int = 760
) -> Picture:
    """Lay the picture out. `facts` has the keys of FLAGS; a fact that lies before the one it must follow is left out.

    Works from 0 to some hundreds of marks, from one second to years.
    """
    known, left_out = _in_order(facts)
    instants = sorted({*known.values(), *(mark.at for mark in marks)})
    if not instants:
        return Picture(width, 0, 0, 0, words=_words(known, left_out, marks, zone))
    place, folds = _scale(instants, width)
    flags, lanes = _flags(known, place, width)
    band_y = lanes * LANE + 10
    dots, more, depth = _dots(marks, place)
    top = band_y + (BAND if known else 0) + 12
    axis_y = top + depth * DOT
    clocks = _clocks(instants, known, place, zone, width, axis_y + 20)
    return Picture(
        width=width,
        height=axis_y + 30,
        band_y=band_y,
        axis_y=axis_y,
        bands=_bands(known, place),
        stems=tuple((flag.x, flag.y - 9) for flag in flags),
        flags=flags,
        clocks=clocks,
        folds=folds,
        dots=tuple((kind, path(kind, spots, axis_y)) for kind, spots in dots.items()),
        more=tuple(Text(x, axis_y - MAX_STACK * DOT, f"+{count}") for x, count in more),
        words=_words(known, left_out, marks, zone),
    )


def _in_order(facts) -> tuple[dict[str, dt.datetime], list[str]]:
    """The facts that can be drawn, and those that lie before the start and would turn a phase round."""
    known, left_out, last = {}, [], None
    for name in FLAGS:
        at = facts.get(name)
        if at is None:
            continue
        if last is not None and at < last:
            left_out.append(name)
            continue
        known[name] = at
        # Work may be acknowledged after it was mitigated; that turns no phase round.
        last = last if name == "acknowledged" else at
    return known, left_out


def _scale(instants: Sequence[dt.datetime], width: int):
    """A function from instant to x, and the folded stretches."""
    gaps = [(b - a).total_seconds() for a, b in zip(instants, instants[1:], strict=False)]
    labels = {number: in_words(int(gaps[number])) for number in _folded(gaps, 3 if width > 500 else 1)}
    wide = {number: len(label) * GLYPH + 16 for number, label in labels.items()}
    drawn = sum(gap for number, gap in enumerate(gaps) if number not in wide)
    room = width - 2 * EDGE - sum(wide.values())
    xs = [EDGE if gaps else EDGE + room / 2]
    for number, gap in enumerate(gaps):
        xs.append(xs[-1] + wide.get(number, room * gap / drawn if drawn else room / len(gaps)))
    at = dict(zip(instants, (round(x, 1) for x in xs), strict=True))
    folds = tuple(Fold(round(xs[n], 1), round(wide[n], 1), label) for n, label in sorted(labels.items()))
    return at.__getitem__, folds


def _folded(gaps: Sequence[float], most: int) -> set[int]:
    """Which gaps to fold: at most `most`, each longer than twice all that stays drawn to scale."""
    folded: set[int] = set()
    for number in sorted(range(len(gaps)), key=lambda n: -gaps[n])[:most]:
        rest = sum(gap for other, gap in enumerate(gaps) if other not in folded and other != number)
        if len(gaps) - len(folded) <= 2 or gaps[number] <= 2 * rest or gaps[number] < 900:
            break
        folded.add(number)
    return folded


def _bands(known, place) -> tuple[Band, ...]:
    bands = []
    for start, end, kind, label in PHASES:
        if start in known and end in known:
            x, width = place(known[start]), place(known[end]) - place(known[start])
            if width >= 1:
                bands.append(
                    Band(x, round(width, 1), kind, label if len(label) * GLYPH + 12 <= width else "")
                )
    return tuple(bands)


def _flags(known, place, width: int) -> tuple[tuple[Text, ...], int]:
    """The names of the facts at their stems, each in the lowest lane where it touches no other.

    A name runs away from its stem to the right, near the right edge to the left; set from the far end, a stem then
    passes beside the names below it and not through them.
    """
    boxes = []
    for name, at in known.items():
        x, long = place(at), len(FLAGS[name]) * FLAG_GLYPH + 4
        anchor = "start" if x + long <= width else "end"
        left = x if anchor == "start" else x - long
        boxes.append(Flag(x, left, left + long, anchor, FLAGS[name]))
    start = sorted((box for box in boxes if box.anchor == "start"), key=lambda box: -box.x)
    end = sorted((box for box in boxes if box.anchor == "end"), key=lambda box: box.x)
    lanes: dict[Flag, int] = {}
    for box in [*start, *end]:
        free = [
            lane
            for lane in range(len(boxes))
            if not any(box.meets(o) for o, other in lanes.items() if other == lane)
        ]
        lanes[box] = next((lane for lane in free if not _crosses(box, lane, lanes)), free[0])
    count = max(lanes.values(), default=-1) + 1
    texts = tuple(
        Text(round(box.x, 1), (count - lanes[box]) * LANE - 2, box.text, box.anchor) for box in boxes
    )
    return texts, count


def _crosses(box: Flag, lane: int, lanes: Mapping[Flag, int]) -> bool:
    """Whether in this lane its stem would run through a name below, or a stem from above through its name."""
    below = any(other.left < box.x < other.right for other, at in lanes.items() if at < lane)
    return below or any(box.left < other.x < box.right for other, at in lanes.items() if at > lane)


def _dots(marks, place):
    """Marks by kind as (x, height in the stack), what did not fit in a stack, and the deepest stack."""
    stacks: list[tuple[float, int]] = []
    spots: dict[str, list[tuple[float, int]]] = {}
    more: Counter[float] = Counter()
    for mark in sorted(marks, key=lambda one: one.at):
        x = place(mark.at)
        if not stacks or x - stacks[-1][0] >= DOT:
            stacks.append((x, 0))
        x, depth = stacks[-1]
        stacks[-1] = (x, depth + 1)
        if depth < MAX_STACK:
            spots.setdefault(mark.kind if mark.kind in KINDS else "", []).append((x, depth))
        else:
            more[x] += 1
    deepest = max((depth for _, depth in stacks), default=0)
    return spots, _runs(more), min(deepest, MAX_STACK) + (1 if more else 0)


def _runs(more: Mapping[float, int]) -> tuple[tuple[float, int], ...]:
    """Neighbouring overfull stacks share one "+n", so that these never overlap either."""
    runs: list[list[float]] = []
    for x in sorted(more):
        if runs and x - runs[-1][-1] < 36:
            runs[-1].append(x)
        else:
            runs.append([x])
    return tuple(((run[0] + run[-1]) / 2, sum(more[x] for x in run)) for run in runs)


def _clocks(instants, known, place, zone, width: int, y: float) -> tuple[Text, ...]:
    """Times below the axis: of the facts first, then both ends; those that would overlap are left out."""
    wanted = list(dict.fromkeys([*known.values(), instants[0], instants[-1]]))
    first = wanted[0].astimezone(zone).date()
    one_day = all(at.astimezone(zone).date() == first for at in wanted)
    years = len({at.astimezone(zone).year for at in wanted}) > 1
    taken: list[tuple[float, float]] = []
    texts: list[Text] = []
    for at in wanted:
        local = at.astimezone(zone)
        # The first one always finds room: its day is said once, and again only where it is another one.
        plain = one_day or (texts and local.date() == first)
        text = f"{local:%H:%M}" if plain else f"{_day(local, year=years)} {local:%H:%M}"
        half = len(text) * GLYPH / 2 + 3
        x = min(max(place(at), half), width - half)
        if any(x - half < right and x + half > left for left, right in taken):
            continue
        taken.append((x - half, x + half))
        texts.append(Text(round(x, 1), y, text))
    return tuple(texts)


def _day(local: dt.datetime, *, year: bool) -> str:
    day = f"{local.day} {_MONTHS[local.month - 1]}"
    return f"{day} {local.year}" if year else day


def _counted(count: int, kind: str) -> str:
    """ "1 recovery", "2 recoveries", "3 without a kind"."""
    if not kind:
        return f"{count} without a kind"
    many = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
    return f"{count} {kind if count == 1 else many}"


def _words(known, left_out, marks, zone) -> tuple[str, ...]:
    """The picture as sentences."""

    def said(at: dt.datetime) -> str:
        local = at.astimezone(zone)
        return f"{_day(local, year=True)}, {local:%H:%M} {local.tzname()}"

    lines = [f"{FLAGS[name].capitalize()}: {said(at)}" for name, at in known.items()]
    for start, end, _, label in PHASES:
        if start in known and end in known:
            lines.append(
                f"{label.capitalize()} for {in_words(int((known[end] - known[start]).total_seconds()))}"
            )
    lines += [f"Not drawn, because it lies before what it follows: {FLAGS[name]}" for name in left_out]
    counts = Counter(mark.kind for mark in marks)
    if marks:
        kinds = ", ".join(_counted(counts[kind], kind) for kind in KINDS if counts[kind])
        first, last = min(mark.at for mark in marks), max(mark.at for mark in marks)
        rows = "1 row" if len(marks) == 1 else f"{len(marks)} rows"
        lines.append(f"{rows} from {said(first)} to {said(last)}: {kinds}")
    return tuple(lines)
