"""A wrong or missing setting stops the start with one sentence that never shows the value."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lotse import configuration
from lotse.configuration import ConfigurationError

KEY = "q7Kp2vXz9LmN4rTb8WcY3dFh6GjS1aQeUoIiPpRrTt5566778899zZ"
PRODUCTION = {
    "LOTSE_ENV": "production",
    "LOTSE_SECRET_KEY": KEY,
    "LOTSE_ALLOWED_HOSTS": "l.example",
}
# Never what the message itself says, so that finding it there proves a leak.
WRONG = "sehr-geheim-4711"


def start(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a fresh process that knows nothing but these variables.

    Prints the settings the tests look at as one JSON object. The working folder has no ``.env``;
    one in the checkout must not help, so each variable it could set is given.
    """
    code = (
        "import json\n"
        "from lotse.configuration import ConfigurationError\n"
        "try:\n"
        "    from lotse import settings\n"
        "except ConfigurationError as error:\n"
        "    raise SystemExit(f'lotse: {error}')\n"
        "print(json.dumps({name: getattr(settings, name) for name in (\n"
        "    'DEBUG', 'ALLOWED_HOSTS', 'BASE_URL', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE',\n"
        "    'SECURE_HSTS_SECONDS', 'TRUSTED_PROXIES', 'SECURE_PROXY_SSL_HEADER', 'IS_DEMO')}))\n"
    )
    environment = {"PATH": os.environ["PATH"], "LOTSE_DATA_DIR": str(folder), **variables}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )


def test_production_starts_safe_with_a_key_and_a_host(tmp_path: Path) -> None:
    started = start(tmp_path, **PRODUCTION)
    assert started.stderr == ""
    assert json.loads(started.stdout) == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["l.example"],
        "BASE_URL": "https://l.example",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "TRUSTED_PROXIES": 1,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "IS_DEMO": False,
    }


@pytest.mark.parametrize("missing", ["LOTSE_SECRET_KEY", "LOTSE_ALLOWED_HOSTS"])
def test_production_does_not_start_without(tmp_path: Path, missing: str) -> None:
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    started = start(tmp_path, **variables)
    assert started.returncode != 0
    assert started.stderr.startswith(f"lotse: {missing} fehlt. Erwartet wird: ")
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOTSE_ENV", WRONG),
        ("LOTSE_SECRET_KEY", WRONG),
        ("LOTSE_SECRET_KEY", "4711" * 20),
        ("LOTSE_ALLOWED_HOSTS", f"https://{WRONG}/"),
        ("LOTSE_ALLOWED_HOSTS", "*"),
        ("LOTSE_ALLOWED_HOSTS", "l.example,,"),
        ("LOTSE_BASE_URL", WRONG),
        ("LOTSE_BASE_URL", f"https://l.example:{WRONG}"),
        ("LOTSE_BASE_URL", f"https://l.example/{WRONG}"),
        ("LOTSE_TRUSTED_PROXIES", "-1"),
        ("LOTSE_TRUSTED_PROXIES", WRONG),
        ("DATABASE_URL", f"mysql://u:{WRONG}@h/db"),
        ("DATABASE_URL", f"postgresql://u:{WRONG}@h:99999999/db"),
        ("DATABASE_URL", f"postgresql://[{WRONG}/db"),
        ("DATABASE_URL", WRONG),
        ("LOTSE_INQUIRY_ADDRESS", WRONG),
        ("LOTSE_SMTP_LISTEN_PORT", "70000"),
        ("LOTSE_SMTP_LISTEN_PORT", WRONG),
        ("LOTSE_MAIL_MAX_MB", "0"),
        ("LOTSE_MAIL_MAX_MB", "35.5"),
        ("LOTSE_SMTP_URL", f"http://u:{WRONG}@h"),
        ("LOTSE_SMTP_URL", f"smtp://u:{WRONG}@h:port"),
        ("LOTSE_PROMISE_HOURS", "zwei"),
        ("LOTSE_DEMO", "vielleicht"),
        ("LOTSE_DATA_DIR", "/proc/nirgends"),
    ],
)
def test_wrong_value_is_named_and_never_shown(tmp_path: Path, name: str, value: str) -> None:
    started = start(tmp_path, **(PRODUCTION | {name: value}))
    assert started.returncode != 0
    message = started.stderr
    assert message.startswith(f"lotse: {name} ")
    assert "Erwartet wird: " in message
    assert len(message.splitlines()) == 1
    assert WRONG not in message
    assert started.stdout == ""


def test_command_line_says_one_sentence_and_exits_with_2(tmp_path: Path) -> None:
    command = subprocess.run(
        [sys.executable, "-m", "lotse", "check"],
        env={
            "PATH": os.environ["PATH"],
            "LOTSE_DATA_DIR": str(tmp_path),
            **PRODUCTION,
            "LOTSE_SECRET_KEY": WRONG,
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert command.returncode == 2
    assert command.stderr.startswith("lotse: LOTSE_SECRET_KEY ist zu kurz oder zu einfach. ")
    assert len(command.stderr.splitlines()) == 1
    assert WRONG not in command.stderr + command.stdout


def test_development_defaults_need_to_be_asked_for(tmp_path: Path) -> None:
    values = json.loads(start(tmp_path, LOTSE_ENV="development").stdout)
    assert values["BASE_URL"] == "http://localhost:8000"
    assert values["SESSION_COOKIE_SECURE"] is False
    assert values["DEBUG"] is False


def test_env_file_never_overwrites_what_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text('# Kommentar\nA_SET=aus-datei\nA_NEW="mit Leerzeichen"\nkaputt\n')
    monkeypatch.setenv("A_SET", "gesetzt")
    monkeypatch.delenv("A_NEW", raising=False)
    configuration.read_env_file(file)
    assert (os.environ["A_SET"], os.environ["A_NEW"]) == ("gesetzt", "mit Leerzeichen")
    monkeypatch.delenv("A_NEW")


def test_env_file_of_a_demo_does_not_count_in_production(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("LOTSE_ENV=development\nA_NEW=aus-datei\n")
    monkeypatch.setenv("LOTSE_ENV", "production")
    monkeypatch.delenv("A_NEW", raising=False)
    configuration.read_env_file(file)
    assert "A_NEW" not in os.environ


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("Ja", True), ("true", True), ("0", False), ("nein", False)]
)
def test_flag_reads_german_and_english(
    monkeypatch: pytest.MonkeyPatch, raw: str, value: bool
) -> None:
    monkeypatch.setenv("A_FLAG", raw)
    assert configuration.flag("A_FLAG") is value


def test_empty_value_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_NUMBER", "  ")
    assert configuration.integer("A_NUMBER", minimum=1, maximum=9, default=3) == 3
    with pytest.raises(ConfigurationError, match="A_NUMBER fehlt"):
        configuration.integer("A_NUMBER", minimum=1, maximum=9)
