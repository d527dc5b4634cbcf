GO ?= go

.PHONY: build test check man cross dist dist-verify docs fuzz judges bench verify-catalog

# Without cgo the program is static and starts a millisecond earlier: no dynamic linker has to load a C library for it.
build:
	CGO_ENABLED=0 $(GO) build -o mesoslint ./cmd/mesoslint

test:
	$(GO) test ./...

check:
	@out=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$out" || { echo "gofmt would change: $$out"; exit 1; }
	$(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	GOOS=darwin $(GO) build ./...
	$(GO) tool -modfile=.ci/tools.mod staticcheck ./...
	$(GO) test -race ./...

# Writes the tables that are part of the program, and the pages of the rules; the tests hold both against what this writes.
docs:
	$(GO) test ./lint/report -run '^TestWidthsAreThoseOfTheLibrary$$' -update
	$(GO) test ./rules/catalog -run '^TestTablesAreTheDataFiles$$' -update
	$(GO) run ./rules/internal/writedocs rules/docs

# Writes the manual, a page a command.
man:
	$(GO) run ./cmd/mesoslint man man/man1

# Makes the files of a release: programs, packages, bills of materials, checksums. Give DIST_ARGS="-only linux/amd64" for one.
dist:
	rm -rf dist
	$(GO) run ./cmd/internal/dist $(DIST_ARGS)

# Makes them twice more, from clones in different places and with caches of their own, and compares the checksums.
dist-verify:
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && for n in a b/deeper; do \
		git clone -q . "$$dir/$$n" && (cd "$$dir/$$n" && GOCACHE="$$dir/cache-$${n%%/*}" $(GO) run ./cmd/internal/dist -out "$$dir/$$n/dist" $(DIST_ARGS)) || exit 1; \
	done && cmp "$$dir/a/dist/SHA256SUMS" "$$dir/b/deeper/dist/SHA256SUMS" && cat "$$dir/a/dist/SHA256SUMS" && echo "both builds are equal"

# Builds for every system that is released. It takes minutes the first time: CI runs it beside check.
ARCHES ?= amd64 arm64
cross:
	@for os in linux darwin windows; do for arch in $(ARCHES); do echo "$$os/$$arch"; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build ./... || exit 1; done; done

# Holds the readers of formats against the tools that read them in earnest: yaml.v3, compose-go, ansible-playbook if it is there.
judges:
	cd lint/format/judges && $(GO) vet ./... && $(GO) test ./...
	$(GO) test ./lint/format/ansible -run TestAgainstAnsible -ansible

# Runs every fuzz target for FUZZTIME. What is found is kept as a seed below testdata/fuzz of its package; it is not made small
# first, which would take most of the time.
FUZZTIME ?= 30s
fuzz:
	@set -e; for package in $$(git grep -l '^func Fuzz' -- '*_test.go' | xargs -n1 dirname | sort -u); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' $$package/*_test.go); do \
			echo "$$package $$target"; \
			$(GO) test ./$$package -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x; \
		done; \
	done

# Measures the program beside others that read as much (BENCH_ARGS="-runs 5 -only ACL -rows runs.csv"), then its parts.
bench:
	$(GO) run ./cmd/internal/peers $(BENCH_ARGS)
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Holds the catalogue against the source of every release: make verify-catalog MESOS=/path/to/a/clone/of/mesos
verify-catalog:
	@test -n "$(MESOS)" || { echo "name a clone of Mesos, with its tags: make verify-catalog MESOS=DIR"; exit 2; }
	MESOS=$(abspath $(MESOS)) $(GO) test -count=1 -v -run 'TestUpstream|TestVerif' ./rules/catalog
