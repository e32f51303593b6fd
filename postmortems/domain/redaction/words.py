"""The word lists of the redaction engine, read once from the plain text files beside it."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).with_name("wordlists")
_IRREGULAR = {
    "say": "said", "tell": "told", "think": "thought", "feel": "felt", "know": "knew", "understand": "understood",
    "leave": "left", "write": "wrote", "forget": "forgot", "take": "took", "hand": "handed", "step": "stepped",
    "find": "found", "see": "saw", "begin": "began", "run": "ran", "set": "set", "reset": "reset", "send": "sent",
    "get": "got", "give": "gave", "make": "made", "bring": "brought", "put": "put", "go": "went", "come": "came",
    "lead": "led", "wake": "woke", "drive": "drove", "rebuild": "rebuilt", "hop": "hopped", "log": "logged",
    "flip": "flipped", "stop": "stopped", "ship": "shipped", "admit": "admitted", "submit": "submitted",
    "commit": "committed", "tag": "tagged", "grep": "grepped", "debug": "debugged", "chat": "chatted",
    "plan": "planned", "dial": "dialled", "rerun": "reran", "roll": "rolled", "turn": "turned", "sign": "signed",
}  # fmt: skip


def _lines(name: str) -> list[str]:
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _sections() -> dict[str, frozenset[str]]:
    parted = (line.partition(":") for line in _lines("sets"))
    return {name: frozenset(words.split()) for name, _, words in parted}


_SETS = _sections()


def section(name: str) -> frozenset[str]:
    """A small named set of words from wordlists/sets.txt."""
    return _SETS[name]


def load(name: str) -> frozenset[str]:
    """The words of a list, without its comments."""
    return frozenset(" ".join(_lines(name)).split())


def _forms(base: str) -> tuple[str, str]:
    """The third person and the past of a verb."""
    if base.endswith("y") and base[-2] not in "aeou":
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    elif base.endswith(("s", "sh", "ch", "x", "o")):
        third, past = base + "es", base + "ed"
    else:
        third, past = base + "s", base + ("d" if base.endswith("e") else "ed")
    return third, _IRREGULAR.get(base, past)


def _verbs() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _lines("verbs"):
        name, _, words = line.partition(":")
        # "log_in" counts by its first word: the particle may stand later in the sentence.
        bases = {word.split("_")[0] for word in words.split()}
        found[name] = frozenset(form for base in bases for form in _forms(base))
    return found


def _short_names() -> dict[str, tuple[str, ...]]:
    parted = (line.partition(":") for line in _lines("short_names"))
    return {name: tuple(forms.split()) for name, _, forms in parted}


SHORT_NAMES = _short_names()
BASES = frozenset(word.split("_")[0] for line in _lines("verbs") for word in line.partition(":")[2].split())
GIVEN_NAMES = load("given_names") | load("given_names_world")
FAMILY_NAMES = load("family_names")
PLACES = load("places")
PRODUCTS = load("products") | PLACES
COMMON = load("common")
HOST_NAMES = load("host_names")
SPEECH = _verbs()["speech"]
DEEDS = _verbs()["deed"] - SPEECH
MONTHS = section("months")
# Names that the list of doubtful words holds and that mean nothing else in a sentence.
AMBIGUOUS = (load("ambiguous") - section("plain_names")) | MONTHS
# Words in capitals that are no one's initials when they stand alone.
ABBREVIATIONS = section("abbreviations")


def is_word(token: str) -> bool:
    """Whether a lower-case token has another meaning than a name, so that only its position can tell."""
    return (
        token in AMBIGUOUS
        or token in BASES
        or token in COMMON
        or token in PRODUCTS
        or token in SPEECH
        or token in DEEDS
    )
