"""The web process: pages and stream on one port."""

import resource
import sys

from lifelong.running.parts import HOST, PARTS

#: seconds for which a thread may go on computing while others wait: in the interpreter's own five
#: milliseconds nearly every page is interrupted by the others, and all of them come later
TURN = 0.02


def run() -> None:
    import uvicorn

    _allow_many_streams()
    sys.setswitchinterval(TURN)
    uvicorn.run(
        "lifelong.running.asgi:application",
        host=HOST,
        port=PARTS[0].listens_on or 8000,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        # open streams never end by themselves
        timeout_graceful_shutdown=1,
    )


def _allow_many_streams() -> None:
    """Every open stream is an open file, of which a process has 1,024 unless it asks for more."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
