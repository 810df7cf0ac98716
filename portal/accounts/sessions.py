"""How long somebody stays signed in, and how all of it is ended at once.

A session ends some hours after the sign-in, whatever is done in it, by the day that it holds
itself; and some minutes after the last request of its browser, which a signed cookie tells. So no
page that is only read writes to the database.
"""

import datetime
import hashlib
import re
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

BEGAN = "began"  # in the session: when its editor signed in, as seconds
SALT = "portal.accounts.sessions"
KEY = re.compile(r"[a-z0-9]{32}")  # how Django writes the key of a session
TOLD_EVERY = 60  # seconds after which a browser is told anew that something was done


def connect() -> None:
    """Let each sign-in begin the time of its session."""
    user_logged_in.connect(on_login, dispatch_uid="sessions")


def on_login(sender, request, **_rest) -> None:
    """Somebody signed in: from now on the session has so many hours.

    Django lets who signs in again as the same account go on with the former key; here nobody does.
    """
    now = timezone.now()
    if request.session.session_key == request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        request.session.cycle_key()
    request.session[BEGAN] = now.timestamp()
    request.session.set_expiry(now + datetime.timedelta(hours=settings.SESSION_HOURS))


def seen_lately(request: HttpRequest, within: float | None = None) -> bool:
    """Whether something was done in the session of a request in the last seconds."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    within = settings.SESSION_IDLE_MINUTES * 60 if within is None else within
    try:
        of = signer().unsign(request.COOKIES.get(settings.SEEN_COOKIE_NAME, ""), max_age=within)
    except signing.BadSignature:
        return False
    return constant_time_compare(of, _mark(key))


def has_session(request: HttpRequest) -> bool:
    """Whether the cookie of a session is that of one, which takes a query where nothing tells.

    A cookie that is not is taken out of the request: whoever sends one is a visitor as all others.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if seen_lately(request) or (KEY.fullmatch(key) and Session.objects.filter(pk=key).exists()):
        return True
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
    return False


def is_idle(request: HttpRequest) -> bool:
    """Whether somebody is signed in who has done nothing for too long."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or seen_lately(request):
        return False
    if SESSION_KEY not in request.session:
        return False
    began = timezone.now().timestamp() - request.session.get(BEGAN, 0)
    return began > settings.SESSION_IDLE_MINUTES * 60


def note_seen(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the browser of who is signed in that something was done."""
    response.set_cookie(
        settings.SEEN_COOKIE_NAME,
        signer().sign(_mark(request.session.session_key)),
        max_age=settings.SESSION_IDLE_MINUTES * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def end_all(user, but: str | None = None) -> int:
    """End all sessions of an account, but the one of a key; how many these were."""
    keys = [key for key in _of(user) if key != but]
    ended, _by_model = Session.objects.filter(pk__in=keys).delete()
    return ended


def _of(user) -> Iterator[str]:
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            yield session.pk


def signer() -> signing.TimestampSigner:
    """What signs with the key of the moment: `serve` reads a kept one after modules were read."""
    return signing.TimestampSigner(salt=SALT)


def _mark(key: str) -> str:
    """What a session is called outside of it: nothing from which its key could be told."""
    return hashlib.sha256(f"{SALT} {key}".encode()).hexdigest()
