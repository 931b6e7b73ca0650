"""A process of an installation that runs Python for tests: starting one for each would be long."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import IO

#: seconds in which what it does is brought to an end
PATIENCE = 10
_LOOP = """
import json, sys, traceback
from django.db import close_old_connections
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    close_old_connections()
    said = ""
    try:
        exec(json.loads(line), {})
    except BaseException:
        said = traceback.format_exc()
    print(json.dumps(said), file=answers, flush=True)
"""


class Shell:
    """Ends by itself when we end: its input is over then."""

    def __init__(self, environment: Mapping[str, str], log: IO[bytes]) -> None:
        command = [sys.executable, "-m", "lifelong.running.command_line"]
        self._process = subprocess.Popen(
            [*command, "manage", "shell", "--no-imports", "-c", _LOOP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=dict(environment),
            text=True,
        )

    def do(self, code: str) -> None:
        """Run `code` and commit. Raises AssertionError with its traceback."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the shell has ended"
        said = json.loads(answer)
        assert not said, said

    def stop(self) -> None:
        try:
            self._process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            # what it waits for may never come
            self._process.kill()
            self._process.communicate()
