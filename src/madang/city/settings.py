"""Every setting of the site, top to bottom. Each MADANG_* variable is explained in docs/reference/settings.md."""

from pathlib import Path
from urllib.parse import urlsplit

from madang.city.kernel import environment
from madang.city.kernel.database.address import database_settings
from madang.city.kernel.database.embedded import url as embedded_url
from madang.city.kernel.database.place import find_place
from madang.city.kernel.http.secrets import secret_key
from madang.city.kernel.http.signing import signing_key

HERE = Path(__file__).resolve().parent

# The city
CITY_NAME = {
    "en": environment.text("MADANG_CITY_NAME", "Haneul"),
    "ko": environment.text("MADANG_CITY_NAME_KO", "하늘시"),
    "zh": environment.text("MADANG_CITY_NAME_ZH", "天空市"),
}
CITY_OFFICE = {
    "en": environment.text("MADANG_CITY_OFFICE", "City of Haneul"),
    "ko": environment.text("MADANG_CITY_OFFICE_KO", "하늘시청"),
    "zh": environment.text("MADANG_CITY_OFFICE_ZH", "天空市政府"),
}
CITY_ADDRESS = environment.text("MADANG_CITY_ADDRESS", "1 Maru Street, 04521 Haneul")
CITY_PHONE = environment.text("MADANG_CITY_PHONE", "120")
CITY_EMAIL = environment.text("MADANG_CITY_EMAIL", "hello@haneul.example")
CITY_CREST = environment.text("MADANG_CITY_CREST")
CITY_ACCENT = environment.text("MADANG_CITY_ACCENT", "#0a5c6b")
CITY_ACCENT_DARK = environment.text("MADANG_CITY_ACCENT_DARK", "#7ccad3")
CITY_CURRENCY = environment.text("MADANG_CURRENCY", "KRW")
CITY_HOLIDAYS = environment.text("MADANG_HOLIDAYS", "KR")
CITY_OWN_HOLIDAYS = environment.days("MADANG_OWN_HOLIDAYS")
SITE_URL = environment.text("MADANG_SITE_URL", "http://127.0.0.1:8000").rstrip("/")

# Where things lie
DEMO = environment.flag("MADANG_DEMO")
DATA_DIR = environment.folder("MADANG_DATA_DIR", "var")
MEDIA_ROOT = DATA_DIR / "files"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"

# Secrets and safety
DEBUG = environment.flag("MADANG_DEBUG")
SECRET_KEY = secret_key(DATA_DIR, demo=DEMO)
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", *environment.words("MADANG_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")]
SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "madang.city.look.views.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("MADANG_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600
RATE_LIMITS = environment.flag("MADANG_RATE_LIMITS", default=True)
METRICS_TOKEN = environment.text("MADANG_METRICS_TOKEN")

# The house: one app per system, lower floors first
SYSTEMS = ["kernel", "look", "journal", "places", "people", "notices", "opendata", "voting", "portal", "proposals", "web", "demo"]
INSTALLED_APPS = [
    *(f"madang.city.{system}" for system in SYSTEMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "madang.city.kernel.http.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "madang.city.kernel.http.headers.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "madang.city.kernel.http.cookieless.CookielessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "madang.city.kernel.http.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "madang.city.people.middleware.SessionsSeenMiddleware",
    "madang.city.people.middleware.ViewerMiddleware",
    "madang.city.kernel.http.refusing.RefusalMiddleware",
    "madang.city.kernel.http.api.ApiErrorsMiddleware",
]
ROOT_URLCONF = "madang.city.urls"
WSGI_APPLICATION = "madang.city.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "madang.city.kernel.http.context.city",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "madang.city.look.templatetags.look"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The database: DATABASE_URL, or the embedded server of the data folder
DATABASE_URL = environment.text("DATABASE_URL")
DATABASE_REPLICA_URL = environment.text("DATABASE_REPLICA_URL")
EMBEDDED = not DATABASE_URL
DATABASES = {"default": database_settings(DATABASE_URL or embedded_url(find_place(DATA_DIR)))}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = database_settings(DATABASE_REPLICA_URL) | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["madang.city.kernel.database.replica.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": 5_000}}
    for name in ("default", "seen")  # apart, so that made-up session cookies push no rate limit out
}

# Languages and time
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("zh-hans", "简体中文")]
LANGUAGE_CODE = environment.text("MADANG_LANGUAGE", "en")
LANGUAGE_COOKIE_NAME = "madang_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_I18N = USE_TZ = True
TIME_ZONE = environment.text("MADANG_TIME_ZONE", "Asia/Seoul")

