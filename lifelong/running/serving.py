"""The web process: pages and stream on one port."""

from lifelong.running.parts import HOST, PARTS


def run() -> None:
    import uvicorn

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
