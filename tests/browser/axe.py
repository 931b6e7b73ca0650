"""What keeps somebody from using a page, as far as a machine can tell."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

_LOOK = "(within) => axe.run(within.length ? { include: within.map((one) => [one]) } : document)"


def troubles(where: Page | Frame, *within: str) -> list[str]:
    """What axe-core finds wrong, by WCAG 2.2 AA and its own best practice, as it looks now.

    `within`: selectors of what is looked at, where it is not the whole page.
    """
    where.evaluate(AXE_SCRIPT)
    found = where.evaluate(_LOOK, list(within))
    return [
        f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]
    ]
