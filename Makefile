# What a user or developer of Moat types. `make help` lists it.
.PHONY: help build demo test test-core bench fmt check install clean
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

KEEP ?=
REPORT ?=
ONLY ?=
PREFIX ?= /usr/local

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

build: ## The release build: .build/release/moat
	@scripts/install-dependencies.sh build run
	swift build -c release --product moat

demo: build ## The reference topology with real packets; KEEP=1 leaves it standing, REPORT=FILE writes JSON
	@.build/release/moat lab demo Examples/aks-firewall/lab.yaml $(if $(KEEP),--keep) $(if $(REPORT),--report "$(REPORT)")

test: ## Every test; those with real packets need root
	@scripts/install-dependencies.sh build run test
	swift build --build-tests
	swift test --skip-build

test-core: ## Only the core's tests: no root, no network libraries, under a minute
	@scripts/install-dependencies.sh run
	MOAT_CORE_ONLY=1 swift test --scratch-path .build-core

bench: ## Ratios against the bare kernel and other programs; ONLY=gateway,egress,dns,logs,threat,loadbalancer,cluster,ingress chooses areas
	@scripts/install-dependencies.sh build run bench
	swift build -c release
	@.build/release/moat-bench run $(if $(ONLY),--only "$(ONLY)") --output bench-results.json

fmt: ## Formats the code
	swift format format --in-place --recursive --parallel Sources Tests Package.swift

check: ## Formatting and house rules, without building
	@scripts/check-format.sh

install: build ## Copies moat to PREFIX/bin (default /usr/local)
	install -D -m 0755 .build/release/moat "$(DESTDIR)$(PREFIX)/bin/moat"
	[ ! -f .build/duckdb/libduckdb.so ] || \
	    install -D -m 0644 .build/duckdb/libduckdb.so "$(DESTDIR)$(PREFIX)/lib/moat/libduckdb.so"

clean: ## Removes what was built
	rm -rf .build .build-core
