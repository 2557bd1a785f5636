# The index of habits: each target is one line that a person could type.

.PHONY: run demo test setup lint race postgres verify-pdf fuzz bench bench-pdf assets axe release

run: ## Serve the installation in ./data
	go run . serve

demo: ## Serve the sample partnership
	go run . demo

test: setup lint race postgres ## Everything that must pass; installs what it needs first

setup: ## Install what the tests need beyond Go (Debian; as root or with sudo)
	@sh tests/setup.sh

lint:
	@test -z "$$(gofmt -l .)" || { echo "Not gofmt-ed:"; gofmt -l .; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	@sh tests/vulnerabilities.sh

# What is not watched for races, since it starts no goroutine and keeps nothing
# that two of ours could share without a lock: SQLite and the C library below it,
# which are C turned into Go by a machine; what packs, sums and scales the bytes
# that one caller gives it; and the checker of our PDFs, which only tests use.
# Watching their every access to memory took most of the time of all tests.
UNWATCHED = modernc.org/sqlite/lib modernc.org/libc/... modernc.org/memory compress/... hash/... image/... \
	golang.org/x/image/... github.com/klauspost/compress/... quarterday/documents/pdfcheck

# ./tests is named first so that the longest starts first.
race: ## All tests, with the race detector
	CGO_ENABLED=1 go test -race $(UNWATCHED:%=-gcflags=%=-race=false) -timeout 20m ./tests ./...

postgres: ## The store's tests, each command done twice, and several servers, on a PostgreSQL server started for them
	QUARTERDAY_TEST_COMMANDS_MEET=1 sh tests/postgres.sh go test -timeout 5m ./models
	sh tests/postgres.sh go test -timeout 5m -run 'TestServersOnOneDatabase|TestOpenAndCommands|TestSeveralServers' ./models ./tests

verify-pdf: ## Every kind of document against PDF/UA-1 and PDF/A-2a with veraPDF (needs Java and Maven)
	@sh tests/verapdf/verify.sh

fuzz: ## Each fuzz target for a minute
	@sh tests/fuzz.sh

bench: ## Speed and memory with the demo's data, with a bare Echo handler beside
	go test -run '^$$' -bench . -benchmem ./bench/

bench-pdf: ## Documents, and the same content by WeasyPrint and Chromium where they are installed
	@sh bench/documents.sh

assets: ## Rebuild static/dist from static/source (needs Node; the results are committed)
	cd static/source && npm ci --ignore-scripts && npm run build

axe: ## Update the accessibility checker of the browser tests (needs Node; the result is committed)
	cd tests/axe && npm ci --ignore-scripts && cp node_modules/axe-core/axe.min.js node_modules/axe-core/LICENSE .

release: ## Binaries for Linux, Windows and macOS in dist/
	@sh tests/release.sh
