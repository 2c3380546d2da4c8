"""A real browser in front of the reader, and what no page of it may do."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

SCREENSHOTS = Path(os.environ.get("DEPECHE_SCREENSHOTS", ".artifacts/screenshots"))
# Pixels: what a browser thinks is the smallest text that can be read.
_LEAST_HEIGHT = 10
_MISSING = "The reader is tested in a real browser: install Chromium (`apt-get install chromium`), then try again."


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail(_MISSING)
    # Chromium has no sandbox for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Visit:
    """A page, and all that its visitor should never see."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    async def goto(self, path: str) -> None:
        await self.page.goto(self.url + path, wait_until="load")

    def path(self) -> str:
        """Where the browser is now."""
        return urlsplit(self.page.url).path

    def parameters(self) -> dict[str, str]:
        """What is asked for there."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    async def texts(self, selector: str) -> list[str]:
        """What stands there, without the white space around it."""
        return [text.strip() for text in await self.page.locator(selector).all_text_contents()]

    async def screenshot(self, name: str) -> None:
        """Kept by CI."""
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    async def is_accessible(self) -> None:
        """Axe finds nothing: contrast, labels, landmarks, the order of headings and the like."""
        found = (await Axe().run(self.page)).response["violations"]
        told = [f"{one['id']}: {one['help']}: {node['html'][:300]}" for one in found for node in one["nodes"]]
        assert not told, "\n".join(told)

    async def fits(self) -> None:
        """Nothing is wider than the window, and no picture has become too small to read its words."""
        widths = await self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], f"{self.page.url} is {widths[0]} wide in a window of {widths[1]}"
        drawn = await self.page.locator("svg text").all()
        boxes = [await words.bounding_box() for words in drawn]
        assert all(box["height"] >= _LEAST_HEIGHT for box in boxes if box), self.page.url


@asynccontextmanager
async def visiting(browser: Browser, url: str, key: str | None = None, **options: Any) -> AsyncIterator[Visit]:
    """A visit with a fresh profile; AssertionError if anything was asked elsewhere, refused, or complained about.

    `key` is sent with every request, as no person would; it is for a system that runs already.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    context = await browser.new_context(extra_http_headers=headers, **options)
    page = await context.new_page()
    visit = Visit(page, url)
    page.on("console", lambda message: visit.complaints.append(f"console: {message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: visit.complaints.append(f"dialog: {dialog.message}"))

    def asked(address: str) -> None:
        if not address.startswith(f"{url}/"):
            visit.complaints.append(f"elsewhere: {address}")

    page.on("request", lambda request: asked(request.url))
    try:
        yield visit
        assert not visit.complaints, visit.complaints
    finally:
        await context.close()