# People and sign-in
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [  # scrypt costs a guesser memory, and who signs in a third of PBKDF2's time
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "madang.city.people.sign_in.secrets.RandomSecretHasher",  # only for the random secrets of other services
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = int(bool(SECURE_PROXY_SSL_HEADER))
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_ADAPTER = "madang.city.people.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 60 * 10
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
_forms = "madang.city.people.forms.sign_in."
ACCOUNT_FORMS = {
    kind: _forms + kind.title().replace("_", "")
    for kind in (
        "login", "signup", "add_email", "change_password", "set_password", "reset_password", "reset_password_from_key",
        "request_login_code", "confirm_login_code", "confirm_email_verification_code", "confirm_password_reset_code",
        "reauthenticate",
    )
}  # fmt: skip
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {} if RATE_LIMITS else False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "madang.city.people.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": _forms + "SecondStep",
    "reauthenticate": _forms + "SecondStepAgain",
    "activate_totp": _forms + "ActivateApp",
    "add_webauthn": _forms + "AddPasskey",
    "edit_webauthn": _forms + "NamePasskey",
    "signup_webauthn": _forms + "FirstPasskey",
    "login_webauthn": _forms + "PasskeySignIn",
    "authenticate_webauthn": _forms + "SecondPasskey",
    "reauthenticate_webauthn": _forms + "PasskeyAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ADAPTER = "madang.city.people.sign_in.OutsideAdapter"
SOCIALACCOUNT_FORMS = {"signup": _forms + "OutsideSignup"}
_providers: list[dict[str, object]] = []
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _providers}}
OIDC_ISSUER = environment.text("MADANG_OIDC_ISSUER")
if OIDC_ISSUER:
    _providers.append(
        {
            "provider_id": "identity",
            "name": environment.text("MADANG_OIDC_NAME", "National identity"),
            "client_id": environment.text("MADANG_OIDC_CLIENT_ID"),
            "secret": environment.text("MADANG_OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_ISSUER, "proving": environment.words("MADANG_OIDC_PROVING", "identity-proved")},
        }
    )
IDP_OIDC_ADAPTER = "madang.city.people.sign_in.ProviderAdapter"
IDP_OIDC_PRIVATE_KEY = signing_key(DATA_DIR)

# Mail: SMTP where a host is named, else files that one can read
EMAIL_HOST = environment.text("MADANG_EMAIL_HOST")
EMAIL_PORT = environment.whole("MADANG_EMAIL_PORT", 587, least=1, most=65_535)
EMAIL_HOST_USER = environment.text("MADANG_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("MADANG_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("MADANG_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "madang.city.kernel.outbox.EmailBackend"
DEFAULT_FROM_EMAIL = environment.text("MADANG_EMAIL_FROM", f"{CITY_OFFICE['en']} <{CITY_EMAIL}>")

# What each system is told
VAPID_PRIVATE_KEY = environment.text("MADANG_VAPID_PRIVATE_KEY")
SMS_CHANNEL = environment.text("MADANG_SMS_CHANNEL", "file")
VIRUS_SCANNER = environment.text("MADANG_VIRUS_SCANNER", "none")
SERVICE_FOLDERS = [Path(name) for name in environment.words("MADANG_SERVICE_FOLDERS")]
THESAURUS_FOLDER = environment.text("MADANG_THESAURUS_FOLDER")
AREA_SCHEME = environment.text("MADANG_AREA_SCHEME", "haneul")
OPENDATA_REQUEST_DAYS = environment.whole("MADANG_DATA_REQUEST_DAYS", 20, least=1, most=250)
OPENDATA_K = environment.whole("MADANG_DATA_K", 10, least=2, most=1_000)
OPENDATA_DIR = DATA_DIR / "opendata"
ANALYTICS_URL = environment.text("MADANG_ANALYTICS_URL")
DATA_QUOTA_GB = environment.whole("MADANG_DATA_QUOTA_GB", 100, least=1, most=1_000_000)
OPENDATA_LINK_HOSTS = environment.words("MADANG_LINK_HOSTS")
READING_MEMORY_MB = environment.whole("MADANG_READING_MEMORY_MB", 512, least=128, most=1_000_000)
HARVEST_PRIVATE = environment.flag("MADANG_HARVEST_PRIVATE")

# Jobs, logs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
LOG_FORMAT = environment.text("MADANG_LOG_FORMAT", "plain" if DEMO else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "madang.city.kernel.http.requests.RequestIdFilter"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
        },
        "plain": {"format": "%(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request"]}},
    "loggers": {"procrastinate": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": environment.text("MADANG_LOG_LEVEL", "INFO")},
}
