"""Which browser the page is tested in."""

from pathlib import Path

import pytest

from tests import browser


def program(path: Path, answer: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(autouse=True)
def _a_machine_without_browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.delenv("RELAYDESK_TEST_BROWSER", raising=False)
    monkeypatch.setattr("sys.platform", "linux")


def test_where_there_is_no_browser_none_is_found() -> None:
    assert browser.find() is None


def test_an_installed_browser_is_found(tmp_path: Path) -> None:
    installed = program(tmp_path / "bin/chromium", "exit 0")
    assert browser.find() == installed


def test_a_download_of_playwright_is_found(tmp_path: Path) -> None:
    downloaded = program(tmp_path / "downloads/chromium-1200/chrome-linux64/chrome", "exit 0")
    assert browser.find() == downloaded


def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "bin/chromium", "exit 127")
    downloaded = program(tmp_path / "downloads/chromium-1200/chrome-linux/chrome", "exit 0")
    assert browser.find() == downloaded


def test_a_browser_that_is_named_is_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin/chromium", "exit 0")
    named = program(tmp_path / "mine", "exit 0")
    monkeypatch.setenv("RELAYDESK_TEST_BROWSER", named)
    assert browser.find() == named
    monkeypatch.setenv("RELAYDESK_TEST_BROWSER", str(tmp_path / "gone"))
    assert browser.find() is None
