"""Variables of the environment as settings take them; what is none is refused in words."""

import re
from collections.abc import Mapping

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


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


def address_of_licence(code: str, known: Mapping[str, str]) -> str:
    """Where the text of a licence stands; without a known address one must be set."""
    address = env.str("DATA_LICENCE_URL", default="").strip() or known.get(code, "")
    if not re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]+", address):
        raise ImproperlyConfigured(
            f"DATA_LICENCE={code!r} needs DATA_LICENCE_URL, the address of its text. Without it: "
            f"{', '.join(known)}."
        )
    return address
