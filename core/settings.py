"""Settings of the site, all from the environment (docs/configuration.md lists the variables)."""

from pathlib import Path

from csp.constants import NONE, SELF

from core import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR") or BASE_DIR / "var").resolve()

# Without a SECRET_KEY this is somebody's own machine: demo content, loopback only. With one it is a real site.
PRODUCTION = bool(env.text("SECRET_KEY"))
SECRET_KEY = env.text("SECRET_KEY") or env.kept_secret(VAR_DIR)
# Keys of before: sessions and sealed secrets made with them still open (docs/configuration.md).
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS")
ENCRYPTION_KEYS = env.keys("ENCRYPTION_KEYS")
# Hosts and networks inside the house that channels and trackers may reach (core/outbound.py).
OUTBOUND_ALLOW = env.allowed_inside("OUTBOUND_ALLOW")
# DEBUG turns on demo content and the components page. Tracebacks in the browser would show private text and
# replace the designed error pages, so they take a second switch.
DEMO = env.boolean("DEBUG", default=not PRODUCTION)
DEBUG = DEMO and env.boolean("DEBUG_TRACEBACKS", default=False)
TESTING = env.boolean("DEBRIEF_TESTING", default=False)

PORT = env.integer("PORT", 8000, low=1, high=65535)
PUBLIC_URL = env.http_address("PUBLIC_URL", f"http://localhost:{PORT}")
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS") or ([] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise env.BadSettingError(
        "ALLOWED_HOSTS is empty; name the hosts this site answers for, separated by commas."
    )
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "simple_history",
    "markdownx",
    "core",
    "core.accounts",
    "core.outbox",
    "core.notify",
    "core.ops",
    "postmortems",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before sessions and the database: what is public is served from this machine's disk, whatever is away.
    "postmortems.publication.middleware.public_bytes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After what is read from disk, which calls little.
    "core.stack.room",
    "core.ops.middleware.redis_away",
    "core.ops.middleware.forms_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
FORM_RENDERER = "core.forms.Renderer"

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
                "core.context.site",
            ],
            "builtins": ["core.templatetags.say"],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL", VAR_DIR)
CACHES = {
    "default": (
        {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "TIMEOUT": 300}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

CELERY_BROKER_URL = env.celery_broker(REDIS_URL) or "memory://"

for _name, _value in env.email("EMAIL_URL", VAR_DIR).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Debrief <debrief@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["core.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "core.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "core.accounts.adapter.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # people come by invitation or single sign-on, which already name the address
)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Debrief"
# An address is known from the invitation or from single sign-on; nobody confirms it a second time.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = env.openid_connect() if env.text("OIDC_SERVER_URL") else {}

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PUBLIC_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The form that begins single sign-on is answered by a redirect there, which browsers count as its target.
        "form-action": [SELF, *filter(None, [env.origin("OIDC_SERVER_URL")])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = TESTING
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
PUBLIC_MIRROR_DIR = VAR_DIR / "public"

MARKDOWNX_MARKDOWNIFY_FUNCTION = "core.richtext.render"
# Called once when a web server starts.
WARMED_BY_WEB = ["postmortems.coaching.warming.warm"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A pasted log of some hundred lines comes back as rows of ten fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "core": {"level": "INFO"},
        "postmortems": {"level": "INFO"},
        # At a lower level these would write down addresses that hold tokens.
        "apprise": {"level": "WARNING", "propagate": False},
        "urllib3": {"level": "WARNING"},
    },
}
