"""What changes the record. One verb each; every change passes through `wrote`."""

from .bring import bring_in
from .create import begin, next_number, template_sections
from .events import RowChanged, add_events, change_event, delete_event, undelete_event
from .fill import UNPLACED, add_people, fill_sections
from .head import HeadChanged, change_head, discard, take_back
from .images import LARGEST_FILE, PictureRefused, add_image
from .people import (
    add_involved,
    change_access,
    change_involved,
    drop_reader,
    hand_over,
    name_reader,
    remove_involved,
)
from .section import Saved, Text, TextConflict, hand_out, restore_section, save_section
from .templates import sync_templates
from .wrote import wrote

__all__ = [
    "LARGEST_FILE",
    "HeadChanged",
    "PictureRefused",
    "RowChanged",
    "Saved",
    "Text",
    "TextConflict",
    "UNPLACED",
    "add_events",
    "add_image",
    "add_involved",
    "add_people",
    "begin",
    "bring_in",
    "change_access",
    "change_event",
    "change_head",
    "change_involved",
    "delete_event",
    "discard",
    "drop_reader",
    "fill_sections",
    "hand_out",
    "hand_over",
    "name_reader",
    "next_number",
    "remove_involved",
    "restore_section",
    "save_section",
    "sync_templates",
    "take_back",
    "template_sections",
    "undelete_event",
    "wrote",
]
