"""What the desk sends of our own scripts and styles, as it goes over the line."""

from typing import Any

from bench.desk import desk
from bench.result import Result

SCRIPTS_KB, STYLES_KB = 60, 40
#: htmx is not our own
SENT = """
performance.getEntriesByType("resource")
  .filter((one) => /\\.(js|css)$/.test(new URL(one.name).pathname) && !one.name.includes("htmx"))
  .map((one) => [new URL(one.name).pathname, one.encodedBodySize, one.decodedBodySize])
"""


def measure() -> Result:
    with desk(slowed=1) as (_shop, page):
        page.locator("#waiting a[data-row]:visible").first.click()
        page.wait_for_selector("#composer")
        sent: list[Any] = page.evaluate(SENT)
    unsent = [path for path, size, _whole in sent if not size]
    if unsent:
        raise RuntimeError(f"{unsent} came from nowhere")
    of = {
        kind: round(sum(size for path, size, _whole in sent if path.endswith(kind)) / 1000, 1)
        for kind in (".js", ".css")
    }
    return Result(
        value=of[".js"],
        unit="kB",
        target=SCRIPTS_KB,
        met=of[".js"] < SCRIPTS_KB and of[".css"] < STYLES_KB,
        extra={
            "styles": {"kB": of[".css"], "target": STYLES_KB},
            "files": len(sent),
            "packed": all(size < whole for _path, size, whole in sent),
        },
    )
