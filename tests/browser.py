"""The browser the page is tested in. `python -m tests.browser --install` gets one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

DOWNLOADS = {  # where Playwright keeps what it downloads, and the program in it
    "linux": (Path.home() / ".cache/ms-playwright", "chromium-*/chrome-linux*/chrome"),
    "darwin": (Path.home() / "Library/Caches/ms-playwright", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"),
}


def find() -> str | None:
    """The path of a browser that starts: RELAYDESK_TEST_BROWSER, else an installed one, else Playwright's."""
    return next((each for each in _candidates() if _starts(each)), None)


def install() -> str:
    """A browser, got if there is none: Playwright's, else Debian's. SystemExit with a sentence if neither works."""
    if found := find():
        _say(f"The page is tested in {found}.")
        return found
    _say("No browser for testing the page was found. Getting one with `playwright install chromium`...")
    _attempt(sys.executable, "-m", "playwright", "install", "chromium")
    if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        _say("That gave no browser that starts here. Getting Debian's with `apt-get install chromium`...")
        _attempt("apt-get", "update", "-qq")
        _attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    found = find()
    if not found:
        sys.exit("There is no browser to test the page in. Install Chromium, or name one in RELAYDESK_TEST_BROWSER.")
    _say(f"The page is tested in {found}.")
    return found


def _candidates() -> list[str]:
    named = os.environ.get("RELAYDESK_TEST_BROWSER")
    if named:
        return [named]
    installed = [path for name in NAMES if (path := shutil.which(name))]
    return installed + _downloaded()


def _downloaded() -> list[str]:
    folder, program = DOWNLOADS.get(sys.platform, DOWNLOADS["linux"])
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or folder)
    return [str(path) for path in sorted(folder.glob(program), reverse=True)]


def _starts(program: str) -> bool:
    """A download may lack libraries of the system; then even its version is not to be had."""
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _attempt(*command: str) -> None:
    """What comes of it is seen by looking for a browser afterwards."""
    subprocess.run(command, check=False)


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    else:
        _say(find() or "none")
