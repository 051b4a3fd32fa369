#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The program itself: one sentence for each mistake, "ready", a clean end.
# usage: test_main.sh VDSP BOARD-FILE FAKE-SHELL
set -u

vdsp=$1
board=$2
shell=$3
dir=$(mktemp -d /dev/shm/vdsp-main.XXXXXX) || exit 1
pid=
trap '[ ! "$pid" ] || kill $pid; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../../tap/tap.sh"

# run OPTION...: in the empty folder $dir/run
run()
{
	rm -rf "$dir/run"
	mkdir "$dir/run"
	timeout 60 "$vdsp" "$@" >"$dir/out" 2>"$dir/err"
}

# refused NAME WANTED OPTION...: fails, says WANTED, leaves nothing behind
refused()
{
	name=$1
	wanted=$2
	shift 2
	run "$@"
	[ $? -le 2 ] && grep -q -- "$wanted" "$dir/err" && [ ! -s "$dir/out" ] &&
		[ -z "$(ls -A "$dir/run")" ]
	result "$name" $? "$dir/err"
}

r=$dir/run
sockets="--doorbell $r/db --qtest $r/qt --control $r/control"
long=$dir/run/$(printf '%0120d' 0)

echo nonsense >"$dir/bad.board"
mkfifo "$dir/fifo"

# $sockets is several words.
# shellcheck disable=SC2086
tests()
{
	refused no-options "are needed"
	refused unknown-option "unrecognized option" --bord x
	refused stray-word "'x' is not an option" --board "$board" --ram $r/ram $sockets x
	refused no-board "No such file" --board /nowhere --ram $r/ram $sockets
	refused bad-board "vdsp: .*:1: " --board "$dir/bad.board" --ram $r/ram $sockets
	refused no-ram-folder "cannot open the RAM file" \
		--board "$board" --ram /nowhere/ram $sockets
	refused fifo-as-ram "not a plain file" --board "$board" --ram "$dir/fifo" $sockets
	[ -p "$dir/fifo" ]
	result fifo-stays $? "$dir/err"
	refused long-path "--qtest is longer than 107 bytes" \
		--board "$board" --ram $r/ram --doorbell $r/db --qtest "$long"
	refused no-log "cannot write the log" --board "$board" --ram $r/ram $sockets --log /nowhere/log
	refused reattach-to-nothing "needs the file of a running guest" \
		--board "$board" --ram $r/ram $sockets --reattach
}

is_ready()
{
	grep -qx ready "$dir/out"
}

# start OPTION...: until it says "ready"
start()
{
	: >"$dir/out"
	# shellcheck disable=SC2086
	"$vdsp" --board "$board" --ram "$r/ram" $sockets "$@" >"$dir/out" 2>"$dir/err" &
	pid=$!
	within 60 is_ready
}

# end SIGNAL: it goes with status 0 and takes its sockets along
end()
{
	kill -"$1" $pid && wait $pid && [ "$(ls "$r")" = ram ] && [ ! -s "$dir/err" ] && pid=
}

has_two()
{
	# shellcheck disable=SC2086 # numbers, several of them
	found=$(cat /proc/$pid/task/$pid/children)
	# shellcheck disable=SC2086
	set -- $found
	[ $# = 2 ]
}

# children: the processes of PDs, until there are two
children()
{
	within 60 has_two
}

have_gone()
{
	for child; do
		[ ! -e /proc/"$child" ] || return 1
	done
}

# gone PID...: also if they are not ours to wait for
gone()
{
	within 60 have_gone "$@"
}

echo 1..19
tests
mkdir -p "$r"
start && [ "$(stat -c %s "$r/ram")" = 1073741824 ]
result ready $? "$dir/err"
end TERM
result sigterm $? "$dir/err"
start --reattach
result reattach $? "$dir/err"
end INT
result sigint $? "$dir/err"
start --shell /nowhere --log "$dir/log" && grep -q "no Hexagon code.*/nowhere" "$dir/log"
result no-shell $? "$dir/err"
end TERM
start --shell "$shell" --qemu-hexagon "$shell" && children
result children $? "$dir/err"
# shellcheck disable=SC2086
end TERM && gone $found
result children-end $? "$dir/err"
# shellcheck disable=SC2086
start --shell "$shell" --qemu-hexagon "$shell" && children && kill -KILL $pid &&
	! wait $pid && gone $found
result children-of-killed $? "$dir/err"
pid=
