GO ?= go

.PHONY: build test check bench

build:
	$(GO) build -o mesoslint ./cmd/mesoslint

test:
	$(GO) test ./...

check:
	@out=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$out" || { echo "gofmt would change: $$out"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) test -race ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...
