"""The rules of docs/architecture.md that can be read from the source: who imports whom, and what a template may hold."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = [
    "coaching",
    "authoring",
    "analysis",
    "followup",
    "reviewing",
    "publication",
    "disclosure",
    "insights",
    "workspace",
    "demo",
]
LAYERS = ["effects", "tasks", "actions", "queries", "forms", "views", "urls"]
# What a module of each layer may import of its own room.
BELOW = {
    "effects": {"effects", "queries"},
    "tasks": {"effects"},
    "actions": {"actions", "tasks", "queries"},
    "queries": {"queries"},
    "forms": {"forms", "queries"},
    "views": {"views", "forms", "queries", "actions"},
    "urls": {"views"},
}


@dataclass(frozen=True)
class Import:
    """One import: where it stands and what it takes."""

    file: str
    line: int
    module: str
    names: tuple[str, ...]
    in_function: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module} ({', '.join(self.names)})"

    @property
    def targets(self) -> tuple[str, ...]:
        """The module, and each name as if it were a module: `from a import b` may take module a.b."""
        return (self.module, *(f"{self.module}.{name}" for name in self.names))

    def reaches(self, prefix: str) -> bool:
        return any(target == prefix or target.startswith(f"{prefix}.") for target in self.targets)


def sources(*folders: str) -> list[Path]:
    """The Python files of these folders, migrations left out."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def module_name(path: Path) -> str:
    """postmortems/followup/views.py -> postmortems.followup.views"""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_in(tree: ast.Module, name: str, is_package: bool = False, file: str = "") -> Iterator[Import]:
    """Every import of a module, relative ones written out."""
    inside = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.walk(node)
    }
    package = name if is_package else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(file, node.lineno, alias.name, (), id(node) in inside)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield Import(
                file, node.lineno, module, tuple(alias.name for alias in node.names), id(node) in inside
            )


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """Every import of a file, which is read once for all rules."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = imports_in(tree, module_name(path), path.name == "__init__.py", str(path.relative_to(ROOT)))
    return tuple(found)


def all_imports(*folders: str) -> list[tuple[Path, Import]]:
    return [(path, one) for path in sources(*folders) for one in imports(path)]


def room_of(module: str) -> str | None:
    """The room a module belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "postmortems" and parts[1] in ROOMS else None


