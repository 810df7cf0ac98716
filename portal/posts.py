"""What the form of an editor sent and the site could not carry out is kept until it can.

A session that ended, or a token that a login in another tab made old, must not cost what was typed.
A form that editors are shown has a ticket, signed, that says to whom. What comes with a good ticket
and without its editor is kept in the session of the browser, which the login takes over; the same
editor then finds the form as it was sent, and decides whether to send it. Nobody else can have
anything kept, and nothing that was kept is ever carried out by itself.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

TICKET = "ticket"  # the field of a form that holds it
RETURNED = "returned"  # what the address of a form says of itself that is shown as it was sent
KEPT = "post"  # in the session
SALT = "portal.posts"
HOLDS = 1_209_600  # seconds that a ticket holds: two weeks, for a form left open
LARGEST = 2_621_440  # characters of a post that is kept
TOKEN = "csrfmiddlewaretoken"


class FilesOnce:
    """A form with files: browsers send a file once, so one that is shown again says which went with
    it.
    """

    def non_field_errors(self):
        """What is wrong with the whole, and which files are to be chosen once more."""
        found = super().non_field_errors()
        lost = [each.name for name, each in self.files.items() if name not in self.errors]
        if not lost or not self.errors:
            return found
        words = gettext("No file was kept. Choose once more what is meant: %(files)s.")
        return self.error_class([*found, words % {"files": gettext(", ").join(lost)}])


def signer() -> signing.TimestampSigner:
    """What signs with the key of the moment: `serve` reads a kept one after modules were read."""
    return signing.TimestampSigner(salt=SALT)


def ticket_for(user) -> str:
    """What a form that is shown to an editor says to whom it was shown; nothing to nobody.

    A form that was shown to nobody by name would let anyone fill sessions without signing in.
    """
    return "" if user.pk is None else signer().sign(str(user.pk))


def writer_of(post: QueryDict) -> str:
    """The primary key of the editor to whom a form was shown; empty without a good ticket."""
    try:
        return signer().unsign(post.get(TICKET, ""), max_age=HOLDS)
    except signing.BadSignature:
        return ""


def keep(request: HttpRequest) -> bool:
    """Keep what was sent for its editor, in place of what was kept before; whether it is."""
    writer, sent = writer_of(request.POST), worth_keeping(request.POST).urlencode()
    if not writer or len(sent) > LARGEST:
        return False
    request.session[KEPT] = {"writer": writer, "path": _own_address(request), "sent": sent}
    return True


def kept(request: HttpRequest) -> QueryDict | None:
    """What was kept for who asks and for this address, where the address says that it is to show.

    It may be shown as often as the page is asked for: until the form is saved, or the session ends.
    """
    if RETURNED not in request.GET or not _is_kept(request):
        return None
    return QueryDict(request.session[KEPT]["sent"], mutable=True)


def forget(request: HttpRequest) -> None:
    """What was kept for this address is saved."""
    if _is_kept(request):
        del request.session[KEPT]


def address_of_return(request: HttpRequest) -> str:
    """The address at which what was kept of a request is shown."""
    address = _own_address(request)
    return f"{address}{'&' if urlsplit(address).query else '?'}{RETURNED}=1"


def _is_kept(request: HttpRequest) -> bool:
    """Whether something is kept for who asks and for this address."""
    held = request.session.get(KEPT, {})
    own = {"writer": str(request.user.pk), "path": _own_address(request)}
    return held.items() >= own.items()


def _own_address(request: HttpRequest) -> str:
    """The address without the word that what was sent is to be shown."""
    query = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    rest = urlencode([(name, value) for name, value in query if name != RETURNED])
    return f"{request.path}?{rest}" if rest else request.path


def worth_keeping(post: QueryDict) -> QueryDict:
    """A post without the token of its browser, which is made anew, and without any password."""
    sent = post.copy()
    for name in [name for name in sent if name == TOKEN or "password" in name]:
        del sent[name]
    return sent
