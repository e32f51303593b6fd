"""Addresses of the public summary, inside and outside.

What stands below public/ is answered by the middleware from the frozen bytes; the routes here name the addresses.
"""

from django.urls import path

from postmortems.publication.views import (
    beside,
    briefs,
    lists,
    prepare,
    repeats,
    signers,
    signing,
    subscriptions,
)

app_name = "publication"
inside = "postmortems/<int:pk>/summary/"
of_briefs = "postmortems/<int:pk>/briefs/"
urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/signing/", signers.signers, name="signers"),
    path("lists/subscribers/", subscriptions.subscribers, name="subscribers"),
    path(inside, prepare.summary, name="summary"),
    path(f"{inside}keep/", prepare.keep, name="keep"),
    path(f"{inside}replace/", prepare.replace, name="replace"),
    path(f"{inside}promise/", prepare.promise, name="promise"),
    path(f"{inside}promise/<int:promise>/", prepare.promise_state, name="promise_state"),
    path(f"{inside}beside/", beside.compare, name="compare"),
    path(f"{inside}parity/", beside.parity, name="parity"),
    path(f"{inside}pictures/", beside.choose_picture, name="choose_picture"),
    path(f"{inside}pictures/<str:name>/", beside.picture, name="picture"),
    path(f"{inside}pictures/<str:digest>/out/", beside.leave_out_picture, name="leave_out_picture"),
    path(f"{inside}preview/", signing.preview, name="preview"),
    path(f"{inside}ask/", signing.ask, name="ask"),
    path(f"{inside}sign/", signing.sign, name="sign"),
    path(f"{inside}publish/", signing.publish, name="publish"),
    path(f"{inside}unschedule/", signing.unschedule, name="unschedule"),
    path(f"{inside}withdraw/", signing.withdraw, name="withdraw"),
    path(f"{inside}remove/", signing.remove, name="remove"),
    path(f"{inside}remove/picture/", signing.remove_picture, name="remove_picture"),
    path(f"{inside}removals/<int:removal>/", signing.confirm_removal, name="confirm_removal"),
    path(f"{inside}repeat/", repeats.repeat, name="repeat"),
    path(of_briefs, briefs.briefs, name="briefs"),
    path(f"{of_briefs}<slug:audience>/", briefs.brief, name="brief"),
    path(f"{of_briefs}<slug:audience>/revisions/<int:number>/", briefs.brief, name="brief_revision"),
    path(f"{of_briefs}<slug:audience>/text/", briefs.edit, name="brief_edit"),
    path(f"{of_briefs}<slug:audience>/<slug:verb>/", briefs.step, name="brief_step"),
    # Beside public/ and not below it: what stands there is frozen bytes, and these pages answer.
    path("subscriptions/", subscriptions.subscribe, name="subscribe"),
    path("subscriptions/asked/", subscriptions.asked, name="subscribe_asked"),
    path("subscriptions/confirm/<str:token>/", subscriptions.confirm, name="subscribe_confirm"),
    path("subscriptions/leave/<str:key>/", subscriptions.leave, name="subscribe_leave"),
    path("public/", signing.public, name="index"),
    path("public/feed.atom", signing.public, {"path": "feed.atom"}, name="atom"),
    path("public/feed.json", signing.public, {"path": "feed.json"}, name="json"),
    path("public/<path:path>", signing.public, name="page"),
]
