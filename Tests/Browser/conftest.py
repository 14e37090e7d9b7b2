"""Serves the insurance edition with demo data on a database of its own, and opens it in headless Chromium."""
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "browser-test-password"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    return tmp_path_factory.mktemp("edition") / "insurance.db"


@pytest.fixture(scope="session")
def address(database):
    binary = os.environ["TRELLIS_BINARY"]
    subprocess.run(
        [binary, "apply", "verticals/insurance", "--database", database, "--demo-password", PASSWORD],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    server = subprocess.Popen(
        [binary, "serve", "--database", database, "--port", str(port), "--demo-password", PASSWORD],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(address + "/sign-in")
            break
        except OSError:
            time.sleep(0.05)
    yield address
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


class Person:
    """Somebody in front of a browser window."""

    def __init__(self, browser, address, width):
        self.address = address
        self.context = browser.new_context(viewport={"width": width, "height": 900})
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, name, password=PASSWORD):
        self.page.goto(self.address + "/sign-in")
        self.page.fill("input[name=userName]", name)
        self.page.fill("input[name=password]", password)
        # On a busy machine the answer may take longer than the quiet before it.
        with self.page.expect_navigation(timeout=60_000):
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("networkidle")
        return self

    def open(self, path):
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def person(browser, address):
    people = []

    def arrive(name=None, width=1440):
        people.append(Person(browser, address, width))
        return people[-1].sign_in(name) if name else people[-1]

    yield arrive
    for somebody in people:
        somebody.context.close()


class EditionCommands:
    """What an integrator does on the command line while people work."""

    def __init__(self, database, folder):
        self.database = database
        self.folder = folder

    def propose_newer(self, old, new):
        """Proposes the insurance pack with a text of it changed everywhere."""
        packs = self.folder / "packs"
        shutil.copytree(ROOT / "verticals", packs)
        for file in (packs / "insurance").rglob("*.xml"):
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        subprocess.run(
            [os.environ["TRELLIS_BINARY"], "propose", packs / "insurance", "--database", self.database],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def edition_commands(address, database, tmp_path):
    return EditionCommands(database, tmp_path)
