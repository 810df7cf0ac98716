"""The second factor: a code of an authenticator app (TOTP), or one of the recovery codes.

django-otp keeps the devices, lets each code be used once, and makes who types wrong ones wait twice
as long each time. Recovery codes are kept as digests alone: whoever reads the database has none.
"""

import base64
import hashlib
import secrets

import django_otp
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from portal.accounts.following import note, note_at_door
from portal.accounts.models import EventKind
from portal.accounts.sessions import end_all

BY_ORGANISATION = "portal.accounts.oidc.OrganisationBackend"
NEEDED = "second_factor"  # in the session: whether a password alone is not enough
SALT = "portal.accounts.factors"
HOLDS = 1_800  # seconds that a secret is offered
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
LENGTH = 24  # letters of a recovery code: 118 bits, so that its digest betrays it to nobody


def connect() -> None:
    """Let each sign-in note whether a second factor is needed."""
    user_logged_in.connect(on_login, dispatch_uid="factors")


def on_login(sender, request, user, **_rest) -> None:
    """Whoever has set up a second factor needs it from now on."""
    request.session[NEEDED] = device_of(user) is not None


def device_of(user) -> TOTPDevice | None:
    """The app of an account, where one is set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_missing(request: HttpRequest, user) -> bool:
    """Whether somebody is signed in by a password who has to give a second factor still.

    Of who comes by the provider of an organisation the provider asks what it thinks right.
    """
    if not (user.is_authenticated and is_by_password(request)):
        return False
    return (settings.TWO_FACTOR or request.session.get(NEEDED, False)) and not user.is_verified()


def is_by_password(request: HttpRequest) -> bool:
    """Whether somebody signed in by a password here, and not by the provider of an organisation."""
    return request.session.get(BACKEND_SESSION_KEY) != BY_ORGANISATION


def offer(user) -> str:
    """A new secret for an account, signed, to be sent back with a code of it."""
    return signing.dumps({"user": user.pk, "key": default_key()}, salt=SALT)


def offered(user, sent: str) -> TOTPDevice | None:
    """The app that a secret is for, not kept yet; None where it was not offered to this account."""
    try:
        held = signing.loads(sent, salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return None
    return TOTPDevice(user=user, key=held["key"]) if held["user"] == user.pk else None


def written(device: TOTPDevice) -> str:
    """The secret of an app as it is typed where no camera is at hand, in groups of four."""
    letters = base64.b32encode(device.bin_key).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def set_up(request: HttpRequest, user, device: TOTPDevice, code: str) -> list[str]:
    """Keep an app where the code is of it, and give recovery codes; none where it is not.

    Whoever is signed in elsewhere as that account has to sign in anew, with the app.
    """
    with transaction.atomic():
        device.save()
        if not device.verify_token(plain(code)):
            transaction.set_rollback(True)
            return []
        codes = renew_codes(user)
    note_at_door(EventKind.ENROLLED, request, user.get_username())
    verified(request, user, device)
    end_all(user, but=request.session.session_key)
    return codes


def give(request: HttpRequest, user, code: str) -> bool:
    """Whether a code, of the app or a recovery code, is right; then its giver is signed in."""
    for device, said, detail in candidates(user, plain(code)):
        with transaction.atomic():
            locked = type(device).objects.select_for_update().get(pk=device.pk)
            right = locked.verify_token(said)
        if right:
            note_at_door(EventKind.VERIFIED, request, user.get_username(), detail)
            verified(request, user, device)
            return True
    note_at_door(EventKind.REFUSED, request, user.get_username(), "second factor")
    return False


def candidates(user, code: str):
    """What a code may be of: digits are the app's, letters a recovery code."""
    if code.isascii() and code.isdecimal():
        return [(device, code, "") for device in TOTPDevice.objects.filter(user=user)]
    return [
        (device, digest(code), "recovery code") for device in StaticDevice.objects.filter(user=user)
    ]


def verified(request: HttpRequest, user, device) -> None:
    """Sign the giver of a second factor in, in a session of a new key."""
    request.user = user
    request.session.cycle_key()
    django_otp.login(request, device)


def renew_codes(user) -> list[str]:
    """New recovery codes in place of those there were; they can be shown now alone."""
    codes = [secret_word() for _code in range(CODES)]
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name="recovery")
        for code in codes:
            device.token_set.create(token=digest(code))
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in codes]


def secret_word() -> str:
    """A recovery code."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def take_away(user) -> bool:
    """Let an account set up another app, as the one it had is lost; whether it had one."""
    gone = device_of(user) is not None
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    note(EventKind.UNENROLLED, user.get_username())
    return gone


def plain(code: str) -> str:
    """A code as it is compared, however it was written off."""
    return "".join(code.split()).replace("-", "").lower()


def digest(code: str) -> str:
    """What of a recovery code is kept: as much of its digest as the column holds, 96 bits."""
    return base64.b64encode(hashlib.sha256(f"{SALT} {code}".encode()).digest())[:16].decode()
