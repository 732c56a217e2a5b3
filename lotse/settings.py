"""All settings, read once from typed environment variables (see docs/operate/settings.md).

Development defaults apply only with ``LOTSE_ENV=development`` or ``test``; anything else, also
nothing at all, is production and refuses to start without a secret key and host names.
"""

import os
import sys
from pathlib import Path
from urllib.parse import unquote

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from lotse import configuration as env
from lotse.configuration import ConfigurationError

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env_file(BASE_DIR / ".env")

ENVIRONMENT = env.choice("LOTSE_ENV", ("development", "test", "production"), default="production")
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = False

# --- Where things are kept -------------------------------------------------------------------

DATA_DIR = env.folder("LOTSE_DATA_DIR", default=BASE_DIR / "var")
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError:
    raise ConfigurationError(
        "LOTSE_DATA_DIR lässt sich nicht anlegen. Erwartet wird: ein beschreibbarer Ordner."
    ) from None


def _database(url: str) -> dict[str, object]:
    if not url:
        return _sqlite(DATA_DIR / "lotse.sqlite3")
    parts = env.split_url(url)
    if parts and parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        return {
            "ENGINE": "lotse.lib.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # A server that is gone must not hold every request for minutes.
            "OPTIONS": {"connect_timeout": 5},
        }
    if parts and parts.scheme == "sqlite" and parts.path:
        return _sqlite(Path(unquote(parts.path)))
    raise ConfigurationError(
        "DATABASE_URL ist nicht lesbar. Erwartet wird: "
        "postgresql://name:kennwort@rechner:5432/datenbank oder sqlite:////pfad/datei.sqlite3."
    )


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "lotse.lib.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        # A file in tests too: a live server's threads need connections of their own.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
        "OPTIONS": {
            # A writer takes its lock at once instead of failing half-way (decision 0003).
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: an accepted mail survives a power cut, not only a killed process.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
            ),
        },
    }


