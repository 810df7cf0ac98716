"""Files of a list that are not the list's own: another layer says what they are and who may ask."""

import dataclasses
from collections.abc import Callable

from django.http import HttpResponse

from portal.lists.declaration import ListPage


@dataclasses.dataclass(frozen=True)
class Profile:
    """A kind of file that only who has `permission` may have, of the lists that it is `offered` of.

    `answer` is given the request, what it asks of the list, and the suffix of the file.
    """

    permission: str
    offered: Callable[[ListPage], bool]
    answer: Callable[..., HttpResponse]

    def is_open(self, user, listing: ListPage) -> bool:
        """Whether somebody may have such a file of a list."""
        return user.is_staff and user.has_perm(self.permission) and self.offered(listing)


# By the name that the address says; filled where the site is put together.
MORE: dict[str, Profile] = {}
