"""The files in deploy/ fit together, and fit the product."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.config import load
from bot.engine.backlog import Backlog
from bot.engine.timers import Overdue
from bot.signals import Acted, Arrived, Asked, Carried, Fired, Span
from bot.telemetry.figures import of_desk, of_replica
from bot.telemetry.metrics import Metrics
from bot.telemetry.standing import Standing

Json = dict[str, Any]

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
COMPOSE: Json = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: Json = COMPOSE["services"]
DESKS = ("desk-1", "desk-2")
RULES: list[Json] = [
    rule for group in yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"] for rule in group["rules"]
]
DASHBOARD: Json = json.loads((DEPLOY / "dashboard.json").read_text())
TARGETS = [(panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel["targets"]]
SECRETS = {
    "database_url": "postgresql://relaydesk:hidden@database/relaydesk",
    "telegram_token": "123456:of-the-bot",
    "slack_bot_token": "xoxb-of-the-bot",
    "slack_app_token": "xapp-of-the-app",
}
SCRAPED = {"up": {"job"}}
"""What Prometheus adds, and `job` to everything."""


# Compose


def test_there_are_two_desks_that_differ_in_their_port_alone() -> None:
    one, other = (dict(SERVICES[name]) for name in DESKS)
    assert one.pop("ports") != other.pop("ports")
    assert one == other


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_waits_for_a_healthy_database_at_this_version(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {
        "database": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name].get("command", ["run"]) == ["run"]


def test_health_is_looked_at_everywhere() -> None:
    assert SERVICES["database"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    assert "HEALTHCHECK" in dockerfile
    assert "/healthz" in dockerfile


def test_no_secret_is_in_the_file_and_each_that_is_used_is_named() -> None:
    used = {name for service in SERVICES.values() for name in service["secrets"]}
    assert used == set(COMPOSE["secrets"])
    for service in SERVICES.values():
        for key, value in service["environment"].items():
            if re.search("TOKEN|PASSWORD|SECRET|URL", key):
                assert key.endswith("_FILE")
                assert Path(value).name in service["secrets"]


def test_nothing_but_a_desk_can_be_reached_and_that_from_this_machine_alone() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == set(DESKS)
    assert all(SERVICES[name]["ports"][0].startswith("127.0.0.1:") for name in DESKS)


def test_what_a_desk_is_given_is_a_whole_configuration(tmp_path: Path) -> None:
    for name, secret in SECRETS.items():
        (tmp_path / name).write_text(secret + "\n")
    given: dict[str, str] = SERVICES["desk-1"]["environment"]
    environ = {key: value.replace("/run/secrets", str(tmp_path)) for key, value in given.items()}
    config = load(ROOT / "config.example.toml", environ)
    assert config.database.url.get_secret_value() == SECRETS["database_url"]
    assert (config.http.host, config.http.metrics) == ("0.0.0.0", True)  # noqa: S104 - within its container


def test_the_image_is_made_of_files_that_exist_and_of_versions_that_are_locked() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    copied = [
        line.split()[1:-1] for line in dockerfile.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    names = {name for line in copied for name in line}
    allowed = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)
    [pattern] = re.findall(r"grep -oE '(.+?)'", dockerfile)
    versions = re.findall(pattern, (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert {"aiohttp", "asyncpg", "sqlalchemy"} <= {version.partition("==")[0] for version in versions}


# systemd


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "relaydesk.service"
    unit.write_text((DEPLOY / "relaydesk.service").read_text().replace("/opt/relaydesk/bin/relaydesk", "/bin/true"))
    looked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (looked.returncode, looked.stderr) == (0, "")


def test_the_unit_migrates_runs_and_stops_as_the_commands_do() -> None:
    unit = (DEPLOY / "relaydesk.service").read_text()
    assert "ExecStartPre=/opt/relaydesk/bin/relaydesk migrate\nExecStart=/opt/relaydesk/bin/relaydesk run\n" in unit
    assert "RestartPreventExitStatus=2" in unit  # what the command line says of a wrong configuration


# Prometheus and Grafana


def shown() -> dict[str, set[str]]:
    """The name of everything that /metrics can show, with its labels."""
    span = Span(0, 1)
    metrics = Metrics({"version": "", "database": "", "telegram": "", "slack": ""})
    for signal in (
        Arrived("telegram", "", "done", span),
        Acted("wrote", "", "done", span),
        Carried("telegram", "relay", "", 1, "Sent", 0, span),
        Fired("ticket.expire", "done", 0, span, ""),
        Asked("do", "done", span),
    ):
        metrics.notice(signal)
    standing = Standing(0, 0, [Backlog("telegram", 1, 1, 0)], Overdue(0, 0), {("Support", "new"): 1})
    figures = [*of_replica({"telegram": True}, polling=True, database=True), *of_desk(standing)]
    found = {name: set(labels) for name, labels in SCRAPED.items()}
    for family in text_string_to_metric_families(metrics.page(figures).decode()):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update({*sample.labels, "job", "instance"})
    return found


def named(expression: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"\b(relaydesk_\w+|process_\w+|up(?=\{))", expression))


def labels(expression: str) -> set[str]:
    grouped = {label.strip() for group in re.findall(r"by \(([^)]*)\)", expression) for label in group.split(",")}
    return grouped | set(re.findall(r"[{,]\s*(\w+)=", expression))


EXPRESSIONS = [*TARGETS, *((rule["alert"], rule["expr"]) for rule in RULES)]


@pytest.mark.parametrize(("where", "expression"), EXPRESSIONS, ids=[where for where, _ in EXPRESSIONS])
def test_what_is_watched_is_shown(where: str, expression: str) -> None:
    known, names = shown(), list(named(expression))
    assert names, where
    assert set(names) <= set(known)
    assert labels(expression) <= set().union(*(known[name] for name in names))


def test_no_two_panels_lie_on_one_another() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_every_alert_says_what_is_wrong_and_the_page_what_to_do(rule: Json) -> None:
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert f"**{rule['alert']}**" in (ROOT / "docs" / "operations.md").read_text()