DATABASES = {"default": _database(env.text("DATABASE_URL", expected="eine Adresse", default=""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "/dateien/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if ENVIRONMENT == "test"
            else "lotse.operations.staticfiles.Storage"
        )
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT == "test"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Apart from the default, so that many pages do not push out rate limits.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}

# --- What the platform is called (another subject is a setting, not a fork) --------------------

PLATFORM_NAME = env.text("LOTSE_NAME", expected="ein kurzer Name", default="Lotse")
# The soft hyphen lets the long word break on a phone.
PLATFORM_SUBJECT = env.text(
    "LOTSE_SUBJECT",
    expected="das Thema in wenigen Worten",
    default="Kommunales Flüchtlings\u00admanagement",
)
CONTENT_LICENCE = env.choice(
    "LOTSE_CONTENT_LICENCE", ("CC BY 4.0", "CC0 1.0", "dl-de/by-2-0"), default="CC BY 4.0"
)

# --- Security --------------------------------------------------------------------------------

SECRET_KEY = env.text(
    "LOTSE_SECRET_KEY",
    expected="eine zufällige Zeichenkette mit mindestens 50 Zeichen",
    default=None if IS_PRODUCTION else "nur-zum-entwickeln-" + "x" * 50,
)
if IS_PRODUCTION and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    raise ConfigurationError(
        "LOTSE_SECRET_KEY ist zu kurz oder zu einfach. "
        "Erwartet wird: eine zufällige Zeichenkette mit mindestens 50 Zeichen."
    )
SECRET_KEY_FALLBACKS = env.words(
    "LOTSE_OLD_SECRET_KEYS", expected="frühere Schlüssel, durch Komma getrennt", default=[]
)
ALLOWED_HOSTS = env.hosts(
    "LOTSE_ALLOWED_HOSTS",
    expected="Rechnernamen, durch Komma getrennt, zum Beispiel lotse.verband.example",
    default=None if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"],
)
BASE_URL = env.text(
    "LOTSE_BASE_URL",
    expected="die öffentliche Adresse, zum Beispiel https://lotse.verband.example",
    default=f"https://{ALLOWED_HOSTS[0]}" if IS_PRODUCTION else "http://localhost:8000",
).rstrip("/")
_base = env.split_url(BASE_URL)
if not _base or _base.scheme not in ("http", "https") or not _base.hostname or _base.path:
    raise ConfigurationError(
        "LOTSE_BASE_URL ist nicht lesbar. "
        "Erwartet wird: die öffentliche Adresse, zum Beispiel https://lotse.verband.example."
    )
CSRF_TRUSTED_ORIGINS = [BASE_URL]
_is_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_NAME = "lotse_sitzung"
CSRF_COOKIE_NAME = "lotse_csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Two hours without use; longer only where somebody asks for it (accounts/sessions.py).
SESSION_COOKIE_AGE = 2 * 60 * 60
# Proxies of the operator's own before the application; only they may name the client.
TRUSTED_PROXIES = env.integer(
    "LOTSE_TRUSTED_PROXIES", minimum=0, maximum=5, default=1 if _is_https else 0
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# Form fields; files come through streams and have limits of their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# Editors save an example with all its steps and sources in one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o640
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Parts -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "lotse.operations",
    "lotse.portal",
    "lotse.inquiries",
    "lotse.knowledge",
    "lotse.aids",
    "lotse.subscriptions",
    "lotse.team",
    "lotse.usage",
    "lotse.search",
    "lotse.protection",
    "lotse.webhooks",
    "lotse.links",
    "lotse.accounts",
    "lotse.municipalities",
    "lotse.topics",
    "lotse.mail",
    "lotse.audit",
    "lotse.ui",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "wagtail.contrib.redirects",
    # Behind the lists of files and pictures in the admin; readers search with lotse.search.
    "wagtail.search",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "lotse.operations.middleware.ProbeMiddleware",
    # Before kept pages, which are read as well.
    "lotse.usage.middleware.UsageMiddleware",
    "lotse.ui.plain_query.PlainQueryMiddleware",
    # Before the rest: a kept page carries the headers of all that follow.
    "lotse.ui.page_cache.PublicPageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lotse.ui.editor_policy.EditorPolicyMiddleware",
    "lotse.accounts.middleware.PrivacyHeadersMiddleware",
    "lotse.accounts.middleware.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lotse.accounts.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last: looks only at pages that nobody else has.
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lotse.urls"
CSRF_FAILURE_VIEW = "lotse.ui.errors.csrf_failure"
WSGI_APPLICATION = "lotse.wsgi.application"
MAIL_ROUTES = "lotse.mailroutes"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lotse.ui.navigation.frame",
            ],
            "builtins": [
                "lotse.ui.templatetags.addresses",
                "lotse.ui.templatetags.kern",
                "lotse.ui.templatetags.blocks",
                "lotse.ui.templatetags.fields",
                "lotse.ui.templatetags.german",
                "lotse.ui.templatetags.once",
            ],
        },
    }
]
# Our library ``i18n`` takes the place of Django's on purpose (``ui/templatetags/i18n.py``).
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
FORM_RENDERER = "lotse.ui.forms.KernRenderer"

