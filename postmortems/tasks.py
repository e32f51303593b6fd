"""Imports the rooms' tasks and effects so that Celery finds them; one line for each room."""

from postmortems.authoring import tasks as authoring
from postmortems.disclosure import tasks as disclosure
from postmortems.followup import tasks as followup
from postmortems.publication import tasks as publication
from postmortems.reviewing import news as reviewing
from postmortems.reviewing import talk

__all__ = ["authoring", "disclosure", "followup", "publication", "reviewing", "talk"]
