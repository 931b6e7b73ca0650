"""Child processes that do not outlive us, and identities that PostgreSQL agrees to run under.

On Linux a child is told by the kernel when the thread that spawned it dies (PR_SET_PDEATHSIG),
so even `kill -9` of the parent leaves nothing behind. Spawn from the main thread. Elsewhere
the next start cleans up.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_CLONE_NEWUSER = 0x10000000
_LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """Who a child runs as. PostgreSQL refuses root, in name only if need be."""

    #: who it is for the file system
    uid: int
    gid: int
    #: who it believes to be, inside a user namespace of its own
    seen_as: tuple[int, int] | None = None

    def assume(self) -> None:
        """Called in the child, between fork and exec."""
        if self.seen_as is not None:
            if _libc.unshare(_CLONE_NEWUSER) != 0:
                raise OSError(ctypes.get_errno(), "unshare")
            uid, gid = self.seen_as
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{uid} {self.uid} 1")
            Path("/proc/self/gid_map").write_text(f"{gid} {self.gid} 1")
        elif self.uid != os.geteuid():
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)


def ourselves() -> Identity:
    return Identity(os.geteuid(), os.getegid())


def identities(home: Path) -> Iterator[Identity]:
    """Who may run PostgreSQL for `home`, best first: ourselves unless we are root.

    Root runs it in a user namespace, where it looks like somebody else and its files stay
    root's; where the system forbids that, as the owner of `home`, or as `nobody`.
    """
    if os.geteuid() != 0:
        yield ourselves()
        return
    others = [user for user in pwd.getpwall() if user.pw_uid != 0]
    others.sort(key=lambda user: user.pw_name not in ("postgres", "nobody"))
    if others and _LINUX:
        yield Identity(0, 0, seen_as=(others[0].pw_uid, others[0].pw_gid))
    for folder in (home, *home.parents):
        if folder.exists() and (owner := folder.stat()).st_uid != 0:
            yield Identity(owner.st_uid, owner.st_gid)
    for user in others[:1]:
        yield Identity(user.pw_uid, user.pw_gid)


def spawn(
    command: Sequence[str | Path],
    *,
    identity: Identity | None = None,
    when_orphaned: signal.Signals = signal.SIGTERM,
    output: IO[bytes] | int | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session: Ctrl-C reaches us alone, and we stop the child."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=environment,
        start_new_session=True,
        preexec_fn=_in_the_child(identity or ourselves(), when_orphaned),
    )


def _in_the_child(identity: Identity, when_orphaned: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def prepare() -> None:
        identity.assume()
        # after the change of identity, which would clear it
        die_with(parent, when_orphaned)

    return prepare


def die_with(parent: int, how: signal.Signals) -> None:
    """Called in a child: have the kernel send us `how` when `parent` is gone."""
    if _LINUX:
        _libc.prctl(_PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:
            os._exit(1)


def call_ourselves(name: str) -> None:
    """Show `name` where processes are listed: at most 15 letters."""
    if _LINUX:
        _libc.prctl(_PR_SET_NAME, name.encode())


def stop(child: subprocess.Popen[bytes], *signals: signal.Signals, patience: float) -> None:
    """Send the signals one after the other, `patience` seconds apart, until it has ended."""
    for one in (*signals, signal.SIGKILL):
        if child.poll() is not None:
            return
        child.send_signal(one)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            continue
