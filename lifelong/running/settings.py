"""Django's settings. Everything that differs between installations comes from the environment."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("LIFELONG_HOME", "~/.lifelong")).expanduser()

DEBUG = os.environ.get("LIFELONG_DEBUG") == "1"
SECRET_KEY = os.environ.get("LIFELONG_SECRET_KEY", "")
LIFELONG_KEYS = [key for key in os.environ.get("LIFELONG_KEYS", "").split(",") if key]

#: seconds in which a sent message can be taken back, by channel
UNDO_SECONDS = {"email": 10, "chat": 3, "sms": 5}
#: hours without a sign of life after which a shift counts as forgotten
FORGOTTEN_HOURS = float(os.environ.get("LIFELONG_FORGOTTEN_HOURS", "4"))
#: how long a customer who waits live rings at one agent
RING_SECONDS = float(os.environ.get("LIFELONG_RING_SECONDS", "20"))
SMTP_HOST = os.environ.get("SMTP_HOST", "127.0.0.1")
SMTP_PORT = int(os.environ.get("SMTP_PORT", "2525"))
#: where customers and vendors reach us: what we give them to call begins so
PUBLIC_URL = (
    os.environ.get("LIFELONG_URL") or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
).rstrip("/")
#: messages that one network address may hand over
SMTP_RATE = os.environ.get("LIFELONG_SMTP_RATE", "60000/minute")

#: requests of chat widgets from one network address
CHAT_RATE = os.environ.get("LIFELONG_CHAT_RATE", "1200/minute")
#: people who chat for the first time, from one network address
CHAT_STRANGERS = os.environ.get("LIFELONG_CHAT_STRANGERS", "30/minute")

#: for tests alone: pushes may go to a server on this machine
PUSH_TO_LOOPBACK = False

ALLOWED_HOSTS = os.environ.get("LIFELONG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LIFELONG_ORIGINS", "").split(",") if o]
#: how many proxies in front of us may be believed about the client's address and TLS
TRUSTED_PROXIES = int(os.environ.get("LIFELONG_TRUSTED_PROXIES", "0"))
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_TLS = os.environ.get("LIFELONG_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SECURE_HSTS_SECONDS = 31536000 if _TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# Lowest floor first: reactions run in this order.
FLOORS = [
    "lifelong.events",
    "lifelong.files",
    "lifelong.accounts",
    "lifelong.channels",
    "lifelong.customers",
    "lifelong.commerce",
    "lifelong.conversations",
    "lifelong.knowledge",
    "lifelong.triage",
    "lifelong.concessions",
    "lifelong.routing",
    "lifelong.cues",
    "lifelong.lists",
    "lifelong.plays",
    "lifelong.plays.follow_up",
    "lifelong.plays.outreach",
    "lifelong.plays.retention",
    "lifelong.plays.rules",
    "lifelong.outcomes",
    "lifelong.connectors",
    "lifelong.connectors.email",
    "lifelong.connectors.chat",
    "lifelong.simulation",
    "lifelong.web.look",
    "lifelong.web.signin",
    "lifelong.web.console",
    "lifelong.web.api",
    "lifelong.web.widget",
    "lifelong.web.taps",
    "lifelong.running",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "axes",
    *FLOORS,
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

MIDDLEWARE = [
    "lifelong.running.measures.counting",
    "lifelong.web.hooks.straight.straight",
    "django.middleware.security.SecurityMiddleware",
    "lifelong.web.look.packing.Packing",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lifelong.web.signin.backend.WhoKnocks",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lifelong.web.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "lifelong.running.urls"
WSGI_APPLICATION = "lifelong.running.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "lifelong.web.look.environment.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
]


def _database(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    known = {"dbname", "user", "password", "host", "port"}
    # sslmode and all else that the URL says reaches every connection
    further = {name: value for name, value in parts.items() if name not in known}
    return {
        "ENGINE": "lifelong.lib.postgres",
        "NAME": parts.get("dbname", "lifelong"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 12, "timeout": 20},
            # what is asked again and again is planned once: docs/decisions/prepared-statements.md
            "server_side_binding": True,
            "prepare_threshold": 5,
            **further,
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Agent"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "lifelong.web.signin.backend.Backend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "lifelong.web.signin.adapter.NoSignUp"
MFA_ADAPTER = "lifelong.web.signin.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_ADAPTER = "lifelong.web.signin.company_adapter.Company"
SOCIALACCOUNT_LOGIN_ON_GET = True
#: the company's own sign-in, OpenID Connect: docs/signing-in.md
OIDC_ISSUER = os.environ.get("LIFELONG_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("LIFELONG_OIDC_CLIENT_ID", "")
OIDC_SECRET = os.environ.get("LIFELONG_OIDC_SECRET", "")
OIDC_NAME = os.environ.get("LIFELONG_OIDC_NAME") or "Company ID"
#: who comes from there with an address at one of these is hired as a hero
OIDC_DOMAINS = [
    one.strip().lower() for one in os.environ.get("LIFELONG_OIDC_DOMAINS", "").split(",") if one
]
AXES_FAILURE_LIMIT = 10
AXES_VERBOSE = False
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = "lifelong.web.signin.limits.counted_by"
AXES_USERNAME_CALLABLE = "lifelong.web.signin.limits.who_tries"
AXES_LOCKOUT_CALLABLE = "lifelong.web.signin.limits.locked_out"
SESSION_ENGINE = "lifelong.web.signin.sessions"
SESSION_COOKIE_AGE = 14 * 86400

LANGUAGE_CODE = "en"
# only what our own texts are there in: else screens would speak two languages at once
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "lifelong" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
#: served from where the packages keep them; nothing is collected
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "files"
#: what every number is reckoned from, written by outcomes/keeping.py
FACTS_ROOT = HOME / "facts"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
}


SILENCED_SYSTEM_CHECKS = [
    "axes.W003",  # allauth asks axes through AuthenticationBackend
]
