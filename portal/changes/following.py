"""What followers keep of a change that is tried out, for whoever reads it there."""

from collections.abc import Collection

from portal.changes import aside
from portal.changes.touched import Touched
from portal.changes.tracking import TRACKED


def follow_aside(names: Collection[str]) -> None:
    """Let followers of some names keep what follows from the changes that were tried out so far.

    It is undone with them. Without this what is tried out has the index of what is published.
    """
    tried = aside.current()
    noted, tried.noted = tried.noted, []
    for changes in noted:
        for place, follower in enumerate(TRACKED.followers):
            followed = changes.followed.get(place, {})
            rows = {model: some for model, some in followed.items() if some}
            if rows and follower.name in names:
                follower.follow(Touched(rows, changes.using))
    tried.read.clear()
