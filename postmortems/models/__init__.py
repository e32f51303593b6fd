"""Every table of the product; import only from here. Low-level first, one direction of dependency.

choices < templates < postmortem < coaching, record < analysis < followup < reviewing, publication
"""

from .analysis import AcceptedRisk, Factor
from .audience import actions_sayable_in, sayable_in
from .choices import (
    ActionKind,
    Confidence,
    Disclosure,
    EventKind,
    FactorRole,
    Kind,
    NormalWork,
    Precision,
    Priority,
    Severity,
    Strength,
    Visibility,
)
from .coaching import HouseRule, LanguageCount, QuietRule, RuleSetting
from .disclosing import ClockNotice, ClockReminder, DisclosureDecision, DisclosureReport, DisclosureTimes
from .following import CalendarFeed, SavedView
from .followup import Action, Reminder
from .keeping import EvidenceHold, Purge, WritingChoice
from .kinds import Incident, KindFacts
from .learning import Control, ControlState, FactorLink, Learning, LearningKind
from .meeting import Learned, Meeting, MeetingStep, ParkedIdea, PollAnswer, Suggestion
from .policies import FollowUpPolicy, Snooze
from .postmortem import Author, Involved, NamedReader, Postmortem, Reach, Service, reach_of, seen
from .publication import (
    OrganisationList,
    Promise,
    PromiseUpdate,
    PublicFile,
    PublicGeneration,
    PublicRevision,
    PublicSummary,
    Settled,
    Signature,
)
from .publishing import IN_PUBLIC, PROMISED_IN_PUBLIC, PublicPicture, Removal, SigningRule
from .record import Attachment, Section, SectionBase, TimelineEvent
from .rendered import RenderedField, kept_html, shown_html
from .reviewing import Comment, LanguageDecision, ReviewRequest
from .subscribing import Repeat, Subscriber
from .templates import Template, TemplateVersion
from .trackers import TrackerCall, TrackerConnection, TrackerLink

__all__ = [
    "IN_PUBLIC",
    "PROMISED_IN_PUBLIC",
    "LearningKind",
    "Learning",
    "FactorLink",
    "ControlState",
    "Control",
    "AcceptedRisk",
    "Action",
    "ActionKind",
    "Attachment",
    "Author",
    "CalendarFeed",
    "ClockNotice",
    "ClockReminder",
    "Comment",
    "Confidence",
    "Disclosure",
    "DisclosureDecision",
    "DisclosureReport",
    "DisclosureTimes",
    "EventKind",
    "EvidenceHold",
    "Factor",
    "FactorRole",
    "FollowUpPolicy",
    "HouseRule",
    "Incident",
    "Involved",
    "Kind",
    "KindFacts",
    "LanguageCount",
    "LanguageDecision",
    "Learned",
    "Meeting",
    "MeetingStep",
    "NamedReader",
    "NormalWork",
    "OrganisationList",
    "ParkedIdea",
    "PollAnswer",
    "Postmortem",
    "Precision",
    "Priority",
    "Promise",
    "PromiseUpdate",
    "PublicFile",
    "PublicGeneration",
    "PublicPicture",
    "PublicRevision",
    "PublicSummary",
    "Purge",
    "Reach",
    "QuietRule",
    "Reminder",
    "Removal",
    "RenderedField",
    "Repeat",
    "ReviewRequest",
    "RuleSetting",
    "SavedView",
    "Section",
    "SectionBase",
    "Service",
    "Settled",
    "Severity",
    "Signature",
    "SigningRule",
    "Snooze",
    "Strength",
    "Subscriber",
    "Suggestion",
    "Template",
    "TemplateVersion",
    "TimelineEvent",
    "TrackerCall",
    "TrackerConnection",
    "TrackerLink",
    "Visibility",
    "WritingChoice",
    "actions_sayable_in",
    "reach_of",
    "sayable_in",
    "seen",
    "kept_html",
    "shown_html",
]
