# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document is valid for every role, and the server keeps what it promises in thousands of generated calls."""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

HERE = Path(__file__).parent
ROLES = ["admin1", "agent1", "leader1", "manager1", "ops1", "service1", "claims1", "underwriter1", "clerk1", "compliance1"]
CALLS = 20_000


@pytest.mark.parametrize("user", ROLES)
def test_the_document_of_every_role_is_valid(service, user):
    document = service.session(user).get(service.root + "openapi.json").json()
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()
    names = re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document))
    assert names and all(name in document["components"]["schemas"] for name in names)


def test_a_role_is_shown_no_operation_that_it_may_not_use(service):
    def operations(user):
        paths = service.session(user).get(service.root + "openapi.json").json()["paths"]
        return {(path, method) for path, item in paths.items() for method in item}

    assert operations("agent1") < operations("admin1")


def generate(service, user, paths, examples, folder, spared=()):
    """Runs schemathesis with all its checks but those spared; gives the number of calls and what it found."""
    document = folder / f"{user}.json"
    document.write_text(service.session(user).get(service.root + "openapi.json").text)
    log = folder / f"{user}.jsonl"
    program = Path(sys.executable).with_name("schemathesis")
    run = subprocess.run(
        [program, "--config-file", HERE / "schemathesis.toml", "run", document, "--url", service.address + "/api",
         "--auth", f"{user}:{service.token(user)}", "--checks", "all", "--max-examples", str(examples), "--seed", "1",
         "--phases", "examples,coverage,fuzzing", "--no-shrink", "--continue-on-failure", "--workers", "1",
         "--include-path-regex", paths, "--warnings", "off", "--suppress-health-check", "all",
         *(["--exclude-checks", ",".join(spared)] if spared else [])],
        cwd=folder, capture_output=True, text=True, env=os.environ | {"NO_COLOR": "1"})
    log.write_text(run.stdout + run.stderr)
    counted = re.search(r"(\d+) generated", run.stdout)
    return int(counted[1]) if counted else 0, run


def test_twenty_thousand_generated_calls_are_answered_as_documented(service, tmp_path):
    total = 0
    for user, paths, examples, spared in (
        ("admin1", r"^/((Contact|Policy|Claim|Team|\$batch|\$metadata|reports)(\(|/|$)|$)", 40, []),
        # The header Allow tells what a record can do, the document of a role what this role may do; the rest is a 403.
        ("agent1", r"^/(Contact|Task|Household)", 40, ["allow_header_conformance"]),
    ):
        calls, run = generate(service, user, paths, examples, tmp_path, spared)
        assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
        total += calls
    print(f"{total} generated calls", file=sys.stderr)
    assert total >= CALLS
