"""One settings module, driven by the environment.

Without any variable the site runs locally on SQLite. `SHIRUBE_PRODUCTION=1` switches to
production, where a missing secret stops the start with a sentence that says how to mend it.
"""

import datetime
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from portal.databases import database, replicas
from portal.environment import (
    COPIES_FOR,
    KNOWN_LICENCES,
    address_of_licence,
    at_least_one,
    boolean,
    contact,
    env,
    one_of,
    provider_of_accounts,
    roles_of_groups,
    whole_number,
)
from portal.watching import logs

BASE_DIR = Path(__file__).resolve().parent.parent


def required_in_production(name: str, example: str, local: str) -> str:
    """The variable `name`; in production its absence is refused, elsewhere `local` stands in."""
    value = env.str(name, default="")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is not set. Production needs it in the environment, for example: "
            f"export {name}={example}"
        )
    return local


PRODUCTION = boolean("SHIRUBE_PRODUCTION", default=False)
DEBUG = boolean("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG=1 shows secrets to visitors. Unset it in production.")

SECRET_KEY = required_in_production(
    "SECRET_KEY",
    "$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))')",
    local=get_random_secret_key(),
)
# Keys of before, whose signatures hold on while a new one takes their place.
SECRET_KEY_FALLBACKS = [key for key in env.list("SECRET_KEY_FALLBACKS", default=[]) if key]
HOSTS = required_in_production(
    "ALLOWED_HOSTS", "shirube.example.jp", local="localhost,127.0.0.1,[::1]"
)
ALLOWED_HOSTS = [host.strip() for host in HOSTS.split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

DATABASE_URL = required_in_production(
    "DATABASE_URL",
    "postgres://shirube:password@db.example.jp:5432/shirube",
    local=f"sqlite:///{BASE_DIR / 'var' / 'shirube.sqlite3'}",
)
# Whether a pooler stands before PostgreSQL that lends a connection for one transaction.
DATABASE_POOLER = boolean("DATABASE_POOLER", default=False)
# Streaming standbys from which visitors' pages and files are read, each address one server.
REPLICAS = replicas(
    env.str("REPLICA_URLS", default=""), DATABASE_URL, "REPLICA_URLS", pooled=DATABASE_POOLER
)
DATABASES = {"default": database(DATABASE_URL, pooled=DATABASE_POOLER), **REPLICAS}
DATABASE_ROUTERS = ["portal.replicas.routing.ReplicaRouter"] if REPLICAS else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "measures",
    "policies",
    "portal",
    "portal.lists",
    "portal.search",
    "portal.spells",
    "portal.changes",
    "portal.findings",
    "portal.remarks",
    "portal.record",
    "portal.unsaved",
    "portal.sheets",
    "portal.accounts",
    *("django_filters", "axes", "csp", "django_otp"),
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "portal.editing.apps.EditingConfig",  # django.contrib.admin, with an index by jobs
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
# What is counted for Prometheus, at /metrics: for who has the token, or for this machine alone.
METRICS = boolean("METRICS", default=False)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="").strip()
MIDDLEWARE = [
    "portal.middleware.room.with_room",  # before all others, which stand in it
    "portal.middleware.probing.Probes",  # before all that looks at hosts and schemes, and untold
    "portal.watching.middleware.Watched",  # before all others, whose answers it tells
    *(["portal.watching.metrics.Metrics"] if METRICS else []),
    "portal.middleware.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.bounds.Bounds",  # before the check of forms, and before what is kept
    "portal.middleware.patience.Patience",  # before the session, which is written too
    "portal.middleware.senders.CleanAddress",  # before the cache: what is sent on is never kept
    "portal.middleware.caching.PageCache",
    "portal.middleware.replicas.Replicas",  # behind the cache: a kept page asks no replica
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.language.AddressLanguage",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.unbroken.Unbroken",  # behind what tells the length of a page
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "portal.middleware.lifetimes.Lifetimes",
    "portal.middleware.factors.SecondFactor",
    "portal.middleware.exports.Exports",
    "portal.middleware.browsers.KnownBrowsers",
    "portal.middleware.keeping.KeptPosts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.files.Files",  # behind the others: what it says of a file is what is sent
    "axes.middleware.AxesMiddleware",
]
CSRF_FAILURE_VIEW = "portal.middleware.keeping.csrf_failure"
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.record",
            ],
            "builtins": [
                *(f"portal.lists.templatetags.{name}" for name in ("lists", "editing", "files")),
                "measures.templatetags.statuses",
                "policies.templatetags.citing",
                *(
                    f"portal.templatetags.{name}"
                    for name in ("bundles", "calendars", "kept", "metadata")
                ),
                "django.templatetags.i18n",
                "portal.lists.templatetags.constants",  # in the place of some of Django's
            ],
        },
    }
]

# Kept in the process: pages under the version of the record, so that processes need not agree.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    # Of the record as it stood: as many as days and lists, which would push the others out.
    "former": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "former",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 30},
    },
}

# Bytes of a CSV that are written to disk before it is sent: 170,000 measures, or 2 GB by 8 threads.
DOWNLOAD_DISK_LIMIT = whole_number("DOWNLOAD_DISK_LIMIT", default=268_435_456)
# Bytes of files that were sent and that each process keeps on disk, for who goes on by parts.
DOWNLOADS_KEPT = whole_number("DOWNLOADS_KEPT", default=268_435_456)
# Seconds that a statement of a download may take, where that of a page has fewer; PostgreSQL's.
DOWNLOAD_SECONDS = whole_number("DOWNLOAD_SECONDS", default=60)

