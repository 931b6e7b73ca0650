"""Files that a visitor attaches: what eyes see of them is said to ears."""

import pytest
from playwright.sync_api import BrowserContext, FilePayload, expect

from tests.browser.axe import troubles
from tests.browser.chatting import Chatting, come, open_chat, say

pytestmark = [pytest.mark.proof, pytest.mark.browser, pytest.mark.timeout(180)]


def file(name: str) -> FilePayload:
    return FilePayload(name=name, mimeType="text/plain", buffer=b"x")


def test_what_becomes_of_attached_files_is_said_to_ears(
    chat: Chatting, away: BrowserContext
) -> None:
    page = come(away, chat)
    frame = open_chat(page)
    chosen, told = frame.locator("#files"), frame.get_by_role("status").and_(frame.locator("#told"))
    chosen.set_input_files(file("$& bill.txt"))
    expect(told).to_have_text("$& bill.txt is attached.")
    chosen.set_input_files([file("one.txt"), file("two.txt")])
    expect(told).to_have_text("2 files are attached.")
    assert troubles(page.frames[1]) == []
    frame.get_by_role("button", name="Remove: one.txt").click()
    expect(told).to_have_text("one.txt is taken out.")
    say(frame, "Here they are", name="Jo")
    expect(frame.locator("#log .mine")).to_contain_text("Sent")
    expect(told).to_have_text("")
