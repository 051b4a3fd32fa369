# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The front door. The work is done by the scripts named here.

TOOLBOX = scripts/toolbox run --

help:
	@echo "make run            find the edges of a photo on a virtual DSP: out/sobel.png"
	@echo "make run IN=FILE    the same with your own PNG or JPEG"
	@echo "make llm            llama.cpp on the virtual DSP, compared with the guest's processor"
	@echo "make llm MODEL=FILE TOKENS=N   the same with your own GGUF"
	@echo "make test           all tests"
	@echo "make test-debug     KUnit and all guest tests on a debug kernel (made once: 6 to 20 minutes)"
	@echo "make test-faults    each allocation and copy of each operation fails once, on that kernel"
	@echo "make test-clients   FastRPC's own user space, from Debian, on the board"
	@echo "make test-llm       every operator of llama.cpp's Hexagon backend"
	@echo "make fuzz-host T=MIN  what reads bytes of others on the host, T minutes each"
	@echo "make soak T=MIN     calls, kills, deaths, restarts and lies at once, for T minutes"
	@echo "make fuzz T=MIN     the driver's operations, guided by what they reach, for T minutes"
	@echo "make shell          a shell on the virtual board"
	@echo "make exec CMD=...   a command on the virtual board; more with testbed/qda-board"
	@echo "make bench          what a call costs: docs/performance.md"
	@echo "make bench-counts   the counts of it that no host disturbs, against bench/counts.txt"
	@echo "make check          all linters"
	@echo "make check-series   build each patch of the series, four ways: takes long, not in CI"
	@echo "make build          what the others do first"
	@echo "make dsp            what runs on the DSP"
	@echo "make install        library and command: scripts/install --help"
	@echo "make packages       Debian packages for arm64 and amd64: build/packages"
	@echo "make packages-test  installs them in a Debian on the board, and removes them"
	@echo "make clean          remove build/ and out/"

run:
	@testbed/run

llm:
	@llm/run "$(MODEL)" $(TOKENS)

test:
	@testbed/test

test-debug:
	@kernel=$$(scripts/debug-kernel) && QDA_KERNEL_DIR=$$kernel testbed/test

test-faults:
	@kernel=$$(scripts/debug-kernel) && QDA_KERNEL_DIR=$$kernel testbed/test default:faults

test-clients:
	@testbed/clients/test

test-llm:
	@llm/test $(OWN:1=--own) $(ARCH:%=--arch %)

fuzz-host:
	@scripts/fuzz-host $(T)

soak:
	@testbed/soak $(T)

fuzz:
	@testbed/fuzz $(T)

shell:
	@mkdir -p build/shell
	@testbed/qda-board shell $(BOARD:%=--board %) --share build/shell

exec:
	@testbed/qda-board run $(BOARD:%=--board %) -- $(CMD)

bench:
	@bench/run

bench-counts:
	@bench/run counts

check:
	@$(TOOLBOX) scripts/check

check-series:
	@scripts/check-series

build:
	@$(TOOLBOX) testbed/build

dsp:
	@$(TOOLBOX) scripts/build-dsp

install:
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" ARCH="$(ARCH)" scripts/install

packages:
	@scripts/packages

packages-test:
	@scripts/packages-test

clean:
	@rm -rf build out

.PHONY: bench bench-counts build check check-series clean dsp exec fuzz fuzz-host help \
	install llm packages packages-test run shell soak test test-clients test-debug \
	test-faults test-llm
