# What a newcomer types. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup servers build demo test test-without-cache validity fuzz lint format release bench bench-history docs rule install deb wheel dist reproduce clean

PREFIX ?= /usr/local

# A target imports only what its manifest entry names: the arrows of CONTRIBUTING.md, enforced.
flags := --explicit-target-dependency-import-check error
# A release is the same bytes wherever it is built (Packaging/reproduce proves it): BoringSSL names its files in its errors, from here on;
# Swift would leave a hash of each module with all its paths, by which it skips work when it builds again.
same_bytes := -Xcc '-ffile-prefix-map=$(CURDIR)=.' -Xcxx '-ffile-prefix-map=$(CURDIR)=.' \
  -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen
ifeq ($(shell uname),Darwin)
homebrew := $(shell brew --prefix 2>/dev/null)
flags += -Xcc -I$(homebrew)/include -Xlinker -L$(homebrew)/lib
release_flags := --scratch-path .build-release $(same_bytes) $(flags)
release_binary := .build-release/release/git-contract
courier_flags := $(release_flags)
courier_binary := .build-release/release/git-contract-courier
else
# Debugging information lies between the pages that a start touches: without it a hook is a fifth faster.
release_flags := --scratch-path .build-static -Xswiftc -static-executable -Xlinker -S $(same_bytes) $(flags)
release_binary := .build-static/release/git-contract
# The courier takes libcurl from the system, with its certificates and its updates, and Swift's own libraries with itself.
courier_flags := --scratch-path .build-courier --static-swift-stdlib -Xlinker -S $(same_bytes) $(flags)
courier_binary := .build-courier/release/git-contract-courier
endif

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: ## install what the build needs, or say what is missing
	@Scripts/setup

servers: ## install the servers that some tests push to (sshd, gitolite, lighttpd)
	@Scripts/setup-servers

build: setup ## build the debug binary, .build/debug/git-contract, and its courier beside it
	swift build $(flags) --product git-contract
	swift build $(flags) --product git-contract-courier

demo: build ## show the main job on the example repository, through real commits and pushes
	@ExampleRepo/demo .build/debug/git-contract

test: setup ## run all tests
	swift build $(flags) --build-tests
	swift test $(flags) --skip-build

test-without-cache: setup ## run all tests with nothing kept in contracts/index: no answer may need it
	swift build $(flags) --build-tests
	GIT_CONTRACT_TEST_SETTINGS='$(CURDIR)/Tests/without-cache.config' swift test $(flags) --skip-build

validity: build ## hold what we call invalid against the published schemas (fetches Python packages)
	@Scripts/validity-oracle .build/debug/git-contract

SECONDS ?= 60
fuzz: ## feed the readers and the differ by libFuzzer: make fuzz SECONDS=60
	@Scripts/fuzz $(SECONDS)

lint: ## check the formatting, and that the scripts parse
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Fuzz
	@for script in $$(git ls-files -s | awk '$$1 == 100755 { print $$4 }'); do \
	  case $$(head -n 1 "$$script") in *bash|*/sh) bash -n "$$script" || exit 1 ;; esac; done

format: ## format all Swift files
	swift format format --in-place --recursive --parallel Package.swift Sources Tests Fuzz

release: setup ## build the release binary, on Linux one static file, and its courier
	GIT_CONTRACT_STATIC=$(if $(findstring static,$(release_flags)),1,0) swift build -c release $(release_flags) --product git-contract
	GIT_CONTRACT_STATIC=$(if $(findstring static,$(courier_flags)),1,0) swift build -c release $(courier_flags) \
	  --product git-contract-courier
	@ls -l $(release_binary) $(courier_binary)

bench-history: setup ## measure walks over a generated history of 100,000 commits beside git
	GIT_CONTRACT_MEASURE=1 GIT_CONTRACT_STATIC=$(if $(findstring static,$(release_flags)),1,0) \
	  swift build -c release $(release_flags) --product HistoryProbe
	GIT_CONTRACT_MEASURE=1 GIT_CONTRACT_STATIC=$(if $(findstring static,$(release_flags)),1,0) \
	  swift build -c release $(release_flags) --product git-contract
	Benchmarks/history $(release_binary) --probe $(dir $(release_binary))HistoryProbe

bench: release ## measure the release binary beside git; results in Benchmarks/
	Benchmarks/run $(release_binary)

docs: build ## write Documentation/ from the rules, the schemas and the commands, and GitLab's component from its script
	.build/debug/git-contract rules --format markdown > Documentation/Rules.md.new
	mv Documentation/Rules.md.new Documentation/Rules.md
	rm -rf Documentation/schemas.new && mkdir Documentation/schemas.new
	for kind in $$(NO_COLOR=1 .build/debug/git-contract schema | cut -d ' ' -f 1); do \
	  .build/debug/git-contract schema $$kind > Documentation/schemas.new/$$kind.json || exit 1; done
	rm -rf Documentation/schemas && mv Documentation/schemas.new Documentation/schemas
	rm -rf Documentation/man.new && mkdir Documentation/man.new
	.build/debug/git-contract manual Documentation/man.new
	rm -rf Documentation/man && mv Documentation/man.new Documentation/man
	Scripts/forge-template

rule: ## write the stub of a rule: make rule NAME=property-removed
	@Scripts/rule '$(NAME)'

install: release ## install the release binaries, manual and completions: make install PREFIX=/usr/local
	@Packaging/stage $(release_binary) $(courier_binary) $(DESTDIR)$(PREFIX)
	@echo "installed: $(DESTDIR)$(PREFIX)/bin/git-contract; with that folder on the PATH, in a repository of yours: git contract list"

deb: release ## pack the release for Debian, into dist/; Packaging/try-deb tries it in a fresh one
	@Packaging/deb $(release_binary) $(courier_binary) dist

wheel: release ## pack the release as a Python wheel, into dist/; Packaging/try-wheel tries it
	@Packaging/wheel $(release_binary) $(courier_binary) dist

dist: release ## pack all of a release into dist/, with SHA256SUMS, from a clean tree
	@Packaging/dist $(release_binary) $(courier_binary) dist

reproduce: ## build the release twice, in two directories, and compare the bytes
	@Packaging/reproduce

clean: ## remove what was built
	rm -rf .build .build-static .build-courier .build-release dist
