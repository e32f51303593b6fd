"""Conditions and what they made more likely, as a drawing: boxes in columns, arrows between them.

The library orders and layers the graph; this module sets boxes into columns and breaks lines. Values are in units of the
drawing, for a template. A loop (each made the other more likely) is drawn as an arrow back.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

WIDE, GAP_X, GAP_Y, LINE, PAD, BEND = 190, 62, 18, 17, 10, 8
OVER = 28  # the room above the boxes for an arrow back
LETTERS = 23
MOST_LINES = 5
INCIDENT, TRIGGER = "incident", "trigger"


@dataclass(frozen=True)
class Node:
    """A condition: its key, words, role (as FactorRole has it, or "incident", "trigger") and the role's name."""

    key: str
    text: str
    role: str
    label: str = ""


@dataclass(frozen=True)
class Box:
    """Where a node stands, and its words in lines."""

    node: Node
    x: float
    y: float
    height: float
    lines: tuple[tuple[float, str], ...]

    @property
    def middle(self) -> float:
        """The height at which arrows come and go."""
        return self.y + self.height / 2

    @property
    def label_y(self) -> float:
        """The base line of the role's name."""
        return self.y + PAD + 10


@dataclass(frozen=True)
class Arrow:
    """A curve from the right edge of one box to the left edge of another; `back` for one that runs against the columns."""

    path: str
    back: bool = False


