# SPDX-License-Identifier: Apache-2.0
"""Serves the insurance edition with demo data and 10,000 imported customers to clients that other people wrote."""
import csv
import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "client-test-password"
CUSTOMERS = 10_000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_customers(file):
    """As the old system writes them: a tenth has no date of birth, and one in seven no city."""
    with open(file, "w", encoding="gb18030", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["客户编号", "姓名", "证件号码", "出生日期", "性别", "手机", "城市", "年收入", "入会日期", "备注"])
        for index in range(CUSTOMERS):
            rows.writerow([
                f"P{index:06}", f"客户{index} O'Neil", "", f"{1950 + index % 60}-0{1 + index % 9}-15" if index % 10 else "",
                "女" if index % 2 else "男", f"139{index:08}", ["", "北京市", "Köln", "100%_城"][index % 4] if index % 7 else "",
                "5-10万", f"{2010 + index % 12}-03-04", f"note {index % 100}",
            ])


class Service:
    """The running server, and sessions of programs that hold a token of a user."""

    def __init__(self, binary, folder):
        self.binary, self.database = binary, folder / "insurance.db"
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.root = self.address + "/api/"
        self.tokens = {}
        self.run("apply", "verticals/insurance", "--database", self.database, "--demo-password", PASSWORD)
        customers = folder / "customers.csv"
        write_customers(customers)
        self.run("import", "oldCustomers", customers, "--database", self.database)
        self.log = open(folder / "serve.log", "w")
        self.process = subprocess.Popen(
            [binary, "serve", "--database", self.database, "--port", str(port), "--request-limit", "0"],
            cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT)
        self.wait()

    def run(self, *arguments):
        return subprocess.run(
            [self.binary, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def wait(self):
        for _ in range(200):
            try:
                requests.get(self.address + "/sign-in", timeout=5)
                return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def token(self, user):
        if user not in self.tokens:
            made = self.run("token", "make", user, "--name", "clients", "--database", self.database)
            self.tokens[user] = made.strip()
        return self.tokens[user]

    def session(self, user="admin1"):
        session = requests.Session()
        session.auth = (user, self.token(user))
        return session

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.log.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    service = Service(os.environ["TRELLIS_BINARY"], tmp_path_factory.mktemp("edition"))
    yield service
    assert service.process.poll() is None, "the server ended before its clients did"
    service.stop()


@pytest.fixture(scope="session")
def admin(service):
    return service.session()
