"""What an operator may write in the configuration, and what they are told when it is wrong."""

import re
import tomllib
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, TypeAdapter

from bot.config import Config, ConfigErrors, checked, load
from bot.config_faults import is_secret, section_of
from bot.desk.practice import Relay

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"

SECRETS = {
    "RELAYDESK_TELEGRAM__TOKEN": "123456:AAtelegram",
    "RELAYDESK_SLACK__BOT_TOKEN": "xoxb-1-bot",
    "RELAYDESK_SLACK__APP_TOKEN": "xapp-1-app",
}

LEAST: dict[str, Any] = {
    "telegram": {"token": "123456:AAtelegram"},
    "slack": {"bot_token": "xoxb-1-bot", "app_token": "xapp-1-app"},
    "teams": [{"name": "Support", "channel": "C0123ABCD", "agents": ["U0123ABCD"]}],
    "supervisors": {"channel": "C0123ABCD"},
    "operators": {"channel": "C0123ABCD"},
}


def written(**tables: Any) -> dict[str, Any]:
    """The least that is enough, with the given tables laid over it."""
    changed = {
        name: LEAST.get(name, {}) | table if isinstance(table, dict) else table for name, table in tables.items()
    }
    return LEAST | changed


def complaints(**tables: Any) -> list[str]:
    with pytest.raises(ConfigErrors) as refused:
        checked(written(**tables))
    return refused.value.lines


def refused_file(tmp_path: Path, text: str, environ: dict[str, str] | None = None) -> list[str]:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigErrors) as refused:
        load(file, environ or {})
    return refused.value.lines


def as_if_nothing_were_commented_out(text: str) -> dict[str, Any]:
    return tomllib.loads(re.sub(r"^# (?=\w+ = |  \"|\]$)", "", text, flags=re.MULTILINE))


def settings() -> list[tuple[str, str]]:
    """Each section with each of its keys."""
    sections = {name: section_of(field) for name, field in Config.model_fields.items()}
    return [(name, key) for name, section in sections.items() if section for key in section.model_fields]


def test_the_example_is_a_working_configuration_once_the_secrets_are_given() -> None:
    config = load(EXAMPLE, SECRETS)
    assert [team.name for team in config.teams] == ["Support", "Billing"]
    assert config.telegram.token.get_secret_value() == "123456:AAtelegram"


@pytest.mark.parametrize(("section", "key"), settings())
def test_the_example_shows_every_setting(section: str, key: str) -> None:
    shown = as_if_nothing_were_commented_out(EXAMPLE.read_text())[section]
    assert key in (shown[0] if isinstance(shown, list) else shown)


@pytest.mark.parametrize(("section", "key"), settings())
def test_what_the_example_shows_commented_out_is_the_default(section: str, key: str) -> None:
    model, text = section_of(Config.model_fields[section]), EXAMPLE.read_text()
    shown = as_if_nothing_were_commented_out(text)[section]
    if model is None or isinstance(shown, list) or key in tomllib.loads(text)[section]:
        return
    default = model.model_fields[key].default
    if model.model_fields[key].is_required() or default is None:
        assert "..." in shown[key] or "example.com" in shown[key]
    else:
        assert shown[key] == _plain(default)


def _plain(default: object) -> object:
    """As the file has it."""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, timedelta):
        return TypeAdapter(timedelta).dump_python(default, mode="json")
    return list(default) if isinstance(default, tuple) else default


def test_the_example_shows_no_setting_that_does_not_exist() -> None:
    shown = as_if_nothing_were_commented_out(EXAMPLE.read_text())
    shown["telegram"] |= {"token": "1:a", "webhook_secret": "0123456789abcdef"}
    shown["slack"] |= {"bot_token": "xoxb-1", "app_token": "xapp-1", "signing_secret": "01234567"}
    checked(shown)


def test_what_is_left_out_has_a_default() -> None:
    config = checked(written())
    assert config.telegram.api_url == "https://api.telegram.org"
    assert config.slack.api_url == "https://slack.com/api/"
    assert (config.telegram.mode, config.slack.mode) == ("polling", "socket")
    assert config.telegram.topics == "auto"
    assert config.database.url.get_secret_value() == "sqlite:///relaydesk.db"
    assert (config.relay.undo_seconds, config.teams[0].relay) == (5, Relay.ASSIGNEE)
    assert (config.desk.default_language, config.desk.timezone) == ("en", "UTC")


