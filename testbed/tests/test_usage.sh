#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What the scripts say to a person who mistyped: one sentence or the usage, exit
# status 2 (1 if the machine lacks something), and nothing is built or booted.
#
# usage: test_usage.sh CHECKOUT
set -u
top=$1
out=$(mktemp)
trap 'rm -f "$out"' EXIT
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"

# says STATUS TEXT CMD...: the command ends with STATUS and says TEXT.
says()
{
	want=$1 text=$2
	shift 2
	timeout 120 "$@" >"$out" 2>&1 </dev/null
	status=$?
	[ $status = "$want" ] && grep -qF -- "$text" "$out"
	wrong=$?
	[ $wrong = 0 ] || echo "status $status instead of $want, wanted '$text'" >>"$out"
	result "${1##*/} ${2-}" $wrong "$out"
}

cd "$top" || exit
for script in testbed/boot testbed/build testbed/qda-board testbed/run testbed/test \
	testbed/clients/test scripts/toolbox scripts/build-dsp scripts/build-module bench/run \
	testbed/debian-root testbed/fuzz testbed/soak; do
	says 0 "usage: " $script --help
	says 0 "usage: " $script -h
done
says 0 "scripts/check [NAME]" scripts/check --help
says 0 "scripts/check-series [--prepare" scripts/check-series --help
says 0 "scripts/export-series [--sign-off]" scripts/export-series --help
says 0 "QDA_JOBS=N" scripts/debug-kernel --help
says 0 "usage: " scripts/packages --help
says 0 "TAP" scripts/packages-test --help
says 2 "usage: " testbed/boot --frob
says 2 "usage: " testbed/build --frob
says 2 "usage: " scripts/build-module --frob
says 2 "no part 'frob'; there are shell," scripts/build-dsp frob
says 1 "unknown argument 'frob': none, queue," bench/run frob
says 2 "usage: " testbed/build tests
says 2 "usage: " testbed/run --frob
says 1 "one picture at a time" testbed/run a.png b.png
says 1 "none.png: no such file" testbed/run none.png
says 2 "usage: " testbed/qda-board
says 2 "no command 'frob'" testbed/qda-board frob
says 2 "no option '--frob'" testbed/qda-board run --frob
says 2 "run what?" testbed/qda-board run --board default
says 2 "no board 'nowhere'" testbed/qda-board run --board nowhere true
says 2 "no board file ./nowhere.board" testbed/qda-board run --board ./nowhere.board true
says 2 "--share ./nowhere is no folder: correct the name, or make it, 'mkdir -p ./nowhere'" \
	testbed/qda-board run --share ./nowhere true
says 2 "--share Makefile is a file: give the folder" testbed/qda-board run --share Makefile true
says 2 "has no vmlinuz: scripts/debug-kernel makes" testbed/qda-board run --kernel testbed true
says 2 "has no vmlinuz: scripts/debug-kernel makes" testbed/qda-board run --kernel nowhere true
says 2 "'soon' is no number of seconds" testbed/qda-board run --timeout soon true
says 2 "'soon' is no number of seconds" testbed/qda-board run --crash-after soon true
says 2 "no lie 'truth'; there are drop " testbed/qda-board run --lie truth true
says 2 "no driver 'none of these'; there are qda, legacy, fastrpc and none" \
	testbed/qda-board run --driver "none of these" true
says 2 "--suite needs a value" testbed/qda-board run --suite
says 2 "--json needs a value" testbed/qda-board run --json
says 2 "--json nowhere is no folder" testbed/qda-board run --json nowhere/x true
says 2 "--json docs is a folder: give the name of a file" testbed/qda-board run --json docs true
says 2 "this is no terminal" testbed/qda-board shell
says 2 "ctl says what?" testbed/qda-board ctl
says 125 "no board 'none' is running" testbed/qda-board ctl --id none stats
says 0 "two-dsps " testbed/qda-board list
says 2 "no option '--frob'" testbed/test --frob
says 2 "no board 'nowhere'" testbed/test nowhere
says 2 "no board 'nowhere'" testbed/test host nowhere:gem
says 2 "no test program 'nothing'" testbed/test default:gem,nothing:case
says 2 "no test program 'host'" testbed/test control:host
says 2 "usage: " testbed/clients/test nowhere
says 2 "usage: " scripts/toolbox frob
export QDA_KERNEL_DIR="$top"
says 1 "is no kernel folder" testbed/build
says 125 "is no kernel folder" testbed/boot -- true
echo "1..$count"
