import re
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGE, ROOT, contracts, tracked

#: words that say nothing about what is inside
EMPTY_NAMES = re.compile(r"(services?|utils?|helpers?|commons?|managers?|misc)(_|\.|$)")
REGISTRY = re.compile(
    rb"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|jsdelivr\.net|unpkg\.com"
    rb"|https?://[\w.-]*(registry|artifactory)|--(extra-)?index-url",
    re.IGNORECASE,
)
MAX_LINES = 300


def python_files() -> list[Path]:
    return [
        file
        for file in tracked()
        if file.suffix == ".py" and PACKAGE in file.parents and "migrations" not in file.parts
    ]


def test_no_module_has_an_empty_name() -> None:
    parts = {
        (part, file.relative_to(ROOT).as_posix())
        for file in python_files()
        for part in file.relative_to(ROOT).parts
    }
    assert [file for part, file in parts if EMPTY_NAMES.match(part)] == []


@pytest.mark.parametrize("host", ["pypi {} org", "registry {} npmjs {} org"])
def test_registries_are_recognised(host: str) -> None:
    assert REGISTRY.search(host.replace(" {} ", ".").encode())


@pytest.mark.parametrize("name", ["services.py", "utils", "helpers.py", "managers.py", "util.py"])
def test_empty_names_are_recognised(name: str) -> None:
    assert EMPTY_NAMES.match(name)


def test_no_file_grows_past_reading() -> None:
    sizes = {
        file.relative_to(ROOT).as_posix(): len(file.read_text().splitlines())
        for file in python_files()
    }
    assert [file for file, size in sizes.items() if size > MAX_LINES] == []


def test_no_file_names_where_packages_are_downloaded() -> None:
    assert [file for file in tracked() if REGISTRY.search(file.read_bytes())] == []
    recording = ("uv.lock", "poetry.lock", "Pipfile.lock")
    assert [file for file in tracked() if file.name in recording] == []


def test_lock_files_are_pinned_by_hash_and_say_nothing_else() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock"):
        lines = (ROOT / name).read_text().splitlines()
        plain = re.compile(
            r"[\w.\[\],-]+==[\w.+!]+( ; .*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
        )
        assert [
            line for line in lines if not line.startswith("#") and not plain.fullmatch(line)
        ] == []


def test_every_vendor_is_named_in_the_contract_of_strangers() -> None:
    contract = contracts()["Vendors are strangers, and only the registry knows them"]
    named = {name.strip() for name in contract["layers"][-1].split("|")}
    folders = (PACKAGE / "connectors").glob("*/__init__.py")
    vendors = {f"lifelong.connectors.{file.parent.name}" for file in folders}
    assert vendors - {"lifelong.connectors.tests"} == named
