"""What an operator types, and what they are told."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import OperationalError

from bot import cli
from bot.commands import showing
from migrations.run import head
from tests.test_config import EXAMPLE, SECRETS


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in (*SECRETS, "RELAYDESK_CONFIG", "RELAYDESK_DEBUG"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working configuration where it is looked for."""
    for variable, secret in SECRETS.items():
        monkeypatch.setenv(variable, secret)
    file = tmp_path / "config.toml"
    file.write_text(EXAMPLE.read_text())
    return file


@dataclass(frozen=True)
class Row:
    reference: str
    came_from: str


@pytest.mark.parametrize(
    "command",
    [
        ["run"],
        ["sandbox"],
        ["migrate"],
        ["manifest"],
        ["check"],
        ["parked", "list"],
        ["parked", "replay"],
        ["parked", "drop"],
        ["outgoing", "list"],
        ["outgoing", "retry"],
        ["outgoing", "drop"],
        ["calendar", "due"],
        ["calendar", "elapsed"],
        ["calendar", "show"],
        ["audit", "export"],
        ["csat"],
        ["customer", "export"],
        ["customer", "forget"],
    ],
    ids=" ".join,
)
def test_every_command_takes_a_configuration(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*command, "--help"]) == 0
    assert "--config" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command", [["run"], ["migrate"], ["check"], ["parked", "list"], ["outgoing", "retry", "1"]], ids=" ".join
)
def test_without_a_configuration_the_way_to_one_is_told(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(command) == 2
    assert capsys.readouterr().err == (
        "relaydesk: config.toml: there is no such file; start with: cp config.example.toml config.toml\n"
    )


def test_each_fault_of_the_configuration_is_a_line(configured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured.write_text(configured.read_text().replace("C0123IJKL", "bosses").replace("Europe/Warsaw", "Warsaw"))
    assert cli.main(["migrate"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        'relaydesk: desk.timezone: expected the name of a time zone such as Europe/Warsaw, got "Warsaw"',
        'relaydesk: supervisors.channel: expected a Slack channel id such as C0123ABCD, got "bosses"',
    ]


def test_the_configuration_can_be_elsewhere(
    configured: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = configured.rename(configured.with_name("other.toml"))
    assert cli.main(["manifest", "--config", str(elsewhere)]) == 0
    named = json.loads(capsys.readouterr().out)
    monkeypatch.setenv("RELAYDESK_CONFIG", str(elsewhere))
    assert cli.main(["manifest"]) == 0
    assert json.loads(capsys.readouterr().out) == named
    assert named["display_information"]["name"] == "Acme Support"


def test_the_manifest_can_be_had_before_there_is_a_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["manifest", "--name", "Acme"]) == 0
    assert json.loads(capsys.readouterr().out)["features"]["bot_user"]["display_name"] == "Acme"


def test_a_manifest_for_http_needs_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["manifest", "--mode", "http"]) == 2
    assert "needs the address" in " ".join(capsys.readouterr().err.split())
    assert cli.main(["manifest", "--mode", "http", "--url", "https://desk.example.com/slack"]) == 0


def test_the_manifest_has_the_configured_address(
    configured: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELAYDESK_SLACK__REQUEST_URL", "https://desk.example.com/slack")
    assert cli.main(["manifest", "--mode", "http"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["settings"]["interactivity"]["request_url"] == "https://desk.example.com/slack"


def test_migrate_makes_the_database(configured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["migrate"]) == 0
    assert "The database is at 20" in capsys.readouterr().out
    assert configured.with_name("relaydesk.db").exists()


UNMIGRATED = [
    ["run"],
    ["parked", "list"],
    ["parked", "replay", "WRONG"],
    ["parked", "drop", "WRONG"],
    ["outgoing", "list"],
    ["outgoing", "retry", "1"],
    ["outgoing", "drop", "1"],
]


@pytest.mark.parametrize("command", UNMIGRATED, ids=" ".join)
def test_without_the_tables_every_command_says_to_migrate_and_makes_no_file(
    command: list[str], configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(command) == 1
    assert capsys.readouterr().err == (
        f"relaydesk: the database is at nothing yet, not at {head()}: run `relaydesk migrate`\n"
    )
    assert not configured.with_name("relaydesk.db").exists()


def test_migrating_what_a_newer_version_made_leaves_it_and_says_so(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["migrate"])
    with closing(sqlite3.connect(configured.with_name("relaydesk.db"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2999_01_01_newer'")
        connection.commit()
    capsys.readouterr()
    assert cli.main(["migrate"]) == 0
    assert capsys.readouterr().out == (
        "The database is at 2999_01_01_newer, which a newer version made: left as it is.\n"
    )
    assert cli.main(["parked", "list"]) == 0


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["parked", "replay", "WRONG"], "nothing is parked as WRONG; `relaydesk parked list` shows what is"),
        (["parked", "drop", "WRONG"], "nothing is parked as WRONG; `relaydesk parked list` shows what is"),
        (["outgoing", "retry", "7"], "nothing was given up as 7; `relaydesk outgoing list` shows what was"),
        (["outgoing", "drop", "7"], "nothing was given up as 7; `relaydesk outgoing list` shows what was"),
    ],
)
def test_what_is_not_there_is_said_in_one_line_without_asking_a_platform(
    command: list[str], told: str, configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["migrate"])
    assert cli.main(command) == 1
    assert capsys.readouterr().err == f"relaydesk: {told}\n"


@pytest.mark.parametrize(("command", "told"), [("parked", "Nothing is parked."), ("outgoing", "Nothing was given up.")])
def test_where_nothing_was_left_aside_that_is_said(
    command: str, told: str, configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["migrate"])
    capsys.readouterr()
    assert cli.main([command, "list"]) == 0
    assert capsys.readouterr() == (f"{told}\n", "")


def test_an_error_of_the_database_is_told_without_its_statement(configured: Path) -> None:
    error = OperationalError("SELECT secret FROM words", {}, ValueError("no such column"))
    assert list(cli.sentences(error)) == ["no such column (ValueError; RELAYDESK_DEBUG=1 shows where)"]


def test_a_database_that_cannot_be_opened_is_a_sentence_without_its_password(
    configured: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELAYDESK_DATABASE__URL", "postgresql://me:secret-word@127.0.0.1:1/desk")
    assert cli.main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("relaydesk: database.url: postgresql://(secret)@127.0.0.1:1/desk cannot be opened: ")
    assert told.endswith("see that the database runs and that this address is right\n")
    assert "secret-word" not in told


def test_a_file_that_cannot_be_made_is_named(
    configured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELAYDESK_DATABASE__URL", f"sqlite:///{tmp_path}/nowhere/desk.db")
    assert cli.main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"relaydesk: database.url: sqlite:///{tmp_path}/nowhere/desk.db cannot be opened: unable")


def test_a_traceback_is_shown_to_who_asks_for_it(
    configured: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELAYDESK_DATABASE__URL", "postgresql://me@127.0.0.1:1/desk")
    monkeypatch.setenv("RELAYDESK_DEBUG", "1")
    assert cli.main(["migrate"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_the_version_can_be_asked_for_without_a_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert re.fullmatch(r"relaydesk \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fly"]) == 2
    assert "No such command 'fly'" in capsys.readouterr().err


def test_rows_are_shown_as_a_table_and_never_as_markup(capsys: pytest.CaptureFixture[str]) -> None:
    showing.show([Row("K7QX2M4A", "telegram"), Row("[red]B", "slack")], "Nothing is parked.")
    heading, first, second = capsys.readouterr().out.splitlines()
    assert heading.split() == ["reference", "came", "from"]
    assert first.split() == ["K7QX2M4A", "telegram"]
    assert second.split() == ["[red]B", "slack"]


def test_no_rows_are_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    showing.show([], "Nothing is parked.")
    assert capsys.readouterr().out == "Nothing is parked.\n"


def test_a_group_of_errors_is_told_one_by_one() -> None:
    group = ExceptionGroup("two", [ValueError("no such port"), OSError("no such host")])
    assert [sentence.partition(" (")[0] for sentence in cli.sentences(group)] == ["no such port", "no such host"]


@pytest.mark.parametrize(
    "said",
    [
        "The token `123456:AAtelegram` was rejected by the server.",
        "invalid token xoxb-1-bot",
        "wss failed for xapp-1-app",
        "cannot connect to postgresql://me:123456:AAtelegram@host/desk",
    ],
)
def test_a_secret_in_an_error_is_not_told(said: str) -> None:
    (sentence,) = cli.sentences(RuntimeError(said))
    assert "(secret)" in sentence
    assert not [secret for secret in SECRETS.values() if secret in sentence]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (["due", "office", "2026-11-20T15:00", "PT4H"], "2026-11-21T01:00:00+01:00"),
        (["due", "office", "2026-11-20T14:00:00Z", "PT1H"], "2026-11-20T16:00:00+01:00"),
        (["elapsed", "office", "2026-11-20T15:00", "2026-11-23T09:30"], "PT9H30M"),
        (["elapsed", "office", "2026-11-23T09:00:01", "2026-11-23T09:00"], "-PT1S"),
        (["elapsed", "office", "2026-11-22T09:00", "2026-11-22T10:00"], "PT0S"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else each,
)
def test_a_calendar_answers(
    configured: Path, asked: list[str], answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["calendar", *asked]) == 0
    assert capsys.readouterr().out == f"{answer}\n"


def test_a_month_is_shown_day_by_day(configured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["calendar", "show", "office", "2026-12"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 32
    assert lines[4:6] == ["2026-12-04 Fri 09:00-16:00, 22:00-24:00", "2026-12-05 Sat 00:00-06:00"]
    assert lines[23:26] == [
        "2026-12-23 Wed closed your own",
        "2026-12-24 Thu closed your own",
        "2026-12-25 Fri closed Christmas Day",
    ]


def test_a_calendar_answers_before_there_are_tokens_and_shows_this_month(
    configured: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in SECRETS:
        monkeypatch.delenv(variable)
    configured.write_text(configured.read_text().replace("[slack]", '[slack]\nbot_token_file = "/nowhere"', 1))
    assert cli.main(["calendar", "show", "office"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith(f"{datetime.now(ZoneInfo('Europe/Warsaw')):%Y-%m-01}")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["due", "ofice", "2026-11-20T15:00", "PT4H"], "no calendar is called 'ofice'; there is office"),
        (["due", "office", "tomorrow", "PT4H"], "'tomorrow' is no moment: write 2026-11-20T16:00"),
        (["due", "office", "2026-11-20T15:00", "4h"], "'4h' is no amount of working time: write PT2H30M"),
        (["due", "office", "2026-11-20T15:00", "P1D"], "'P1D' is no amount of working time: write PT2H30M, and hours"),
        (["due", "office", "2026-11-20T15:00", "PT200000H"], "the calendar office has no "),
        (["due", "office", "2026-11-20T25:00", "PT4H"], "'2026-11-20T25:00' is no moment: write 2026-11-20T16:00"),
        (["elapsed", "office", "0001-01-01", "2026-11-20"], "the year 1 is too far away: write one from 1970 to 2200"),
        (["show", "office", "9999-12"], "the year 9999 is too far away: write one from 1970 to 2200"),
        (["due", "office", "2026-11-20T15:00", "PT0S"], "a promise of 0:00:00 has no deadline"),
        (["show", "office", "12/2026"], "'12/2026' is no month: write 2026-12"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_a_calendar_cannot_answer_is_a_sentence(
    configured: Path, asked: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["calendar", *asked]) == 1
    assert capsys.readouterr().err.startswith(f"relaydesk: {sentence}")


def test_days_of_the_trail_the_wrong_way_round_are_refused_and_no_file_is_touched(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = configured.with_name("trail.jsonl")
    kept.write_text("of last week")
    days = ["--from", "2026-03-08", "--to", "2026-03-02"]
    assert cli.main(["audit", "export", *days, "--out", str(kept)]) == 1
    assert capsys.readouterr().err.startswith("relaydesk: 2026-03-08 is after 2026-03-02.")
    assert kept.read_text() == "of last week"


NO_FIGURES = [
    (["--from", "2026-03-08", "--to", "2026-03-02"], "2026-03-08 is after 2026-03-02."),
    (["--from", "2999-03-08", "--to", "2999-03-09"], "2999-03-08 is yet to come"),
    (["--from", "2001-03-08"], "That is too long"),
    (["--team", "Nobody"], "“Nobody” is no team of this desk"),
    (["--agent", "Nobody"], "Nobody here is called “Nobody”."),
    (["--category", "nothing"], "“nothing” is no category of this desk. There is payments"),
]


def test_figures_that_cannot_be_are_refused_in_words(configured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["migrate"]) == 0
    for asked, sentence in NO_FIGURES:
        assert cli.main(["csat", *asked]) == 1
        assert f"relaydesk: {sentence}" in capsys.readouterr().err
    assert cli.main(["csat", "--from", "yesterday"]) == 2


def test_where_nobody_was_asked_the_figures_are_a_sentence(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["migrate"]) == 0
    capsys.readouterr()
    assert cli.main(["csat", "--from", "2026-03-02", "--to", "2026-03-08"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "How satisfied customers were: 2 Mar to 8 Mar 2026 (Europe/Warsaw)",
        "Nobody was asked how it went in that time, and nobody answered.",
    ]
    assert cli.main(["csat", "--format", "json", "--team", "SUPPORT"]) == 0
    assert json.loads(capsys.readouterr().out)["overall"]["score"] is None