# --- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "lotse.accounts.passwords.GermanWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "lotse.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# People are invited by mail, so their address is proven by the first sign-in.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Wrong passwords and requested mails are counted in accounts/limits.py, for all processes together.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": None}
ACCOUNT_FORMS = {
    "login": "lotse.accounts.forms.PasswordSignInForm",
    "reset_password": "lotse.accounts.forms.RequestPasswordForm",
    "reset_password_from_key": "lotse.accounts.forms.NewPasswordForm",
    "change_password": "lotse.accounts.forms.ChangeOwnPasswordForm",
    "set_password": "lotse.accounts.forms.SetFirstPasswordForm",
}
LOGIN_URL = "/anmelden/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "de"
# English joins when it is translated: half a translation would announce German text as English.
LANGUAGES = [("de", _("Deutsch"))]
LOCALE_PATHS = [BASE_DIR / "lotse" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = True

# --- Processes -------------------------------------------------------------------------------

WEB_WORKERS = env.integer("LOTSE_WEB_WORKERS", minimum=1, maximum=64, unit="Prozesse", default=2)
WEB_THREADS = env.integer(
    "LOTSE_WEB_THREADS", minimum=1, maximum=64, unit="Fäden je Prozess", default=4
)
# Where a second core can carry it, a second process handles incoming mail while much of it waits.
SECOND_INTAKE = env.flag("LOTSE_SECOND_INTAKE", default=len(os.sched_getaffinity(0)) > 1)

# --- Mail ------------------------------------------------------------------------------------

INQUIRY_ADDRESS = env.address(
    "LOTSE_INQUIRY_ADDRESS", default="fluechtlingsmanagement@lotse.example"
)
MAIL_DOMAIN = INQUIRY_ADDRESS.rpartition("@")[2]
# Municipalities send good examples here, without any form.
SUBMISSION_ADDRESS = env.address("LOTSE_SUBMISSION_ADDRESS", default=f"beispiele@{MAIL_DOMAIN}")
if SUBMISSION_ADDRESS == INQUIRY_ADDRESS:
    raise ConfigurationError(
        "LOTSE_SUBMISSION_ADDRESS gleicht LOTSE_INQUIRY_ADDRESS. "
        "Erwartet wird: eine eigene Adresse wie beispiele@verband.example."
    )
SMTP_LISTEN_HOST = env.text(
    "LOTSE_SMTP_LISTEN_HOST", expected="eine Adresse wie 127.0.0.1", default="127.0.0.1"
)
SMTP_LISTEN_PORT = env.integer("LOTSE_SMTP_LISTEN_PORT", minimum=1, maximum=65535, default=2525)
# LMTP for a mail server on the same machine, beside SMTP.
_lmtp_port = env.integer("LOTSE_LMTP_PORT", minimum=0, maximum=65535, default=0)
LMTP_PORT = _lmtp_port or None
MAIL_MAX_BYTES = (
    env.integer("LOTSE_MAIL_MAX_MB", minimum=1, maximum=500, unit="Megabyte", default=35)
    * 1_000_000
)
MAIL_MAX_RECIPIENTS = env.integer(
    "LOTSE_MAIL_MAX_RECIPIENTS", minimum=1, maximum=1000, unit="Empfänger je Mail", default=100
)
SMTP_MAX_CONNECTIONS = env.integer(
    "LOTSE_SMTP_MAX_CONNECTIONS", minimum=1, maximum=1000, unit="Verbindungen", default=100
)
# With both the listener offers STARTTLS.
SMTP_TLS_CERTIFICATE = env.text(
    "LOTSE_SMTP_TLS_CERTIFICATE", expected="der Pfad zum Zertifikat (PEM)", default=""
)
SMTP_TLS_KEY = env.text("LOTSE_SMTP_TLS_KEY", expected="der Pfad zum Schlüssel (PEM)", default="")
if bool(SMTP_TLS_CERTIFICATE) != bool(SMTP_TLS_KEY):
    raise ConfigurationError(
        "LOTSE_SMTP_TLS_CERTIFICATE und LOTSE_SMTP_TLS_KEY gehören zusammen. "
        "Erwartet wird: beide Pfade oder keiner."
    )
# Mailboxes to fetch from, beside or instead of the listener.
IMAP_URLS = env.mailboxes("LOTSE_IMAP_URL")
# Prints an access token where the mail server takes no password (Microsoft 365, Google).
IMAP_TOKEN_COMMAND = env.text(
    "LOTSE_IMAP_TOKEN_COMMAND",
    expected="ein Befehl, der ein Zugriffstoken ausgibt",
    default="",
)
if not IMAP_TOKEN_COMMAND and any(not (env.split_url(url) or _base).password for url in IMAP_URLS):
    raise ConfigurationError(
        "LOTSE_IMAP_URL nennt kein Kennwort. Erwartet wird: eines je Postfach oder "
        "LOTSE_IMAP_TOKEN_COMMAND."
    )
IMAP_POLL_SECONDS = env.integer(
    "LOTSE_IMAP_POLL_SECONDS", minimum=5, maximum=1500, unit="Sekunden", default=60
)
MAIL_CA_FILE = env.text(
    "LOTSE_MAIL_CA_FILE",
    expected="der Pfad zu Zertifikaten (PEM), denen bei Mailservern vertraut wird",
    default="",
)
# Without a server outgoing mails stay in the outbox, where they can be read.
SMTP_URL = env.text(
    "LOTSE_SMTP_URL", expected="smtp://name:kennwort@mail.verband.example:587", default=""
)
_smtp = env.split_url(SMTP_URL)
if SMTP_URL and (
    not _smtp or _smtp.scheme not in ("smtp", "smtps", "smtp+plain") or not _smtp.hostname
):
    raise ConfigurationError(
        "LOTSE_SMTP_URL ist nicht lesbar. "
        "Erwartet wird: smtp://name:kennwort@mail.verband.example:587, smtps://… oder smtp+plain://…"
    )
MAIL_SENDER_NAME = env.text(
    "LOTSE_MAIL_SENDER_NAME", expected="ein Absendername", default="Lotse Kompetenzteam"
)

# The last brake of a mail loop: automatic mails that may leave (decision 0026).
AUTOMATIC_PER_ADDRESS = env.integer(
    "LOTSE_AUTOMATIC_PER_ADDRESS", minimum=1, maximum=1000, unit="je Stunde", default=20
)
AUTOMATIC_PER_DOMAIN = env.integer(
    "LOTSE_AUTOMATIC_PER_DOMAIN", minimum=1, maximum=1_000_000, unit="je Tag", default=2000
)
AUTOMATIC_IN_ALL = env.integer(
    "LOTSE_AUTOMATIC_IN_ALL", minimum=1, maximum=10_000_000, unit="je Stunde", default=20_000
)
# Larger or more files stay in the original mail, and the sender is told another way.
ATTACHMENT_MAX_BYTES = (
    env.integer("LOTSE_ATTACHMENT_MAX_MB", minimum=1, maximum=500, unit="Megabyte", default=25)
    * 1_000_000
)
ATTACHMENT_MAX_COUNT = env.integer(
    "LOTSE_ATTACHMENT_MAX_COUNT", minimum=1, maximum=1000, unit="Anlagen je Mail", default=50
)
# A running clamd: host:port or the path of its socket. Empty: files are not scanned.
CLAMAV_ADDRESS = env.text(
    "LOTSE_CLAMAV_ADDRESS", expected="rechner:3310 oder /run/clamav/clamd.ctl", default=""
)
# The name our own mail server writes into Authentication-Results. Nobody else is believed.
AUTHSERV_ID = env.text(
    "LOTSE_AUTHSERV_ID",
    expected="der Name Ihres Mailservers, zum Beispiel mx.verband.example",
    default="",
).lower()
SMIME_ROOTS = env.text(
    "LOTSE_SMIME_ROOTS", expected="der Ordner mit vertrauten Wurzelzertifikaten (PEM)", default=""
)
SMIME_CERTIFICATE = env.text(
    "LOTSE_SMIME_CERTIFICATE", expected="der Pfad zum Zertifikat des Postfachs (PEM)", default=""
)
SMIME_KEY = env.text(
    "LOTSE_SMIME_KEY", expected="der Pfad zum Schlüssel des Postfachs (PEM)", default=""
)
if bool(SMIME_CERTIFICATE) != bool(SMIME_KEY):
    raise ConfigurationError(
        "LOTSE_SMIME_CERTIFICATE und LOTSE_SMIME_KEY gehören zusammen. "
        "Erwartet wird: beide Pfade oder keiner."
    )
SMIME_SIGNS = env.flag("LOTSE_SMIME_SIGNS", default=False)
if SMIME_SIGNS and not SMIME_KEY:
    raise ConfigurationError(
        "LOTSE_SMIME_SIGNS braucht LOTSE_SMIME_CERTIFICATE und LOTSE_SMIME_KEY. "
        "Erwartet wird: beide Pfade, oder LOTSE_SMIME_SIGNS=false."
    )

# --- The promise -----------------------------------------------------------------------------

REOPEN_DAYS = env.integer("LOTSE_REOPEN_DAYS", minimum=0, maximum=365, unit="Tage", default=14)
PROMISE_HOURS = env.integer(
    "LOTSE_PROMISE_HOURS", minimum=1, maximum=240, unit="Stunden", default=24
)
UNDO_SECONDS = env.integer(
    "LOTSE_UNDO_SECONDS",
    minimum=0,
    maximum=300,
    unit="Sekunden",
    default=0 if ENVIRONMENT == "test" else 20,
)
RADAR_MUNICIPALITIES = env.integer(
    "LOTSE_RADAR_MUNICIPALITIES", minimum=2, maximum=100, unit="Kommunen", default=3
)
RADAR_DAYS = env.integer("LOTSE_RADAR_DAYS", minimum=1, maximum=90, unit="Tage", default=14)
OUTCOME_WEEKS = env.integer("LOTSE_OUTCOME_WEEKS", minimum=0, maximum=52, unit="Wochen", default=4)
CHECK_WORKING_DAYS = env.integer(
    "LOTSE_CHECK_WORKING_DAYS", minimum=1, maximum=20, unit="Arbeitstage", default=1
)
LIX_LIMIT = env.integer("LOTSE_LIX_LIMIT", minimum=30, maximum=100, default=60)
HARD_LANGUAGE = env.choice("LOTSE_HARD_LANGUAGE", ("warn", "refuse"), default="warn")
IS_DEMO = env.flag("LOTSE_DEMO", default=False)

# --- How long data is kept --------------------------------------------------------------------

KEEP_MAIL_MONTHS = env.integer(
    "LOTSE_KEEP_MAIL_MONTHS", minimum=1, maximum=120, unit="Monate", default=12
)
KEEP_INQUIRY_MONTHS = env.integer(
    "LOTSE_KEEP_INQUIRY_MONTHS", minimum=1, maximum=360, unit="Monate", default=36
)
KEEP_SUBMISSION_MONTHS = env.integer(
    "LOTSE_KEEP_SUBMISSION_MONTHS", minimum=1, maximum=120, unit="Monate", default=12
)
KEEP_ACCOUNT_MONTHS = env.integer(
    "LOTSE_KEEP_ACCOUNT_MONTHS", minimum=1, maximum=120, unit="Monate", default=12
)
KEEP_AUDIT_MONTHS = env.integer(
    "LOTSE_KEEP_AUDIT_MONTHS", minimum=6, maximum=120, unit="Monate", default=24
)

# --- Other programs and monitoring -----------------------------------------------------------

# Private networks that webhooks may call, also without TLS. Everything else inside is refused.
WEBHOOK_NETWORKS = env.networks("LOTSE_WEBHOOK_NETWORKS")
# Whether the worker asks for the addresses that published records point to.
CHECKS_LINKS = env.flag("LOTSE_CHECK_LINKS", default=not IS_DEMO)
# Private networks whose addresses may be asked for. Everything else inside is refused.
LINK_NETWORKS = env.networks("LOTSE_LINK_NETWORKS")
# Who may read /metrics: these networks, and whoever shows the token.
METRICS_NETWORKS = env.networks("LOTSE_METRICS_NETWORKS", default=("127.0.0.1/32", "::1/128"))
METRICS_TOKEN = env.text("LOTSE_METRICS_TOKEN", expected="eine zufällige Zeichenkette", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ConfigurationError(
        "LOTSE_METRICS_TOKEN ist zu kurz. Erwartet wird: mindestens 20 zufällige Zeichen."
    )
# Every so many minutes a mail to ourselves through the real channel; 0: none.
MAIL_PROBE_MINUTES = env.integer(
    "LOTSE_MAIL_PROBE_MINUTES", minimum=0, maximum=1440, unit="Minuten", default=0
)
if 0 < MAIL_PROBE_MINUTES < 5:
    raise ConfigurationError(
        "LOTSE_MAIL_PROBE_MINUTES ist zu klein. Erwartet wird: 0 (aus) oder 5 bis 1440 Minuten."
    )

# --- Tasks, Wagtail --------------------------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks.backends.immediate.ImmediateBackend"
            if ENVIRONMENT == "test"
            else "django_tasks_db.DatabaseBackend"
        )
    }
}
# What Django and Wagtail send by themselves goes the way of all other mail.
EMAIL_BACKEND = "lotse.mail.backend.OutboxBackend"
WAGTAIL_SITE_NAME = "Lotse"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
# No address of a colleague, not even hashed, goes to a foreign picture service.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
# Accounts are kept in lotse.accounts; Wagtail's own doors for that are shut.
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/anmelden/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lotse.knowledge.editing.uploads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp"),
    *("txt", "csv", "ics", "png", "jpg", "jpeg"),
]
WAGTAILIMAGES_IMAGE_FORM_BASE = "lotse.knowledge.editing.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"lotse": {"level": "INFO"}},
}
