"""What changes the record. One verb each; every change passes through `wrote`."""

from .bring import bring_in
from .create import begin, next_number, template_sections
from .events import RowChanged, add_events, change_event, delete_event, shift_event, undelete_event
from .fill import UNPLACED, add_people, fill_sections
from .head import HeadChanged, change_head, discard, take_back
from .images import LARGEST_FILE, PictureRefused, add_image
from .incidents import IncidentChanged, add_incident, change_incident, remove_incident
from .kinds import Answers, FactsMoved, change_kind_facts
from .people import (
    add_involved,
    change_access,
    change_involved,
    drop_reader,
    hand_over,
    name_reader,
    remove_involved,
)
from .purge import (
    count_places,
    hole_of,
    lift_hold,
    place_hold,
    purge_text,
    record_purge,
    refuse_under_hold,
    standing_hold,
)
from .restore import restore_event, restore_head, restore_incident, restore_kind_facts
from .section import Saved, Text, TextConflict, hand_out, restore_section, save_section
from .taking_in import take_in_rest, take_in_rows, take_in_sections
from .template_editing import (
    bring_to_version,
    change_template,
    create_template,
    discard_template_draft,
    publish_template,
    retire_template,
    write_draft,
)
from .templates import sync_templates
from .writing import choose_writing
from .wrote import wrote

__all__ = [
    "Answers",
    "FactsMoved",
    "HeadChanged",
    "IncidentChanged",
    "LARGEST_FILE",
    "PictureRefused",
    "RowChanged",
    "Saved",
    "Text",
    "TextConflict",
    "UNPLACED",
    "add_events",
    "add_image",
    "add_incident",
    "add_involved",
    "add_people",
    "begin",
    "bring_in",
    "bring_to_version",
    "change_access",
    "change_event",
    "change_head",
    "change_incident",
    "change_involved",
    "change_kind_facts",
    "change_template",
    "choose_writing",
    "count_places",
    "create_template",
    "delete_event",
    "discard",
    "discard_template_draft",
    "drop_reader",
    "fill_sections",
    "hand_out",
    "hand_over",
    "hole_of",
    "lift_hold",
    "name_reader",
    "next_number",
    "place_hold",
    "publish_template",
    "purge_text",
    "record_purge",
    "refuse_under_hold",
    "remove_incident",
    "remove_involved",
    "restore_event",
    "restore_head",
    "restore_incident",
    "restore_kind_facts",
    "restore_section",
    "retire_template",
    "save_section",
    "shift_event",
    "standing_hold",
    "sync_templates",
    "take_back",
    "take_in_rest",
    "take_in_rows",
    "take_in_sections",
    "template_sections",
    "undelete_event",
    "write_draft",
    "wrote",
]
