"""The pictures of tour.md and reader.md, taken of a running `make run`: `python -m docs.pictures` renews them."""

import base64
import os
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from console.settings import ClientSettings

IMAGES = Path(__file__).with_name("images")
SAID = "/quotes?speaker=Rob+Bauer"
CONSOLE = "depeche quotes --speaker 'Rob Bauer' --all"
API = (
    "curl -s 'http://127.0.0.1:8000/v1/quotes?speaker=Rob%20Bauer' | "
    """python3 -c 'import json, sys\nfor one in json.load(sys.stdin)["items"]: print(one["text"])'"""
)
_SCRIPTS = Path(sys.executable).parent
_WINDOW = {"width": 1_000, "height": 640}
_COLUMNS, _LINES, _QUALITY = 96, 28, 70
_TERMINAL = """<body style="margin:0;padding:14px 18px;background:#fdfcf9;color:#1c1b19">
<pre style="margin:0;font:14px/1.4 'DejaVu Sans Mono',monospace"><b>$ {command}</b>
{printed}</pre>"""


def main() -> None:
    """Take all of them."""
    url = ClientSettings().api.rstrip("/")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        page = browser.new_page(viewport=_WINDOW)
        page.goto(url + SAID)
        _take(page, "reader-quotes")
        page.locator("cite a").first.click()
        _take(page, "reader-article")
        page.goto(f"{url}/places")
        _take(page, "reader-places")
        _take_terminal(browser, "console-quotes", CONSOLE)
        _take_terminal(browser, "api-quotes", API.replace("http://127.0.0.1:8000", url), API)
        browser.close()


def _take_terminal(browser: Browser, name: str, command: str, shown: str | None = None) -> None:
    """A picture of what a command prints."""
    page = browser.new_page(viewport=_WINDOW)
    environment = {**os.environ, "COLUMNS": str(_COLUMNS), "PATH": f"{_SCRIPTS}:{os.environ['PATH']}"}
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=True, env=environment)
    lines = done.stdout.splitlines()
    printed = "\n".join(lines[:_LINES] + (["…"] if len(lines) > _LINES else []))
    page.set_content(_TERMINAL.format(command=escape(shown or command), printed=escape(printed)))
    _take(page, name, "pre")


def _take(page: Page, name: str, only: str | None = None) -> None:
    """A picture of the window, or of a part of it, in a form that is small; Playwright itself writes none such."""
    area = page.locator(only).bounding_box() if only else None
    clip = (
        {"clip": {"x": 0, "y": 0, "width": _WINDOW["width"], "height": area["height"] + 28, "scale": 1}} if area else {}
    )
    asked = {"format": "webp", "quality": _QUALITY, **clip}
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    path = IMAGES / f"{name}.webp"
    path.write_bytes(base64.b64decode(taken["data"]))
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main()
