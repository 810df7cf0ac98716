"""Signing in with the account of one's organisation, by OpenID Connect.

mozilla-django-oidc walks the code flow: state, nonce, PKCE, the exchange of the code, the keys of
the provider. Here stands what it leaves open: where the provider's addresses are, what a token has
to say (issuer, audience, time), whose account it is, and which roles come with it.
"""

import functools

import jwt
import requests
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings

from portal.accounts.backend import EntryBackend
from portal.accounts.roles import ROLES

# What the library calls the addresses of a provider, and what their document calls them.
ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "nonce"]
LEEWAY = 60  # seconds that the provider's clock may be off
EMAIL = "email"


@functools.cache
def provider(issuer: str) -> dict[str, str]:
    """What the document of a provider says; asked once by each process.

    Raises RequestException where it cannot be had, and SuspiciousOperation where it is another's.
    """
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    answer = requests.get(address, timeout=settings.OIDC_TIMEOUT)
    answer.raise_for_status()
    told = answer.json()
    if told.get("issuer") != issuer:
        raise SuspiciousOperation(f"{address} is of the issuer {told.get('issuer')!r}")
    return told


def setting(name: str, *default):
    """A setting of the library; the addresses of the provider are those that it names itself."""
    if name in ENDPOINTS:
        return provider(settings.OIDC_ISSUER)[ENDPOINTS[name]]
    return import_from_settings(name, *default)


class OrganisationBackend(OIDCAuthenticationBackend, EntryBackend):
    """Accounts by what the provider says of who signs in; what they may do is as for all others."""

    get_settings = staticmethod(setting)
    get_user = EntryBackend.get_user  # the library's also knows accounts that are switched off

    def __init__(self):
        """Ask nothing of the provider: this is made for every question about a permission."""
        self.UserModel = User
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID
        self.OIDC_RP_CLIENT_SECRET = settings.OIDC_RP_CLIENT_SECRET

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802 - so the library calls it
        """Where a code is exchanged."""
        return setting("OIDC_OP_TOKEN_ENDPOINT")

    @property
    def OIDC_OP_JWKS_ENDPOINT(self) -> str:  # noqa: N802
        """Where the keys of the provider stand."""
        return setting("OIDC_OP_JWKS_ENDPOINT")

    @property
    def OIDC_OP_USER_ENDPOINT(self) -> str:  # noqa: N802
        """Where more is told of who signs in."""
        return setting("OIDC_OP_USER_ENDPOINT")

    def authenticate(self, request, nonce=None, code_verifier=None):
        """The account of who comes back from the provider; it takes no password."""
        return super().authenticate(request, nonce=nonce, code_verifier=code_verifier)

    def verify_token(self, token, **kwargs):
        """What a token says that the provider signed for this site, this sign-in and this hour."""
        said = jwt.decode(
            token,
            self.retrieve_matching_jwk(token),
            algorithms=[settings.OIDC_RP_SIGN_ALGO],
            audience=self.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
        if said["nonce"] != kwargs.get("nonce"):
            raise SuspiciousOperation("the token is of another sign-in")
        return said

    def get_userinfo(self, access_token, id_token, payload):
        """What the provider says: in the token, and where it has an address for it, there."""
        if "userinfo_endpoint" not in provider(settings.OIDC_ISSUER):
            return payload
        told = super().get_userinfo(access_token, id_token, payload)
        if told.get("sub") != payload["sub"]:
            raise SuspiciousOperation("the provider speaks of somebody else")
        return payload | told

    def verify_claims(self, claims) -> bool:
        """Whether the claim that accounts are found by is there; an address must be verified."""
        claim = settings.OIDC_CLAIM
        return bool(claims.get(claim)) and (claim != EMAIL or claims.get("email_verified") is True)

    def filter_users_by_claims(self, claims):
        """The accounts that the claim is of: by e-mail, or by the name to sign in with."""
        said = str(claims[settings.OIDC_CLAIM])
        by = {"email__iexact": said} if settings.OIDC_CLAIM == EMAIL else {"username": said}
        return self.UserModel.objects.filter(**by)

    def create_user(self, claims):
        """A new account, which has no password."""
        user = self.UserModel(username=str(claims[settings.OIDC_CLAIM]), is_staff=True)
        user.email = claims.get(EMAIL, "") if claims.get("email_verified") is True else ""
        user.last_name, user.first_name = (
            claims.get("family_name", ""),
            claims.get("given_name", ""),
        )
        user.set_unusable_password()
        user.full_clean()
        with transaction.atomic():
            user.save()
            return self.update_user(user, claims)

    def update_user(self, user, claims):
        """Give an account the roles that its groups at the provider stand for, and no other.

        Raises SuspiciousOperation where the account is switched off.
        """
        if not self.user_can_authenticate(user):
            raise SuspiciousOperation(f"the account {user.get_username()!r} is switched off")
        if settings.OIDC_ROLES:
            told = claims.get(settings.OIDC_GROUPS_CLAIM) or []
            held = [told] if isinstance(told, str) else told
            meant = {settings.OIDC_ROLES[each] for each in held if each in settings.OIDC_ROLES}
            names = {role.name: role.english in meant for role in ROLES}
            has = set(user.groups.filter(name__in=names).values_list("name", flat=True))
            given = {name for name, meant in names.items() if meant}
            user.groups.add(*Group.objects.filter(name__in=given - has))
            user.groups.remove(*Group.objects.filter(name__in=has - given))
        return user
