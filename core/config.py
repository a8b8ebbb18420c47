"""Settings from the environment, checked at start and refused with one clear sentence."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


class BadSetting(SystemExit):
    """A setting cannot be used; the sentence says which and why."""


def instance_folder(home: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of everything a centre owns. `home` is where the code lies.

    In a checkout it is there; what is installed among other packages keeps it in the folder where one works.
    """
    chosen = environ.get("INSTANCE_FOLDER")
    if chosen:
        return Path(chosen).absolute()
    return (home if (home / "pyproject.toml").is_file() else Path.cwd()) / "instance"


def load(instance: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the Flask settings. Everything a centre owns lies under the folder `instance`."""
    instance.mkdir(parents=True, exist_ok=True)
    address = environ.get("DATABASE_URL", "") or f"sqlite:///{instance / 'touchstone.sqlite3'}"
    mail_server = environ.get("SMTP_HOST", "")
    public_url = environ.get("PUBLIC_URL", "")
    if public_url and not public_url.startswith(("http://", "https://")):
        raise BadSetting("PUBLIC_URL must be an address such as https://touchstone.example.org.")
    return {
        "SECRET_KEY": environ.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": _database_url(address),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True} if "sqlite" not in address else {},
        "FILES_FOLDER": str(instance / "files"),
        "LEDGER_FOLDER": str(instance / "ledger"),
        "MAX_CONTENT_LENGTH": 205_000_000,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": public_url.startswith("https://"),
        "PUBLIC_URL": public_url,
        "SMTP_HOST": mail_server,
        "SMTP_PORT": whole_number(environ, "SMTP_PORT", 587),
        "SMTP_USER": environ.get("SMTP_USER", ""),
        "SMTP_PASSWORD": environ.get("SMTP_PASSWORD", ""),
        "SMTP_STARTTLS": (environ.get("SMTP_STARTTLS") or "1") == "1",
        "MAIL_FROM": environ.get("MAIL_FROM") or "Touchstone <no-reply@example.org>",
        # Without an SMTP server, mail is kept and shown on a local page; that page is only for development.
        "SHOW_MAILBOX": environ.get("SHOW_MAILBOX", "") == "1",
        "SHOW_DEMO_SIGN_INS": environ.get("SHOW_DEMO_SIGN_INS", "") == "1",
    }


def _database_url(address: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if address.startswith(plain):
            return "postgresql+psycopg://" + address.removeprefix(plain)
    if address.startswith(("sqlite:///", "postgresql+psycopg://")):
        return address
    raise BadSetting("DATABASE_URL must start with sqlite:/// or postgresql://.")


def whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    """Return the setting as a number; `default` where it is not set."""
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise BadSetting(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _kept_secret(path: Path) -> str:
    """Return the secret in the file, made on first use so that two workers agree and a restart signs nobody out.

    It appears under its name whole: a worker that starts meanwhile never reads half of it.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):  # the other worker was a moment earlier
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii")
