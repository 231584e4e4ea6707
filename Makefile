# Meson does the building (build directory: build); these are the few commands to remember.
# `make help` lists them.

BUILD  ?= build
PREFIX ?= /usr/local
CC     ?= cc
ARGS   ?=
FUZZ_SECONDS ?= 60

COMMAND = $(BUILD)/callconv
PROTOTYPE = struct mix { float x, y; long n; } scale(struct mix m, double by, const char *format, ...);
HEADER = /usr/include/inttypes.h

.PHONY: all run test check bench fuzz install docs format clean help setup-build setup-judges configure

all: $(BUILD)/build.ninja ## build the command (build/callconv) and the library (build/libcallconv.so)
	@ninja -C $(BUILD)

$(BUILD)/build.ninja:
	@command -v meson >/dev/null || { echo "meson is missing: tools/setup/install build"; exit 1; }
	meson setup $(BUILD) --prefix $(PREFIX)

run: ## install what building needs, build, explain a prototype and a header; ARGS='…' for another command
	@tools/setup/install build
	@$(MAKE) --no-print-directory all
ifeq ($(strip $(ARGS)),)
	$(COMMAND) explain --abi x86_64_sysv,x86_64_win,aarch64_aapcs '$(PROTOTYPE)'
	$(COMMAND) explain --abi all $(HEADER)
else
	@$(COMMAND) $(ARGS)
endif

test: ## install every judge, then run everything; a skipped case is a failure
	@if tools/setup/install build judges; then strict=--strict; else strict=; fi; \
	$(MAKE) --no-print-directory configure all && tests/run -C $(BUILD) $$strict

check: all ## the quick tests, with what is already there
	@tests/run -C $(BUILD) --suite quick

bench: ## speed, beside clang-19, libffi and libffcall; writes doc/bench
	@tools/setup/install build bench; $(MAKE) --no-print-directory configure all
	@bench/run $(BUILD)

fuzz: ## fuzz the parser, the plans and the values of calls, FUZZ_SECONDS=60 each
	@fuzz/run --seconds $(FUZZ_SECONDS)

install: all ## install under PREFIX (/usr/local), or below DESTDIR
	meson configure $(BUILD) --prefix $(PREFIX) >/dev/null
	DESTDIR=$(DESTDIR) meson install -C $(BUILD) --quiet

docs: all ## write the generated pages of doc/ again
	@tools/docs $(BUILD)

format: ## format every C file
	@tools/setup/install format
	git ls-files '*.c' '*.h' | xargs clang-format-19 -i

clean: ## remove the build directory
	rm -rf $(BUILD)

# Newly installed judges are found only by configuring again.
configure: $(BUILD)/build.ninja
	@meson setup --reconfigure $(BUILD) >/dev/null

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile
