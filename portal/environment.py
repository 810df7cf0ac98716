"""Variables of the environment as settings take them; what is none is refused in words."""

import re

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
# The roles by the words of `make_account` (portal.accounts.roles), which models must be loaded for.
ROLES = ("viewer", "editor", "reviewer", "administrator")


def boolean(name: str, default: bool) -> bool:
    """The variable `name` as a yes or no; anything else is refused with the words it takes."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    value = env.str(name, default="").strip().lower()
    if not value:
        return default
    if value not in words:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(words)}.")
    return words[value]


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """The variable `name` as one of some words; anything else is refused with these."""
    value = env.str(name, default="").strip().lower() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(choices)}.")
    return value


def whole_number(name: str, default: int) -> int:
    """The variable `name` as a number from 0 on; anything else is refused."""
    value = env.str(name, default="").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from 0 on.")
    return int(value)


def contact(name: str) -> str:
    """The variable `name` as an address to write to, or nothing."""
    value = env.str(name, default="").strip()
    if value and not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", value):
        raise ImproperlyConfigured(
            f"{name}={value!r} does not begin with mailto:, https:// or tel:."
        )
    return value


def at_least_one(name: str, default: int) -> int:
    """The variable `name` as a number from 1 on; anything else is refused."""
    value = whole_number(name, default)
    if not value:
        raise ImproperlyConfigured(f"{name}='0' is not a whole number from 1 on.")
    return value


def provider_of_accounts(*, over_tls: bool) -> tuple[str, str, str]:
    """Who knows the people of an organisation: issuer, client and secret, or three times nothing.

    A part of them is refused, and where it has to be asked `over_tls` any other issuer.
    """
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    issuer, client, secret = found = tuple(env.str(name, default="").strip() for name in names)
    missing = [name for name, value in zip(names, found, strict=True) if not value]
    if missing and any(found):
        raise ImproperlyConfigured(
            f"{', '.join(missing)} is not set. {', '.join(names)} belong together: set all or none."
        )
    if over_tls and issuer and not issuer.startswith("https://"):
        raise ImproperlyConfigured(f"OIDC_ISSUER={issuer!r} does not begin with https://.")
    return issuer, client, secret


def roles_of_groups(name: str) -> dict[str, str]:
    """The variable `name` as `role:group,role:group`: for each group the role it stands for."""
    found = {}
    for pair in filter(None, (each.strip() for each in env.str(name, default="").split(","))):
        role, _colon, group = (part.strip() for part in pair.partition(":"))
        if role not in ROLES or not group:
            raise ImproperlyConfigured(
                f"{name}: {pair!r} is not a role and a group, such as editor:name-of-a-group. "
                f"Roles are {', '.join(ROLES)}."
            )
        found[group] = role
    return found


# Who may see attached copies: who may change documents, who is signed in as staff, everybody.
COPIES_FOR = ("editors", "staff", "public")
# The addresses of licences that need not be told.
KNOWN_LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def address_of_licence(code: str) -> str:
    """Where the text of a licence stands; without a known address one must be set."""
    address = env.str("DATA_LICENCE_URL", default="").strip() or KNOWN_LICENCES.get(code, "")
    if not re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]+", address):
        raise ImproperlyConfigured(
            f"DATA_LICENCE={code!r} needs DATA_LICENCE_URL, the address of its text. Without it: "
            f"{', '.join(KNOWN_LICENCES)}."
        )
    return address
