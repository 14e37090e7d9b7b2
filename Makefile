# make run · make test — the two commands; everything else is for those who work on Trellis itself.
SHELL := /bin/bash
EDITION  ?= insurance
DATABASE ?= var/$(EDITION).db
PORT     ?= 8080
PASSWORD ?= trellis-demo
# So many main records are made up beside those that the packs bring: SIZE=100000.
SIZE     ?= 0
SIZES    ?= 10000,100000,1000000
INPUTS   ?= 10000000
SEED     ?= 1
ROUNDS   ?= 250
TRELLIS  := .build/release/trellis
SOURCES  := Package.swift $(shell find Sources Plugins -type f)

.PHONY: run test bench bench-sizes fuzz kill-loop lint format setup setup-tests clean

## Installs what is missing, builds, and serves an edition with demo data.
run: $(TRELLIS)
	@set -eo pipefail; new=$$(test -e $(DATABASE) || echo yes); \
	  $(TRELLIS) apply verticals/$(EDITION) --database $(DATABASE) --demo-password $(PASSWORD) | tail -n 1; \
	  if [ "$$new" = yes ] && [ $(SIZE) -gt 0 ]; then $(TRELLIS) demo --size $(SIZE) --database $(DATABASE); fi
	$(TRELLIS) serve --database $(DATABASE) --port $(PORT) --demo-password $(PASSWORD)

# The package manager takes seconds to find out that nothing changed, and compiles some of what it fetched anew.
$(TRELLIS): $(SOURCES) | setup
	swift build -c release --product trellis
	@touch $@

## Runs every test: Swift, the scenarios of the packs, then the browser, then clients that other people wrote.
test: setup setup-tests
	swift build --build-tests
	swift test --skip-build --parallel
	@printf '%s\n' $(patsubst %/scenarios,%,$(wildcard verticals/*/scenarios)) | xargs -P "$$(nproc)" -I PACK \
	  bash -c 'told=$$(.build/debug/trellis test PACK 2>&1); status=$$?; printf "trellis test PACK\n%s\n" "$$told"; exit $$status'
	scripts/browser-tests
	scripts/client-tests

## Measures beside the limits: SQLite's C API, the bare HTTP server. SIZES=10000 for a short run.
bench: $(TRELLIS)
	@scripts/install python3-venv
	@test -x var/peer/bin/uvicorn || (python3 -m venv var/peer && var/peer/bin/pip install --quiet fastapi orjson 'uvicorn[standard]')
	swift build -c release --package-path Benchmarks
	Benchmarks/.build/release/TrellisBenchmarks run --program $(TRELLIS) --packs verticals/insurance --folder var/bench --peer var/peer/bin/uvicorn --sizes $(SIZES)

## Measures how the time of check, plan, apply and start grows with the size of packs.
bench-sizes: $(TRELLIS)
	swift build -c release --package-path Benchmarks
	Benchmarks/.build/release/TrellisBenchmarks sizes --program $(TRELLIS) --folder var/bench-sizes

## Sends INPUTS texts (10 million) through the expression language on every core; a text that hurts it stays in var/fuzz.
fuzz: setup
	swift build -c release --package-path Fuzzing
	Fuzzing/.build/release/TrellisFuzzing --inputs $(INPUTS) --seed $(SEED)

## Kills an apply at ROUNDS (250) random moments; what is left has to be wholly before or wholly after.
kill-loop: setup
	swift build --product trellis
	scripts/kill-loop --program .build/debug/trellis --rounds $(ROUNDS) --seed $(SEED)

lint: setup
	swift format lint --strict --recursive Sources Plugins Tests Benchmarks/Sources Fuzzing/Sources Package.swift
	scripts/check-words

format:
	swift format --in-place --recursive Sources Plugins Tests Benchmarks/Sources Fuzzing/Sources Package.swift

setup:
	@scripts/install pkg-config libsqlite3-dev libxml2-dev libicu-dev zlib1g-dev libjs-chart.js

setup-tests:
	@scripts/install chromium fonts-noto-cjk python3-venv
	@test -x .venv/bin/pytest || (python3 -m venv .venv && .venv/bin/pip install --quiet pytest playwright)
	@test .venv/clients/installed -nt Tests/Clients/requirements.txt || \
	  (python3 -m venv .venv/clients && .venv/clients/bin/pip install --quiet -r Tests/Clients/requirements.txt && touch .venv/clients/installed)

clean:
	rm -rf .build Benchmarks/.build Fuzzing/.build var .venv
