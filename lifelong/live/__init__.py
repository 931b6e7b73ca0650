"""Live signals: `publish` says that something changed, tickets say who may listen."""

from lifelong.live.publishing import end_streams, publish

__all__ = ["end_streams", "publish"]