# Where bundles of each version are, in a folder that machines share; so many are kept, the newest.
BUNDLE_ROOT = env.str("BUNDLE_ROOT", default=str(BASE_DIR / "var" / "data"))
BUNDLES_KEPT = whole_number("BUNDLES_KEPT", default=5)
# The Python that writes Parquet, where the packages of the bundle are in another environment.
PARQUET_PYTHON = env.str("PARQUET_PYTHON", default="")

# Under what the compilation may be used (SPDX), and the address of its text; the sources aside.
LICENCES = KNOWN_LICENCES
DATA_LICENCE = env.str("DATA_LICENCE", default="").strip() or "CC-BY-4.0"
DATA_LICENCE_URL = address_of_licence(DATA_LICENCE)

# Who sees attached copies: at home who attached them; in production nobody may have been asked.
COPIES = one_of("COPIES", COPIES_FOR, default="editors" if PRODUCTION else "public")
# Where this machine keeps the pictures of their pages, and how many bytes of them.
PICTURES_ROOT = env.str("PICTURES_ROOT", default=str(BASE_DIR / "var" / "pictures"))
PICTURES_KEPT = whole_number("PICTURES_KEPT", default=268_435_456)

# Whether a draft is reviewed by somebody else than its author, and published with a reason only.
TWO_EYES = boolean("TWO_EYES", default=False)
REASON_REQUIRED = boolean("REASON_REQUIRED", default=False)

# Whether `prepare` loads the record that comes with the site into an empty database. Not where an
# address with a slip in it would make a site of it, or a backup is about to be played back.
LOAD_RECORD = boolean("LOAD_RECORD", default=not PRODUCTION)

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.staticfiles.JoinedSheets"
    },
}

# Who knows the people of an organisation (OpenID Connect); without an issuer nobody does.
OIDC_ISSUER, OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET = provider_of_accounts(over_tls=PRODUCTION)
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = env.str("OIDC_SCOPES", default="").strip() or "openid email profile"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10  # seconds
OIDC_AUTHENTICATION_CALLBACK_URL = "admin:oidc-callback"
# By which claim accounts are found: `email`, verified, or one that is the name to sign in with.
OIDC_CLAIM = env.str("OIDC_CLAIM", default="").strip() or "email"
OIDC_CREATE_USER = boolean("OIDC_CREATE_ACCOUNTS", default=False)
OIDC_GROUPS_CLAIM = env.str("OIDC_GROUPS_CLAIM", default="").strip() or "groups"
OIDC_ROLES = roles_of_groups("OIDC_ROLES")
PASSWORD_LOGIN = boolean("PASSWORD_LOGIN", default=True)
if not (PASSWORD_LOGIN or OIDC_ISSUER):
    raise ImproperlyConfigured("PASSWORD_LOGIN=0 needs OIDC_ISSUER, or nobody could sign in.")

# Whether a password needs a second factor; without it that of who has set one up does.
TWO_FACTOR = boolean("TWO_FACTOR", default=False)
OTP_TOTP_ISSUER = "Shirube"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "portal.accounts.backend.EntryBackend",
    *(["portal.accounts.oidc.OrganisationBackend"] if OIDC_ISSUER else []),
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# How many proxies before the site add to X-Forwarded-For whom they were asked by.
PROXIES = whole_number("PROXIES", default=0)
AXES_HANDLER = "portal.logins.Handler"
AXES_CLIENT_IP_CALLABLE = "portal.logins.counted_address"
# Wrong passwords for a name from an address; from an address; for a name over all addresses, after
# which each address has one.
AXES_FAILURE_LIMIT = 5
FAILURES_OF_ADDRESS = 20
FAILURES_OF_NAME = 20
AXES_COOLOFF_TIME = datetime.timedelta(minutes=5)
# Who tries on while locked out waits no longer for it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # `portal.accounts` keeps sign-ins, without addresses and devices
AXES_SENSITIVE_PARAMETERS = []  # who watches the log has to see whose account is tried, from where
AXES_ENABLE_ADMIN = False  # `manage.py axes_reset` unlocks

# Where a weakness is reported: an address as `mailto:` or `https:`, told in security.txt.
SECURITY_CONTACT = contact("SECURITY_CONTACT")

# Static files are for the pages of this site.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Nothing is loaded but from this site. Scripts are files: the admin's, one that suggests names and
# one that copies citations.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The largest measure has some 2,300 form fields in the admin.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Who signed in is signed in so many hours, and so many minutes after the last thing that was done.
SESSION_HOURS = at_least_one("SESSION_HOURS", default=8)
SESSION_IDLE_MINUTES = at_least_one("SESSION_IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
# A cookie of this prefix is taken from this host alone, over TLS, and never from one beside it.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "portal.accounts.messages.Messages"
SEEN_COOKIE_NAME = f"{COOKIE_PREFIX}seen"
KNOWN_COOKIE_NAME = f"{COOKIE_PREFIX}known_browser"
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
# What stands below the host or is not on the web by TLS alone is for its ministry to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if PRODUCTION:
    SECURE_SSL_REDIRECT = boolean("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = boolean("HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = boolean("HSTS_PRELOAD", default=False)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if boolean("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# One JSON object a line, or lines for people to read; and whether each request has one.
LOG_FORMAT = one_of("LOG_FORMAT", ("json", "line"), default="json" if PRODUCTION else "line")
ACCESS_LOG = boolean("ACCESS_LOG", default=PRODUCTION)
LOG_LEVEL = one_of("LOG_LEVEL", (*logs.LEVELS, logs.NEWS), default=logs.NEWS)
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL)
# A function that is given the exception of each failure that nobody foresaw: `package.module.name`.
ERROR_HOOK = env.str("ERROR_HOOK", default="").strip()
