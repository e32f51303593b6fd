"""Addresses of the review, below postmortems/<pk>/."""

from django.urls import path

from postmortems.reviewing import views

app_name = "reviewing"
urlpatterns = [
    path("postmortems/<int:pk>/review/", views.review, name="review"),
    path("postmortems/<int:pk>/review/ask/", views.ask, name="ask"),
    path("postmortems/<int:pk>/review/approve/", views.approve, name="approve"),
    path("postmortems/<int:pk>/review/changes/", views.changes, name="changes"),
    path("postmortems/<int:pk>/review/reopen/", views.reopen, name="reopen"),
    path("postmortems/<int:pk>/review/close/", views.close, name="close"),
    path("postmortems/<int:pk>/review/let-stand/", views.let_stand, name="let_stand"),
    path("postmortems/<int:pk>/comments/", views.comment, name="comment"),
    path("postmortems/<int:pk>/comments/<int:comment>/resolve/", views.resolve, name="resolve"),
]
