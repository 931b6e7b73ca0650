"""Live signals: `publish` says that something changed, tickets say who may listen."""

from lifelong.live.publishing import bring_near, end_streams, publish, put_away

__all__ = ["bring_near", "end_streams", "publish", "put_away"]
