# What a newcomer types. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help build test lint format release

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "%-10s %s\n", $$1, $$2 }'

build: ## build the debug binary
	swift build

test: ## run all tests
	swift test

lint: ## check the formatting
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## format all Swift files
	swift format format --in-place --recursive --parallel Package.swift Sources Tests

release: ## build the one static file (Linux)
	GIT_CONTRACT_STATIC=1 swift build -c release --scratch-path .build-static -Xswiftc -static-executable --product git-contract
