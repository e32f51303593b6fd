"""Addresses of action items."""

from django.urls import path

from .trackers.urls import urlpatterns as trackers
from .views import again, calendars, items, kept, lists, policies, shapes, waiting

app_name = "followup"
urlpatterns = [
    path("actions/", lists.index, name="index"),
    path("actions/export.csv", lists.as_csv, name="csv"),
    path("actions/change/", lists.change, name="bulk"),
    path("actions/board/", shapes.board, name="board"),
    path("actions/calendar/", shapes.calendar, name="calendar"),
    path("actions/views/", kept.views, name="views"),
    path("actions/views/<int:view>/", kept.view, name="view"),
    path("actions/views/<int:view>/forget/", kept.forget, name="forget"),
    path("actions/hint/", items.hint, name="hint"),
    path("actions/<int:action>/", items.detail, name="detail"),
    path("actions/<int:action>/snooze/", waiting.snooze, name="snooze"),
    path("actions/<int:action>/wake/", waiting.wake, name="wake"),
    path("actions/<int:action>/strength/", items.confirm_strength, name="confirm_strength"),
    path("actions/<int:action>/<slug:verb>/", items.move, name="move"),
    path("calendars/", calendars.feeds, name="feeds"),
    path("calendars/<int:feed>/close/", calendars.close, name="close_feed"),
    path("calendars/<str:token>.ics", calendars.read, name="ical"),
    path("policies/", policies.index, name="policies"),
    path("policies/new/", policies.new, name="policy_new"),
    path("policies/<int:policy>/", policies.change, name="policy"),
    path("policies/<int:policy>/withdraw/", policies.withdraw, name="policy_withdraw"),
    path("postmortems/<int:pk>/factors/before/", again.before, name="before"),
    path("postmortems/<int:pk>/factors/<int:factor>/again/<int:action>/", again.take_up, name="take_up"),
    path("postmortems/<int:pk>/actions/due/", waiting.due_hint, name="due_hint"),
    path("postmortems/<int:pk>/actions/new/", items.new, name="new"),
    *trackers,
]
