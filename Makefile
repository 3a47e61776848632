# What there is to do here. `make check` is all that CI does.

GO       ?= go
FUZZTIME ?= 30000x
SOAKTIME ?= 2h
SOAKFUZZ ?= 1000000x
CORPUS   ?= corpus
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null)

.PHONY: check test browser race lint fuzz tools build grammar cluster cluster-short bench release dist soak vulnerabilities clean python wheel man docs

# check runs everything that must pass before a commit, and installs what it
# needs: Go and a C++ compiler are all that must be there. Python and the server use one
# processor, so they run beside the tests; each stage prints when it is done. The builds
# come first: two that run at a time would compile the same packages twice. Lint has vetted
# all packages with all that vet has, so go test need not do so again.
check: tools lint browser build
	$(MAKE) -j2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) VET=-vet=off test python cluster-short race fuzz

test:
	$(GO) test $(VET) -timeout 20m ./...

# browser tests the web page in Chromium, which it installs where it can; without one the
# tests are skipped. Screenshots are in TRAILQ_SCREENSHOTS, or trailq-screenshots in the
# folder for temporary files.
browser:
	scripts/web/browser.sh
	$(GO) -C browsertests test -count=1 ./...

# race runs the race detector over all packages that don't run the engine, and over
# the tests in which goroutines share the engine. (All of internal/duck takes longer
# than 3 minutes of CPU time.) `make soak` runs it over everything.
race:
	$(GO) test $(VET) -race -short -timeout 20m $$($(GO) list ./... | grep -vE '/cmd/|/internal/(ask|cli|duck|engine|parquet|report|trailtest)')
	$(GO) test -race -short -timeout 20m ./internal/duck/... -run 'Cancel|Concurrently|Parallel|Decode'
	$(GO) test -race ./internal/parquet -run SmallMemory

lint:
	@test -z "$$(gofmt -l . | tee /dev/stderr)" || { echo "gofmt -w these files"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) -C tools mod tidy -diff
	$(GO) -C browsertests mod tidy -diff
	$(GO) -C tools/dist mod tidy -diff
	$(GO) vet ./...
	$(GO) -C browsertests vet ./...
	bin/golangci-lint run
	scripts/notices/notices.sh >/dev/null

# fuzz runs each target FUZZTIME: a number of inputs (30000x) or a time (1h).
fuzz:
	scripts/fuzz.sh $(FUZZTIME)

# soak runs all tests in their long form, all packages under the race detector, and
# each fuzz target with SOAKFUZZ inputs. It takes hours: SOAKTIME is the limit for the
# tests of each package.
soak:
	TRAILQ_SOAK=1 $(GO) test -count=1 -timeout $(SOAKTIME) ./...
	$(GO) test -race -timeout $(SOAKTIME) ./...
	scripts/digest/compare.sh
	scripts/fuzz.sh $(SOAKFUZZ)

# build proves that both kinds of build work: with the engine, and without, where a test says
# what that has. The flags are those of the release, whose packages are then compiled for it:
# the tags stand for what Go does without cgo anyway.
build:
	$(GO) build -o bin/ ./cmd/trailq
	CGO_ENABLED=0 $(GO) build -trimpath -tags netgo,osusergo -o bin/trailq-nocgo ./cmd/trailq
	CGO_ENABLED=0 $(GO) test -vet=off -trimpath -tags netgo,osusergo ./internal/cli -run NoEngine

# grammar checks the SQL of the reports with Trino's grammar. It needs npm; without
# it, these tests are skipped.
grammar:
	cd scripts/grammar && npm ci --no-audit --no-fund && npm run build
	$(GO) test ./internal/cli -run Grammar -count=1 -v

# cluster compares what trailq prints here and on a Trino server, which it starts: with
# Java 25 and Maven; without them, these tests are skipped.
cluster:
	scripts/trino/cluster.sh

cluster-short:
	scripts/trino/cluster.sh -short

# tools builds the programs of the tools module, each at its pinned version.
tools:
	$(GO) build -C tools -o ../bin/ tool

# bench times trailq beside what people would use instead: on logs of three makes, on ten
# times as many, and from a bucket.
CORPORA = $(CORPUS)/1m $(CORPUS)/sessions $(CORPUS)/management

bench: $(CORPORA) $(CORPUS)/10m tools
	scripts/bench/run.py $(CORPORA) --grown $(CORPUS)/10m
	scripts/bench/s3.sh

$(CORPUS)/1m:
	$(GO) run ./internal/trailtest/cmd/trailgen -events 1000000 $@

$(CORPUS)/10m:
	$(GO) run ./internal/trailtest/cmd/trailgen -events 10000000 $@

$(CORPUS)/sessions $(CORPUS)/management:
	scripts/bench/corpus.py $(notdir $@) $@.part
	mv $@.part $@

# vulnerabilities asks Go's vulnerability database about what the binary calls.
vulnerabilities:
	$(GO) build -C tools -o ../bin/ golang.org/x/vuln/cmd/govulncheck
	bin/govulncheck ./...

# python builds the wheel, and tests it as it is installed, with the notebook. Without
# Python it is skipped.
python:
	scripts/wheel/test.sh

# wheel builds the wheel for this kind of machine.
wheel:
	scripts/wheel/build.sh dist

# docs writes the page of each command and topic, from the texts of help.
docs:
	rm -rf docs/commands && mkdir -p docs/commands
	$(GO) run ./cmd/trailq manual docs/commands

# man makes manual pages of the same texts in dist/man.
man:
	$(GO) build -C tools -o ../bin/ github.com/cpuguy83/go-md2man/v2
	rm -rf dist/man && mkdir -p dist/man
	$(GO) run ./cmd/trailq manual --man dist/man
	cd dist/man && for page in *.1.md; do ../../bin/go-md2man -in $$page -out $${page%.md} && rm $$page || exit 1; done

# release builds the binary for this kind of machine (for Linux a static one), and the licences
# of what it contains.
release:
	VERSION=$(VERSION) scripts/dist/build.sh $$($(GO) env GOHOSTOS) $$($(GO) env GOHOSTARCH) dist/trailq
	scripts/notices/notices.sh >dist/THIRD_PARTY_NOTICES

# dist makes everything that a release has, for all platforms. scripts/dist/dist.sh says what
# that is, and what it needs.
dist:
	scripts/dist/dist.sh dist

clean:
	rm -rf bin dist
