"""The preview's page, in the words of whoever sits before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

TIMEOUT = 15_000
MARGIN = 16
# As wide as a phone; higher, so that a picture holds a whole answer.
PHONE: Any = {"width": 390, "height": 1400}
expect.set_options(timeout=TIMEOUT)

IDLE = """() => {
    const page = window.simcordPreview;
    return page?.ready && !page.pendingQuery && page.awaitingRevision === null
        && page.commandPicker.autocomplete.state !== "loading";
}"""


class Message:
    """A message in the conversation."""

    def __init__(self, window: "Window", article: Locator) -> None:
        self._window = window
        self.article = article

    def says(self, *texts: str) -> None:
        """Wait until the message says all of this."""
        for text in texts:
            expect(self.article).to_contain_text(text)

    def says_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.article).not_to_contain_text(text)

    def press(self, label: str) -> None:
        self._window.settle()
        self.button(label).click()
        self._window.settle()

    def button(self, label: str) -> Locator:
        return self.article.get_by_role("button", name=label, exact=True)

    def fits(self) -> None:
        """Look that nothing of the message is cut off or reaches out of the page."""
        size = self._window.page.viewport_size
        assert size
        for part in [self.article, *self.article.locator("button, a, blockquote").all()]:
            box = part.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]

    @property
    def quoted(self) -> list[str]:
        """The quotations, as they read."""
        return self.article.locator("blockquote").all_inner_texts()

    @property
    def bold(self) -> list[str]:
        """The bold words of the quotations."""
        return self.article.locator("blockquote strong").all_inner_texts()

    def keep(self, name: str) -> None:
        """Keep a picture of the conversation up to here."""
        self._window.picture(name, down_to=self.article)


class Window:
    """The window of a browser, with the preview in it."""

    def __init__(self, page: Page, artefacts: Path) -> None:
        self.page = page
        self.artefacts = artefacts
        page.set_default_timeout(TIMEOUT)

    def picture(self, name: str, *, down_to: Locator) -> None:
        """Keep a picture of the conversation, without what the page puts around it."""
        self.settle()
        # Where the pointer or the focus rests, the page draws what can be done with a message.
        self.page.mouse.move(0, 0)
        self.page.evaluate("document.activeElement?.blur()")
        top = self.page.locator("#channel-layout").bounding_box()
        last = down_to.bounding_box()
        assert top
        assert last
        height = last["y"] + last["height"] + MARGIN - top["y"]
        self.page.screenshot(path=self.artefacts / f"{name}.png", clip={**top, "height": height})

    @contextmanager
    def on_a_phone(self) -> Iterator[None]:
        """Make the window as narrow as a phone meanwhile."""
        before = self.page.viewport_size
        assert before
        self.page.set_viewport_size(PHONE)
        self.settle()
        yield
        self.page.set_viewport_size(before)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has nothing under way."""
        self.page.wait_for_function(IDLE)

    def view_as(self, member: str) -> None:
        self.settle()
        self.page.get_by_label("Viewing as").select_option(label=member)
        self.settle()

    def ask(self, question: str, *, private: bool = False) -> Message:
        """Ask by ``/ask``, chosen from the commands that the page offers."""
        self.fill_in("ask", "question", question)
        if private:
            self.page.locator(".command-ghost").click()
            self.choose("private")
            self.choose("True")
        return self.send()

    def fill_in(self, command: str, option: str, value: str) -> None:
        """Choose a command and write into one of its options, without sending it."""
        self.settle()
        self.page.get_by_role("textbox", name="Message").press_sequentially(f"/{command}")
        self.settle()
        self.page.keyboard.press("Tab")
        self.page.locator(f".command-option-input[data-option={option}]").fill(value)
        self.settle()

    def add(self, option: str, value: str) -> None:
        """Write into an option that a command does not need."""
        self.page.locator(".command-ghost").click()
        self.choose(option)
        self.page.locator(f".command-option-input[data-option={option}]").fill(value)
        self.settle()

    def choose(self, name: str) -> None:
        """Choose one of what the page offers while a command is written."""
        self.page.locator(".command-popup").get_by_text(name, exact=True).click()

    def send(self) -> Message:
        """Send the command that is written; return the reply to it."""
        before = self.messages.count()
        self.settle()
        self.page.get_by_role("button", name="Send").click()
        self.has_messages(before + 1)
        return self.latest

    def reports_no_error(self) -> None:
        """Look that the page takes nothing that was done for a failure."""
        self.settle()
        expect(self.page.locator("body")).not_to_contain_text("outcome uncertain")
        expect(self.page.get_by_role("button", name="Inspector")).to_have_text("Inspector")

    def has_messages(self, count: int) -> None:
        expect(self.messages).to_have_count(count)

    @property
    def messages(self) -> Locator:
        return self.page.locator("article.channel-message")

    @property
    def latest(self) -> Message:
        """The message that is the last one now, also when others follow."""
        self.settle()
        return self.message(self.messages.count() - 1)

    def message(self, index: int) -> Message:
        return Message(self, self.messages.nth(index))
