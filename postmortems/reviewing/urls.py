"""Addresses of the review, below postmortems/<pk>/."""

from django.urls import path

from postmortems.reviewing.views import meeting, review, suggesting

app_name = "reviewing"
urlpatterns = [
    path("postmortems/<int:pk>/meeting/", meeting.meeting, name="meeting"),
    path("postmortems/<int:pk>/meeting/begin/", meeting.begin, name="meeting_begin"),
    path("postmortems/<int:pk>/meeting/move/", meeting.move, name="meeting_move"),
    path("postmortems/<int:pk>/meeting/<int:meeting>/poll/", meeting.poll, name="meeting_poll"),
    path("postmortems/<int:pk>/review/", review.review, name="review"),
    path("postmortems/<int:pk>/review/ask/", review.ask, name="ask"),
    path("postmortems/<int:pk>/review/approve/", review.approve, name="approve"),
    path("postmortems/<int:pk>/review/changes/", review.changes, name="changes"),
    path("postmortems/<int:pk>/review/reopen/", review.reopen, name="reopen"),
    path("postmortems/<int:pk>/review/close/", review.close, name="close"),
    path("postmortems/<int:pk>/review/let-stand/", review.let_stand, name="let_stand"),
    path("postmortems/<int:pk>/sections/<slug:key>/suggest/", suggesting.suggest, name="suggest"),
    path("postmortems/<int:pk>/suggestions/<int:suggestion>/", suggesting.decide, name="decide"),
    path("postmortems/<int:pk>/comments/people/", review.people, name="people"),
    path("postmortems/<int:pk>/comments/", review.comment, name="comment"),
    path("postmortems/<int:pk>/comments/<int:comment>/resolve/", review.resolve, name="resolve"),
]
