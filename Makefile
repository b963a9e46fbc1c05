# What there is to make: `make help`.

PREFIX ?= /usr/local
SECONDS ?= 60
program := .build/lvsctl
scripts := $(shell grep -rlE '^\#!/bin/sh' .ci Extras Scripts Tests)

.NOTPARALLEL:
.PHONY: all release dist demo test test-kernel test-kernels test-ipvsadm deb test-package install uninstall install-ipvsadm uninstall-ipvsadm lint format fuzz bench docs clean help setup build-setup

all: build-setup  ## build for development
	swift build

# lld, because the default linker prints a page of warnings about getaddrinfo in static programs.
release: build-setup  ## build the static program, .build/lvsctl
	swift build -c release -Xswiftc -static-executable -Xswiftc -use-ld=lld --product lvsctl
	strip -o $(program) .build/release/lvsctl

demo: setup release  ## play lvsctl's main job on a real kernel
	Tests/Guest/demo

test: setup lint release  ## lint, then run all tests
	swift build --build-tests
	Tests/run

test-kernel: setup  ## run the tests on the kernel alone; SEED=N replays one, CHANGES=N sets its length
	swift build --build-tests
	Tests/Guest/kernel-tests $(if $(SEED),LVSCTL_SEED=$(SEED)) $(if $(CHANGES),LVSCTL_CHANGES=$(CHANGES))

test-kernels: setup release  ## run the tests of the kernel and the verbs on Linux 5.10, 6.12 and 7.2; KERNELS=7.2 on one
	swift build --build-tests
	Tests/Guest/kernels $(KERNELS)

test-ipvsadm: setup release  ## compare with the real ipvsadm alone; SEED=N replays a run, LINES=N sets its length
	Tests/Guest/ipvsadm $(if $(SEED),SEED=$(SEED)) $(if $(LINES),LINES=$(LINES))

fuzz: build-setup  ## fuzz the parsers for SECONDS=60
	Tests/Fuzz/run $(SECONDS)

bench: release  ## count instructions, of lvsctl, ipvsadm and keepalived
	Scripts/setup bench
	Tests/Guest/instructions --all

deb: release  ## build the Debian packages, .build/deb
	Scripts/setup package
	Scripts/deb

dist: release  ## make an archive for other distributions, .build/dist
	Scripts/dist

test-package: deb dist  ## install, use, upgrade and purge the packages in a fresh Debian
	Tests/package

install: $(program)  ## install program, manual, completions and units below PREFIX=/usr/local (DESTDIR)
	Scripts/install "$(PREFIX)" "$(DESTDIR)"

uninstall:  ## remove what `make install` installed
	Scripts/install --remove "$(PREFIX)" "$(DESTDIR)"

install-ipvsadm:  ## make the installed lvsctl the system's ipvsadm; Debian's is diverted
	Scripts/install-ipvsadm "$(PREFIX)/sbin/lvsctl" "$(DESTDIR)"

uninstall-ipvsadm:  ## bring the system's own ipvsadm back
	Scripts/install-ipvsadm --remove "$(PREFIX)/sbin/lvsctl" "$(DESTDIR)"

# So that `make release` and then `sudo make install` builds nothing as root.
$(program):
	$(MAKE) release

lint:  ## check formatting, style and which folder uses which
	@Scripts/arrows
	@Scripts/library-words
	@swift format lint --strict -r Sources Tests Docs Package.swift
	@clang -fsyntax-only -Wall -Wextra -Werror Tests/Guest/xstate.c \
		Tests/Guest/instructions.d/measure.c Tests/Guest/instructions.d/connections.c
	@for script in $(scripts) Tests/Guest/lib.sh; do sh -n $$script || exit; done
	@bash -n Tests/Guest/cost
	@! command -v shellcheck >/dev/null || shellcheck --severity=warning --shell=sh $(scripts) Tests/Guest/lib.sh
	@! command -v mandoc >/dev/null || Scripts/manuals
	@awk -f Scripts/markdown.awk README.md CONTRIBUTING.md CHANGELOG.md Docs/*.md Sources/IPVSKit/IPVSKit.docc/*.md

format:  ## format the Swift code
	swift format -i -r Sources Tests Docs Package.swift

docs: build-setup  ## build IPVSKit's reference, .build/docs
	Scripts/docs

clean:  ## remove everything that was built
	rm -rf .build

help:  ## list what there is to make
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 14

setup:
	@Scripts/setup

build-setup:
	@Scripts/setup build
