"""Conditions and what they made more likely, as a drawing: boxes in columns, arrows between them.

The library orders and layers the graph; this module sets boxes into columns and breaks lines. Values are in units of the
drawing, for a template. A loop (each made the other more likely) is drawn as an arrow back.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

WIDE, GAP_X, GAP_Y, LINE, PAD = 190, 62, 18, 17, 10
LETTERS = 25
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
    boxes = _placed(graph, known)
    return Map(
        width=max(box.x for box in boxes.values()) + WIDE + 2,
        height=max(box.y + box.height for box in boxes.values()) + 2,
        boxes=tuple(boxes.values()),
        arrows=tuple(
            [_arrow(boxes[a], boxes[b]) for a, b in graph.edges]
            + [_arrow(boxes[a], boxes[b], back=True) for a, b in back]
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
    return _uncrossed(columns, graph)


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


def _placed(graph: nx.DiGraph, known: Mapping[str, Node]) -> dict[str, Box]:
    columns = _columns(graph)
    lines = {key: _lines(known[key].text) for key in graph}
    heights = {key: 2 * PAD + 14 + LINE * len(lines[key]) for key in graph}
    tall = max(sum(heights[key] + GAP_Y for key in column) - GAP_Y for column in columns)
    boxes = {}
    for number, column in enumerate(columns):
        y = (tall - sum(heights[key] + GAP_Y for key in column) + GAP_Y) / 2 + 1
        for key in column:
            first = y + PAD + 14 + LINE - 4
            rows = tuple((first + LINE * row, text) for row, text in enumerate(lines[key]))
            boxes[key] = Box(known[key], 1 + number * (WIDE + GAP_X), y, heights[key], rows)
            y += heights[key] + GAP_Y
    return boxes


def _lines(text: str) -> list[str]:
    found = textwrap.wrap(" ".join(text.split()), LETTERS) or [""]
    return (
        found
        if len(found) <= MOST_LINES
        else [*found[: MOST_LINES - 1], f"{found[MOST_LINES - 1][: LETTERS - 1]}…"]
    )


def _arrow(start: Box, end: Box, *, back: bool = False) -> Arrow:
    if back:
        x1, x2 = start.x + WIDE / 2, end.x + WIDE / 2
        top = min(start.y, end.y)
        return Arrow(
            f"M{x1:.1f} {start.y:.1f}C{x1:.1f} {top - 26:.1f} {x2:.1f} {top - 26:.1f} {x2:.1f} {end.y:.1f}",
            True,
        )
    x1, x2 = start.x + WIDE, end.x - 5
    bend = max(GAP_X / 2, (x2 - x1) / 2)
    return Arrow(
        f"M{x1:.1f} {start.middle:.1f}C{x1 + bend:.1f} {start.middle:.1f} {x2 - bend:.1f} {end.middle:.1f} {x2:.1f} {end.middle:.1f}"
    )


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
