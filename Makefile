# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
# One build for demo and tests: the same packages, features and profile, so nothing is built twice.
BUILD := cargo build --workspace --all-targets
DEMO_HOME ?= bellwether-data
LISTEN ?= 127.0.0.1:8080

.PHONY: help demo test release assets tools build lint check-style test-sqlite test-postgres test-doc bench clean-demo

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## build, make a home, load the examples, write the first board paper, serve the pages
	@scripts/tools.sh build
	assets/build.sh
	. scripts/cache.sh
	echo "demo: building (minutes the first time, seconds after that)" >&2
	$(BUILD)
	exec "$$CARGO_TARGET_DIR/debug/bellwether" demo --examples examples --home "$(DEMO_HOME)" --listen "$(LISTEN)" --serve

test: lint test-sqlite test-postgres test-doc ## everything that is checked
	@echo "all checks passed"

tools: ## install what the checks need and this machine lacks
	@scripts/tools.sh test

assets: ## the style sheet, script and fonts that the binary embeds
	@assets/build.sh

build: tools assets ## build everything once, for demo and tests
	@. scripts/cache.sh
	$(BUILD)

lint: build ## formatting, clippy, documentation, dependencies
	@. scripts/cache.sh
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items
	"$$BELLWETHER_TOOLS/bin/cargo-deny" --offline --log-level error check licenses bans sources
	"$$BELLWETHER_TOOLS/bin/cargo-machete"

test-sqlite: build ## every test, with SQLite
	@. scripts/cache.sh
	cargo test --workspace --all-targets

test-postgres: build ## the tests of the ledger and the pages again, with PostgreSQL
	@. scripts/cache.sh
	scripts/with-postgres.sh cargo test --workspace --lib --test it

test-doc: build ## the examples in the documentation
	@. scripts/cache.sh
	cargo test --workspace --doc

release: ## the optimised binary, target/release/bellwether
	@scripts/tools.sh build
	assets/build.sh
	. scripts/cache.sh
	cargo build --release --workspace --bins
	ls -lh "$$CARGO_TARGET_DIR/release/bellwether"

bench: assets ## criterion benchmarks
	@. scripts/cache.sh
	cargo bench --workspace

clean-demo: ## throw the demo's home away
	@rm -rf "$(DEMO_HOME)"
