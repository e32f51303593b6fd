"""Every step from the first draft of a summary to its withdrawal."""

from .briefs import (
    ask_for_brief,
    begin_brief,
    change_brief,
    issue_brief,
    purge_briefs,
    replace_in_brief,
    sign_brief,
    withdraw_brief,
)
from .files import refresh_all, refresh_files
from .lists import keep_lists, keep_signing_rules
from .pictures import choose_picture, leave_out_picture
from .prepare import begin_summary, change_text, keep, replace_all, say_parity
from .promises import promise, propose_updates, say_promise, take_back
from .publish import publish, publish_scheduled, withdraw
from .remove import confirm_removal, purge_words, remove_passage, remove_picture
from .repeats import answer_repeat
from .sign import ask_signatures, schedule, sign, unschedule
from .subscribers import ask_subscription, confirm_subscription, forget_unconfirmed, leave_subscription

__all__ = [
    "answer_repeat",
    "ask_for_brief",
    "ask_signatures",
    "ask_subscription",
    "begin_brief",
    "begin_summary",
    "change_brief",
    "change_text",
    "choose_picture",
    "confirm_removal",
    "confirm_subscription",
    "forget_unconfirmed",
    "issue_brief",
    "keep",
    "keep_lists",
    "keep_signing_rules",
    "leave_subscription",
    "leave_out_picture",
    "promise",
    "propose_updates",
    "purge_words",
    "publish",
    "publish_scheduled",
    "purge_briefs",
    "refresh_all",
    "refresh_files",
    "remove_passage",
    "remove_picture",
    "replace_all",
    "replace_in_brief",
    "say_parity",
    "say_promise",
    "schedule",
    "sign",
    "sign_brief",
    "take_back",
    "unschedule",
    "withdraw",
    "withdraw_brief",
]