def layer_of(module: str) -> str | None:
    """views, actions…, also when the layer has grown into a package."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 and parts[2] in LAYERS else None


def complaints(found: list[str]) -> None:
    assert not found, "\n" + "\n".join(found)


def test_core_knows_nothing_of_postmortems():
    # The project's settings and addresses name the application; nothing else in core does.
    hubs = {"core/urls.py", "core/settings.py", "core/celery.py"}
    found = [
        str(one) for path, one in all_imports("core") if one.reaches("postmortems") and one.file not in hubs
    ]
    complaints(found)


def test_the_domain_is_pure():
    foreign = ("django", "core", "celery", "postmortems.models", "simple_history", "allauth", "redis")
    rooms = tuple(f"postmortems.{room}" for room in ROOMS)
    found = [
        str(one)
        for path, one in all_imports("postmortems/domain")
        if any(one.reaches(name) for name in foreign + rooms)
    ]
    complaints(found)


def test_the_domain_has_no_clock():
    found = []
    for path in sources("postmortems/domain"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr in {"now", "utcnow", "today", "monotonic"}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} asks the clock ({node.func.attr})")
    complaints(found)


def test_models_import_no_room():
    found = [
        str(one)
        for path, one in all_imports("postmortems/models")
        if any(one.reaches(f"postmortems.{room}") for room in ROOMS)
    ]
    complaints(found)


def test_models_are_imported_from_the_package_only():
    found = [
        str(one)
        for path, one in all_imports("postmortems", "core")
        if one.module.startswith("postmortems.models.") and "postmortems/models/" not in one.file
    ]
    complaints(found)


def test_rooms_import_earlier_rooms_only_and_through_their_queries_and_actions():
    found = []
    for path, one in all_imports(*(f"postmortems/{room}" for room in ROOMS)):
        own = room_of(module_name(path))
        for room in ROOMS:
            if room == own or not one.reaches(f"postmortems.{room}"):
                continue
            if ROOMS.index(room) > ROOMS.index(own):
                found.append(f"{one}: {room} comes after {own}")
            elif not any(one.reaches(f"postmortems.{room}.{door}") for door in ("queries", "actions")):
                found.append(f"{one}: {room} is entered by queries and actions")
            elif layer_of(module_name(path)) == "urls":
                found.append(f"{one}: addresses import views only")
    complaints(found)


def _dispatches(room: str) -> bool:
    """Whether an action of the room sends a task or calls an effect."""
    return any(
        one.reaches(f"postmortems.{room}.{other}")
        for path, one in all_imports(f"postmortems/{room}")
        if layer_of(module_name(path)) == "actions"
        for other in ("tasks", "effects")
    )


def test_layers_of_a_room_import_downwards_only():
    # What comes round by itself may do what a person could (publish at a set time), as long as that is no circle:
    # a room whose actions dispatch keeps the order actions -> tasks -> effects.
    calling = {room for room in ROOMS if not _dispatches(room)}
    found = []
    for path, one in all_imports(*(f"postmortems/{room}" for room in ROOMS)):
        room, layer = room_of(module_name(path)), layer_of(module_name(path))
        if layer is None:
            continue
        for other in LAYERS:
            reaches = one.reaches(f"postmortems.{room}.{other}")
            if (layer, other) == ("effects", "actions") and room in calling:
                continue
            if reaches and other != layer and other not in BELOW[layer]:
                found.append(f"{one}: {layer} don't import {other}")
    complaints(found)


def test_nothing_is_imported_inside_functions():
    found = [str(one) for path, one in all_imports("core", "postmortems") if one.in_function]
    complaints(found)


def test_there_are_no_signals_of_our_own():
    django_signals = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    allowed = {("core/celery.py", "celery.signals"), ("core/ops/clock.py", "celery.signals")}
    found = [
        str(one)
        for path, one in all_imports("core", "postmortems")
        if any(one.reaches(name) for name in (*django_signals, "celery.signals"))
        and (one.file, one.module) not in allowed
    ]
    complaints(found)


def test_no_module_is_called_utils_or_manager():
    poor = {"utils", "util", "helpers", "misc", "common", "manager", "managers"}
    complaints(
        [
            str(path)
            for path in sources("core", "postmortems")
            if path.stem in poor or path.parent.name in poor
        ]
    )


def template_files() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


INLINE = {
    "script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE
    ),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "htmx handler": re.compile(r"\shx-(?:on|vars)\b|\shx-(?:vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
    "address elsewhere": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


@pytest.mark.parametrize("what", sorted(INLINE))
def test_templates_hold_no_inline(what):
    found = []
    for path in template_files():
        if "emails" in path.parts:
            continue  # mail has no style sheet to link to
        text = re.sub(
            r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        for match in INLINE[what].finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line} {match.group()[:80]!r}")
    complaints(found)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("script", "<script>go()</script>"),
        ("style element", "<style>a{}</style>"),
        ("style attribute", '<p class="a" style="color:red">'),
        ("handler", '<a href="#" onclick="go()">'),
        ("javascript address", '<a href="javascript:go()">'),
        ("htmx handler", '<a hx-on:click="go()">'),
        ("address elsewhere", '<link rel="stylesheet" href="//elsewhere.example/a.css">'),
    ],
)
def test_the_rule_on_templates_sees_a_breach(what, text):
    assert INLINE[what].search(text)
    assert not INLINE[what].search(
        '<script src="/static/a.js" defer></script><a class="on" href="/style">on</a>'
    )


def test_the_rule_on_imports_sees_relative_and_inner_ones():
    tree = ast.parse(
        "from . import views\nfrom .actions import go\ndef f():\n    import postmortems.workspace\n"
    )
    first, second, third = imports_in(tree, "postmortems.followup.effects")
    assert first.reaches("postmortems.followup.views")
    assert second.reaches("postmortems.followup.actions")
    assert third.in_function
    assert not first.in_function


def test_nothing_committed_names_a_machines_folders():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    own = str(ROOT.parent)
    found = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        is_text = (
            path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ""} and path.is_file()
        )
        if is_text and len(own) > 4 and f"{own}/" in path.read_text(encoding="utf-8", errors="replace"):
            found.append(f"{name} names {own}/")
    complaints(found)