def test_an_empty_file_is_told_all_that_is_missing(tmp_path: Path) -> None:
    lines = refused_file(tmp_path, "")
    assert lines == [
        "telegram.token: missing, expected the token @BotFather gave the bot (set RELAYDESK_TELEGRAM__TOKEN)",
        "slack.bot_token: missing, expected a bot token, xoxb-... (set RELAYDESK_SLACK__BOT_TOKEN)",
        "teams: missing, expected at least one [[teams]] table",
        "supervisors.channel: missing, expected a Slack channel id such as C0123ABCD",
        "operators.channel: missing, expected a Slack channel id such as C0123ABCD",
        'slack.app_token: missing, slack.mode = "socket" needs it (set RELAYDESK_SLACK__APP_TOKEN)',
    ]


def test_a_missing_file_is_answered_with_how_to_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors, match=r"start with: cp config\.example\.toml"):
        load(tmp_path / "config.toml", {})


def test_a_folder_is_not_taken_for_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors, match="there is no such file"):
        load(tmp_path, {})


def test_what_is_not_toml_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    assert "(at line 2, column 8)" in refused_file(tmp_path, '[desk]\nname = Acme"')[0]
    (tmp_path / "config.toml").write_bytes(b'[desk]\nname = "\xff"')
    with pytest.raises(ConfigErrors, match="this is not TOML"):
        load(tmp_path / "config.toml", {})


def test_the_environment_wins_over_the_file() -> None:
    environ = SECRETS | {"RELAYDESK_DESK__NAME": "Other", "RELAYDESK_HTTP__PORT": "9000"}
    config = load(EXAMPLE, environ)
    assert (config.desk.name, config.http.port) == ("Other", 9000)
    assert config.desk.timezone == "Europe/Warsaw"


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert load(EXAMPLE, SECRETS | {"RELAYDESK_DESK__NAME": ""}).desk.name == "Acme Support"


def test_the_real_environment_does_not_reach_settings_made_from_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAYDESK_DESK__NAME", "From outside")
    assert checked(written()).desk.name == "Support"
    assert load(EXAMPLE, SECRETS).desk.name == "Acme Support"


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("RELAYDESK_TELEGRM__TOKEN", "x", "RELAYDESK_TELEGRM__TOKEN: no such section; there are telegram, slack, "),
        ("RELAYDESK_TELEGRAM__TOKN", "x", "telegram.tokn: unknown key; did you mean token?"),
        ("RELAYDESK_TEAMS", "Support", 'environment: error parsing value for field "teams"'),
        (
            "RELAYDESK_HTTP__PORT",
            "http",
            'http.port: expected a port from 1 to 65535, or 0 for any that is free, got "http"',
        ),
    ],
)
def test_a_variable_that_means_nothing_is_refused(variable: str, value: str, line: str) -> None:
    with pytest.raises(ConfigErrors) as refused:
        load(EXAMPLE, SECRETS | {variable: value})
    assert len(refused.value.lines) == 1
    assert refused.value.lines[0].startswith(line)


def test_variables_that_are_not_settings_are_left_alone() -> None:
    load(EXAMPLE, SECRETS | {"RELAYDESK_CONFIG": "x.toml", "RELAYDESK_DEBUG": "1", "RELAYDESK_TEST_BROWSER": "/b"})


