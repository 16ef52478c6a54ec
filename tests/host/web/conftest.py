"""A browser for the pages: Debian's Chromium, driven from here, without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser(tool: Callable[[str], str]) -> Iterator[Any]:
    """Chromium, once for the tests of a file: while its driver runs, no other test of this process can use asyncio."""
    path = tool("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # Without its sandbox: tests also run as root, in containers, and open our own pages only.
        found = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield found
        found.close()


@pytest.fixture
def context(browser: Any) -> Iterator[Callable[..., Any]]:
    """`context(size, dark=False)`: a browser context of its own, closed afterwards."""
    made = []

    def make(size: dict[str, int] = PHONE, dark: bool = False, **more: Any) -> Any:
        found = browser.new_context(
            viewport=size, color_scheme="dark" if dark else "light", reduced_motion="reduce", **more
        )
        made.append(found)
        return found

    yield make
    for one in made:
        one.close()
