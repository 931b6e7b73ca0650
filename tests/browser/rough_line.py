"""A line between browser and shop that drops, delays and reorders, as a train's does."""

import asyncio
import contextlib
import random
import threading

CHUNK = 65536


class RoughLine:
    """Passes on what comes to its `port` to the port `to`; calm until `rough`.

    While it is rough every chunk waits its own time, so that what goes over two connections
    overtakes each other, and one in so many breaks its connection: a request before it has
    arrived, or an answer when the server has long done what was asked.
    """

    BREAKS = 0.06
    LONGEST = 0.6

    def __init__(self, to: int, *, seed: int) -> None:
        self.rough = False
        #: connections so far
        self.broken = 0
        self.port = 0
        self._to = to
        self._luck = random.Random(seed)
        self._ready = threading.Event()
        self._over = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()))

    def __enter__(self) -> "RoughLine":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # a closed transport lets go of its socket a moment later
        await asyncio.sleep(0.05)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError), contextlib.closing(writer):
            from_shop, to_shop = await asyncio.open_connection("127.0.0.1", self._to)
            with contextlib.closing(to_shop):
                there = asyncio.create_task(self._pass(reader, to_shop))
                back = asyncio.create_task(self._pass(from_shop, writer))
                await asyncio.wait([there, back], return_when=asyncio.FIRST_COMPLETED)
                there.cancel()
                back.cancel()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Returns when either end is gone, or luck is."""
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                if self.rough:
                    await asyncio.sleep(self._luck.random() * self.LONGEST)
                    if self._luck.random() < self.BREAKS:
                        self.broken += 1
                        return
                writer.write(chunk)
                await writer.drain()