class TestSecretsFromFiles:
    def test_a_key_with_file_at_its_end_names_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "token").write_text("  98765:fromfile\n")
        environ = SECRETS | {"RELAYDESK_TELEGRAM__TOKEN_FILE": str(tmp_path / "token")}
        del environ["RELAYDESK_TELEGRAM__TOKEN"]
        assert load(EXAMPLE, environ).telegram.token.get_secret_value() == "98765:fromfile"

    def test_a_relative_path_starts_at_the_folder_of_the_configuration(self, tmp_path: Path) -> None:
        (tmp_path / "token").write_text("98765:fromfile")
        file = tmp_path / "config.toml"
        file.write_text(EXAMPLE.read_text().replace("[telegram]", '[telegram]\ntoken_file = "token"'))
        environ = {name: value for name, value in SECRETS.items() if "TELEGRAM" not in name}
        assert load(file, environ).telegram.token.get_secret_value() == "98765:fromfile"

    def test_a_file_that_cannot_be_read_is_one_fault(self, tmp_path: Path) -> None:
        environ = SECRETS | {"RELAYDESK_SLACK__SIGNING_SECRET_FILE": str(tmp_path / "gone")}
        with pytest.raises(ConfigErrors) as refused:
            load(EXAMPLE, environ)
        (line,) = refused.value.lines
        assert line.startswith("slack.signing_secret: slack.signing_secret_file names a file that cannot be read")

    def test_a_secret_given_twice_is_refused(self, tmp_path: Path) -> None:
        environ = SECRETS | {"RELAYDESK_TELEGRAM__TOKEN_FILE": str(tmp_path / "token")}
        with pytest.raises(ConfigErrors, match=r"^telegram.token_file: telegram.token is given as well; keep one"):
            load(EXAMPLE, environ)

    def test_only_a_secret_can_come_from_a_file(self) -> None:
        assert complaints(desk={"name_file": "x"}) == ["desk.name_file: unknown key; did you mean name?"]


def test_no_secret_is_shown_whatever_is_printed_or_refused() -> None:
    config = load(EXAMPLE, SECRETS)
    spoken = f"{config} {config!r} {config.model_dump()} {config.model_dump_json()}"
    assert not [secret for secret in SECRETS.values() if secret in spoken]
    lines = complaints(
        slack={"bot_tokn": "xoxb-1-misspelt", "app_token": "oops-secret", "signing_secret": {"a": "hid"}}
    )
    assert not [line for line in lines if "misspelt" in line or "oops" in line or "hid" in line]


def test_every_secret_is_a_secret() -> None:
    secrets = {
        (name, key)
        for name, key in settings()
        if (section := section_of(Config.model_fields[name])) and is_secret(section.model_fields[key])
    }
    assert secrets == {
        ("telegram", "token"),
        ("telegram", "webhook_secret"),
        ("slack", "bot_token"),
        ("slack", "app_token"),
        ("slack", "signing_secret"),
        ("database", "url"),
    }


def test_addresses_are_used_whichever_way_they_end() -> None:
    config = checked(written(telegram={"api_url": "http://127.0.0.1:1/"}, slack={"api_url": "http://127.0.0.1:2/api"}))
    assert (config.telegram.api_url, config.slack.api_url) == ("http://127.0.0.1:1", "http://127.0.0.1:2/api/")


def test_settings_cannot_be_changed() -> None:
    config = checked(written())
    with pytest.raises(ValueError, match="frozen"):
        config.desk.name = "Other"  # type: ignore[misc]


def test_the_desk_learns_its_practice_from_the_configuration() -> None:
    practice = load(EXAMPLE, SECRETS | {"RELAYDESK_RELAY__UNDO_SECONDS": "2.5"}).practice()
    assert practice.undo == timedelta(seconds=2.5)
    assert practice.team("Billing").agents == ("U0123ABCD", "U0123EFGH")
    assert practice.label("payments", "tr") == "Ödemeler ve faturalar"
    assert (practice.name, practice.timezone) == ("Acme Support", "Europe/Warsaw")
    assert [practice.zone_of(language) for language in ("tr", "pl")] == ["Europe/Istanbul", "Europe/Warsaw"]
    assert (practice.supervisors, practice.operators) == ("C0123IJKL", "C0123MNOP")
    assert (practice.interruptions, practice.shifts) == (6, (time(0), time(8), time(16)))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("interruptions", 0, "how many posts may interrupt a shift, from 1 to 100"),
        ("interruptions", True, "how many posts may interrupt a shift, from 1 to 100"),
        ("shifts", [], "when shifts begin, such as "),
        ("shifts", ["06:00", "06:00"], "when shifts begin, such as "),
        ("shifts", ["6:00"], "when shifts begin, such as "),
        ("shifts", ["24:00"], "when shifts begin, such as "),
        ("shifts", [6], "when shifts begin, such as "),
    ],
)
def test_what_a_shift_bears_and_when_it_begins_is_checked(key: str, value: object, said: str) -> None:
    [line] = complaints(supervisors={key: value})
    assert line.startswith(f"supervisors.{key}")
    assert said in line


def test_shifts_may_be_written_in_any_order() -> None:
    practice = checked(written(supervisors={"shifts": ["22:00", "06:30"]})).practice()
    assert practice.shifts == (time(22), time(6, 30))