@dataclass(frozen=True)
class Map:
    """The drawing and the same in sentences."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    words: tuple[str, ...]


def draw(nodes: Sequence[Node], links: Iterable[tuple[str, str]], *, incident: str, trigger: str = "") -> Map:
    """Lay the conditions out. `links` are pairs of keys; a condition that leads nowhere leads to the incident itself.

    Works from 0 to some hundreds of conditions; links to unknown keys and repeated ones are passed over.
    """
    known: dict[str, Node] = {node.key: replace(node, text=" ".join(node.text.split())) for node in nodes}
    pairs = [pair for pair in dict.fromkeys(links) if pair[0] in known and pair[1] in known]
    graph = nx.DiGraph()
    graph.add_nodes_from(known)
    back = []
    for source, target in pairs:
        graph.add_edge(source, target)
        if not nx.is_directed_acyclic_graph(graph):
            graph.remove_edge(source, target)
            back.append((source, target))
    if trigger:
        known[TRIGGER] = Node(TRIGGER, trigger, TRIGGER, "Trigger")
        graph.add_node(TRIGGER)
    ends = [key for key in graph if not graph.out_degree(key)]
    known[INCIDENT] = Node(INCIDENT, incident, INCIDENT, "The incident")
    graph.add_edges_from((key, INCIDENT) for key in ends)
    graph.add_node(INCIDENT)
    bent, ways = _bent(graph)
    boxes, bends = _placed(bent, known, OVER if back else 0)
    return Map(
        width=max(box.x for box in boxes.values()) + WIDE + 2,
        height=max(box.y + box.height for box in boxes.values()) + 2,
        boxes=tuple(boxes.values()),
        arrows=tuple(
            [_arrow(boxes[a], boxes[b], [bends[way] for way in ways[a, b]]) for a, b in graph.edges]
            + [_arrow_back(boxes[a], boxes[b]) for a, b in back]
        ),
        words=_words(known, [*graph.edges, *back]),
    )


def _columns(graph: nx.DiGraph) -> list[list[str]]:
    """Keys by column. A condition stands as far right as what it leads to allows, the incident at the end."""
    depth: dict[str, int] = {}
    for key in reversed(list(nx.topological_sort(graph))):
        depth[key] = 1 + max((depth[after] for after in graph.successors(key)), default=-1)
    last = max(depth.values())
    columns: list[list[str]] = [[] for _ in range(last + 1)]
    for key in graph:
        columns[last - depth[key]].append(key)
    return columns


def _uncrossed(columns: list[list[str]], graph: nx.DiGraph) -> list[list[str]]:
    """Order each column by where its neighbours stand, there and back again: fewer arrows cross."""
    for _ in range(4):
        for step, neighbours in ((1, graph.predecessors), (-1, graph.successors)):
            places: dict[str, float] = {}
            for column in columns[::step]:
                weight = {}
                for at, key in enumerate(column):
                    beside = [places[other] for other in neighbours(key) if other in places]
                    weight[key] = sum(beside) / len(beside) if beside else at / max(1, len(column))
                column.sort(key=weight.__getitem__)
                places |= {key: at / max(1, len(column)) for at, key in enumerate(column)}
    return columns


def _bent(graph: nx.DiGraph) -> tuple[nx.DiGraph, dict[tuple[str, str], list[str]]]:
    """The graph with a bend in each column that a long arrow crosses, and the bends of each arrow: so none runs through a box."""
    columns = {key: at for at, column in enumerate(_columns(graph)) for key in column}
    bent, bends = nx.DiGraph(), {}
    bent.add_nodes_from(graph)
    for source, target in graph.edges:
        way = [f"{source} {target} {at}" for at in range(columns[source] + 1, columns[target])]
        nx.add_path(bent, [source, *way, target])
        bends[source, target] = way
    return bent, bends


def _placed(
    graph: nx.DiGraph, known: Mapping[str, Node], top: float
) -> tuple[dict[str, Box], dict[str, tuple[float, float]]]:
    """The box of each condition, and where each bend lies; all below `top`."""
    columns = _uncrossed(_columns(graph), graph)
    lines = {key: _lines(known[key].text) for key in graph if key in known}
    heights = {key: 2 * PAD + 14 + LINE * len(lines[key]) if key in lines else BEND for key in graph}
    tall = max(sum(heights[key] + GAP_Y for key in column) - GAP_Y for column in columns)
    boxes: dict[str, Box] = {}
    bends: dict[str, tuple[float, float]] = {}
    for number, column in enumerate(columns):
        x = 1 + number * (WIDE + GAP_X)
        y = (tall - sum(heights[key] + GAP_Y for key in column) + GAP_Y) / 2 + 1 + top
        for key in column:
            if key in known:
                first = y + PAD + 14 + LINE - 4
                rows = tuple((first + LINE * row, text) for row, text in enumerate(lines[key]))
                boxes[key] = Box(known[key], x, y, heights[key], rows)
            else:
                bends[key] = (x, y + BEND / 2)
            y += heights[key] + GAP_Y
    return boxes, bends


def _lines(text: str) -> list[str]:
    found = textwrap.wrap(" ".join(text.split()), LETTERS) or [""]
    return (
        found
        if len(found) <= MOST_LINES
        else [*found[: MOST_LINES - 1], f"{found[MOST_LINES - 1][: LETTERS - 1]}…"]
    )


def _arrow(start: Box, end: Box, bends: Sequence[tuple[float, float]]) -> Arrow:
    """From the right edge of one box to the left edge of the other, level through each bend's column."""
    x, y = start.x + WIDE, start.middle
    path = f"M{x:.1f} {y:.1f}"
    for left, level in bends:
        path += f"{_curve(x, y, left, level)}H{left + WIDE:.1f}"
        x, y = left + WIDE, level
    return Arrow(path + _curve(x, y, end.x - 5, end.middle))


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    half = (x2 - x1) / 2
    return f"C{x1 + half:.1f} {y1:.1f} {x2 - half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def _arrow_back(start: Box, end: Box) -> Arrow:
    x1, x2, top = start.x + WIDE / 2, end.x + WIDE / 2, min(start.y, end.y) - OVER + 2
    return Arrow(f"M{x1:.1f} {start.y:.1f}C{x1:.1f} {top:.1f} {x2:.1f} {top:.1f} {x2:.1f} {end.y:.1f}", True)


def _words(known: Mapping[str, Node], links: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Each condition and what it made more likely, as a sentence."""
    to: dict[str, list[str]] = {}
    for source, target in links:
        to.setdefault(source, []).append("the incident" if target == INCIDENT else f"“{known[target].text}”")
    return tuple(
        f"{known[key].label + ': ' if known[key].label else ''}“{known[key].text}” made more likely {_listed(targets)}."
        for key, targets in to.items()
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
