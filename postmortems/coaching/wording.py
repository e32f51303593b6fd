"""What the categories, severities and scopes of the coach are called, in the order in which the page shows them."""

from __future__ import annotations

CATEGORIES = {
    "person-blame": ("Blaming a person", "The sentence makes a person the cause."),
    "human-error": ("Human error", "A label at the place where the explanation begins."),
    "omission": (
        "Something not done",
        "It says what somebody did not do, and not what they had before them.",
    ),
    "counterfactual": ("What did not happen", "It argues from events that never took place."),
    "character": ("Character", "It judges what somebody is like."),
    "normative": ("Marks for the work", "It grades what was done and leaves out what was done."),
    "single-cause": ("One cause", "It stops at the first condition that was found."),
    "minimiser": ("Simply, just", "It makes the hard look easy, seen from afterwards."),
    "naming": ("Naming people", "A name makes the text about one person for as long as it lives."),
    "interrogation": ("Questions that corner", "A question that asks for a defence."),
    "weak-action": (
        "Actions without an end",
        "The action relies on memory, or nobody can see when it is done.",
    ),
    "evasion": ("Facts out of sight", "The sentence keeps from readers who did what to whom, or how many."),
    "animated": ("Tone", "Words that raise the temperature."),
}
SEVERITIES = {
    "block": (
        "Before approval",
        "Stops approval and publication until it is reworded or overridden in writing.",
    ),
    "warn": ("Worth rewording", "Shown to writers and reviewers."),
    "nudge": ("A hint", "Shown while writing; everybody can turn it off for themselves."),
}
SCOPES = {
    "text": "the text of a postmortem",
    "comment": "comments",
    "action": "titles of action items",
    "public": "public summaries",
}


def category_name(category: str) -> str:
    """What the category is called."""
    return CATEGORIES[category][0]
