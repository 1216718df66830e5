"""The project's own files say what is true."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = (ROOT / "requirements.lock").read_text()
OURS = {"bot", "handlers", "migrations", "tests", "benchmarks"}
PART_OF = {
    "pydantic_core": ["pydantic"],
    "yarl": ["aiohttp"],
    "multidict": ["aiohttp"],
}  # what a dependency hands out as its own
DISTRIBUTIONS = {**packages_distributions(), **PART_OF}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name, maxsplit=1)[0]).lower()


RUN_WITH = {plain(each) for each in PROJECT["dependencies"]}
TRACED_WITH = {plain(each) for each in PROJECT["optional-dependencies"]["tracing"]}
TESTED_WITH = RUN_WITH | {plain(each) for each in PROJECT["optional-dependencies"]["dev"]}


def imported(file: Path) -> set[str]:
    """The top names of other people's packages that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names - OURS - set(sys.stdlib_module_names) - {"_typeshed"}


def undeclared(house: str, declared: set[str]) -> set[str]:
    names = set().union(*(imported(file) for file in (ROOT / house).rglob("*.py")))
    return {name for name in names if not declared & {plain(each) for each in DISTRIBUTIONS.get(name, [name])}}


@pytest.mark.parametrize("house", ["bot", "handlers", "migrations"])
def test_what_the_product_imports_is_a_dependency(house: str) -> None:
    assert undeclared(house, RUN_WITH | TRACED_WITH) == set()


def test_what_is_optional_is_imported_where_it_may_be_missing_and_nowhere_else() -> None:
    files = [file for file in (ROOT / "bot").rglob("*.py") if "opentelemetry" in imported(file)]
    assert sorted(file.name for file in files) == ["traces.py", "tracing.py"]


def test_what_the_tests_import_is_a_dependency_of_theirs() -> None:
    assert undeclared("tests", TESTED_WITH) == set()


@pytest.mark.parametrize("name", sorted(TESTED_WITH))
def test_every_dependency_is_locked_with_hashes(name: str) -> None:
    assert re.search(rf"^{name}==\S+ \\\n    --hash=sha256:", LOCK, flags=re.MULTILINE)


def test_the_lock_names_no_place_that_packages_come_from() -> None:
    assert not re.search(r"://|^-|^\s*/|@ ", LOCK, flags=re.MULTILINE)


def test_no_words_were_read_in_another_encoding_and_written_so() -> None:
    mangled = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]")
    written = [
        file for house in ("bot", "handlers") for end in ("py", "po", "js") for file in (ROOT / house).rglob(f"*.{end}")
    ]
    assert [file for file in written if mangled.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("script", [".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111


def test_every_make_target_that_is_spoken_of_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    pages = [ROOT / ".ci/run", ROOT / "CONTRIBUTING.md"]
    spoken_of = set().union(*(re.findall(r"^\s*make (\w+)|`make (\w+)", page.read_text(), re.M) for page in pages))
    assert {first or second for first, second in spoken_of} <= targets


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
