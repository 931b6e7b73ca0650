"""What a process carries from its start. Each is many megabytes, in every process."""

import subprocess
import sys

import pytest

#: by the statement that a process begins with, what it does without until somebody needs it
_WITHOUT = {
    "import lifelong.running.life": {"rich"},
    "import django; django.setup()": {"rich", "ibis", "pyarrow", "numpy", "duckdb", "sqlglot"},
    "import django; django.setup(); import lifelong.running.urls": {
        "rich", "ibis", "pyarrow", "numpy", "duckdb", "sqlglot"
    },
}  # fmt: skip


@pytest.mark.parametrize("begin", _WITHOUT)
def test_a_process_does_without_what_is_rarely_needed(begin: str) -> None:
    code = f"{begin}; import sys; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not _WITHOUT[begin] & set(ran.stdout.split())
