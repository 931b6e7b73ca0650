"""What a process carries from its start. Each is many megabytes, in every process."""

import subprocess
import sys

import pytest

#: what reads figures
_FIGURES = {"ibis", "pyarrow", "numpy", "duckdb", "sqlglot"}
_PAGES = "import django; django.setup(); from django.urls import reverse; reverse('account_login')"
#: by the statement that a process begins with, what it does without until somebody needs it
_WITHOUT = {
    "import lifelong.running.life": {"rich", "greenlet"},
    "import django; django.setup()": {"rich", "greenlet", "ninja", *_FIGURES},
    _PAGES: {"rich", "greenlet", "ninja", *_FIGURES},
}


@pytest.mark.parametrize("begin", _WITHOUT)
def test_a_process_does_without_what_is_rarely_needed(begin: str) -> None:
    code = f"{begin}; import sys; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not _WITHOUT[begin] & set(ran.stdout.split())
