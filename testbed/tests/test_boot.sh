#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# testbed/boot as a supervisor, with stand-ins for QEMU and the vDSP: each way
# to end gives the right status and one sentence, and leaves nothing behind.
#
# usage: test_boot.sh BOOT BOARD-TOOL CLIENT AGENT
# shellcheck disable=SC2319 # the status of a condition is what is checked
set -u
boot=$1
tool=$2
client=$3
export STUB_AGENT="$4"
boards=${boot%/boot}/board/boards

plan=27
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"
if ! [ -e /opt/qda/manifest ] || ! command -v dtc >/dev/null; then
	echo "1..0 # SKIP not in the toolbox"
	exit 0
fi
echo "1..$plan"

# A tree of its own, which testbed/boot takes for the checkout.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
top=$work/checkout
mkdir -p "$top/testbed" "$top/build/host/testbed/board" "$top/build/host/testbed/vdsp" \
	"$top/build/host/testbed/exec" "$top/build/host/testbed/plugin" "$work/bin" "$work/share"
cp "$client" "$top/build/host/testbed/exec/client"
cp "$boot" "$top/testbed/boot"
cp "$tool" "$top/build/host/testbed/board/board"
: >"$top/build/initramfs.cpio"
: >"$top/build/host/testbed/plugin/spin.so"

cat >"$work/bin/qemu-system-aarch64" <<'END'
#!/bin/sh
for word in "$@"; do
	case $word in
	*dumpdtb=*)	dump=${word##*dumpdtb=} ;;
	socket,id=exec,*)
		port=${word##*path=} ;;
	file,id=console,*)
		console=${word##*path=} ;;
	esac
done
if [ "${dump-}" ]; then
	dtc -q -O dtb -o "$dump" - <<'DTS'
/dts-v1/;
/ {
	#address-cells = <2>;
	#size-cells = <2>;
	intc@8000000 { reg = <0 0x8000000 0 1>; interrupt-controller; #interrupt-cells = <3>; };
	smmuv3@9050000 { reg = <0 0x9050000 0 1>; #iommu-cells = <1>; };
};
DTS
	exit
fi
if [ "${STUB_QEMU-}" = early ]; then
	echo "qemu: no such machine" >&2
	exit 1
fi
echo "kernel speaks" >"$console"
case ${STUB_QEMU-} in
good)	exec "$STUB_AGENT" "$port" ;;
fails)	exec "$STUB_AGENT" "$port" "no module of this name" ;;
die)	echo "qemu: out of luck" >&2; exit 1 ;;
killed)	kill -KILL $$ ;;
panic)	;;
hang)	exec sleep 1000 ;;
esac
END
cat >"$top/build/host/testbed/vdsp/vdsp" <<'END'
#!/bin/sh
case "$* " in
*" --reattach "*) echo reattached >>"$STUB_LOG" ;;
*) case ${STUB_VDSP-} in
	early)	echo "vdsp: no RAM" >&2; exit 1 ;;
	late)	echo ready; sleep 0.3; echo "vdsp: lost" >&2; exit 1 ;;
	lie)	echo ready; sleep 0.3; exit 42 ;;
   esac ;;
esac
echo ready
exec sleep 1000
END
chmod +x "$work/bin/qemu-system-aarch64" "$top/build/host/testbed/vdsp/vdsp"
PATH=$work/bin:$PATH
export STUB_LOG="$work/log"

# children: processes that a boot of ours forgot; they inherited STUB_LOG.
children()
{
	grep -lszx "STUB_LOG=$STUB_LOG" /proc/[0-9]*/environ | cut -d / -f 3 |
	while read -r pid; do
		[ "$pid" = $$ ] || ! grep -qsa "^sleep\|$top" "/proc/$pid/cmdline" ||
			echo "$pid"
	done
}

# Boards of others may be running: theirs do not name our tree.
remains()
{
	grep -lsF "$work" /dev/shm/qda-*/arguments
	children
}

# ended NAME STATUS SENTENCE ACTUAL-STATUS: nothing must be left, too.
ended()
{
	left=$(remains)
	tries=300
	# A process that was killed takes a moment to go, more on a busy machine.
	while [ "$left" ] && [ $tries != 0 ]; do
		tries=$((tries - 1))
		sleep 0.1
		left=$(remains)
	done
	echo "status $4 instead of $2, wanted '$3', left: $left" >"$work/why"
	[ "$2" = "$4" ] && grep -qF "$3" "$work/out" && [ ! "$left" ]
	result "$1" $? "$work/why" "$work/out"
}

start()
{
	"$top/testbed/boot" --board "$boards/default.board" "$@" >"$work/out" 2>&1
}

export STUB_QEMU=good
start --share "$work/share" -- echo "guest speaks"
ended good 0 "guest speaks" $?
[ "$(cat "$work/share/console.log")" = "kernel speaks" ]
ended console-log-kept 0 "guest speaks" $?
[ "$(wc -l <"$work/out")" = 1 ]
ended silent-on-success 0 "guest speaks" $?
start --result "$work/result" -- sh -c 'echo "guest speaks"; exit 3'
ended command-fails 3 "guest speaks" $?
[ "$(cat "$work/result")" = "exit 3" ]
ended result-kept 0 "guest speaks" $?
start -- sh -c 'echo "guest speaks"; kill -KILL $$'
ended command-is-killed 137 "guest speaks" $?
start -- nothing-of-this-name
ended no-command 127 "nothing-of-this-name: not found in the guest" $?
echo "words of the host" | start -- cat
ended input 0 "words of the host" $?
printf 'WHO=guest\0' >"$work/environment"
# shellcheck disable=SC2016 # expands there
start --environment "$work/environment" -- sh -c 'echo "$WHO speaks"'
ended environment 0 "guest speaks" $?
STUB_QEMU=fails start -- true
ended guest-fails 125 "boot: guest: no module of this name" $?
STUB_QEMU=die start -- true
ended qemu-dies 125 "boot: QEMU died (status 1): qemu: out of luck" $?
STUB_QEMU=early start -- true
ended qemu-does-not-start 125 "boot: QEMU died (status 1): qemu: no such machine" $?
STUB_QEMU=killed start -- true
ended qemu-is-killed 125 "boot: QEMU died (signal 9)" $?
# Its parent is QEMU here.
# shellcheck disable=SC2016 # expands there
start -- sh -c 'kill -KILL $PPID'
ended qemu-is-killed-later 125 "boot: QEMU died (signal 9)" $?
STUB_QEMU=panic start -- true
ended no-result 125 "boot: the guest went off without a result" $?
STUB_QEMU=hang start --timeout 1 --result "$work/result" -- true
ended timeout 124 "boot: the command did not end within 1 s" $?
[ "$(cat "$work/result")" = "timeout 124" ]
ended timeout-kept 0 "did not end" $?
STUB_QEMU=hang STUB_VDSP=early start -- true
ended vdsp-does-not-start 125 "boot: the virtual DSP did not start: vdsp: no RAM" $?
STUB_QEMU=hang STUB_VDSP=late start -- true
ended vdsp-dies 125 "boot: the virtual DSP died (status 1): vdsp: lost" $?
STUB_VDSP=lie start -- sh -c "until grep -qx reattached '$work/log'; do sleep 0.1; done; echo guest speaks"
ended vdsp-lies 0 "guest speaks" $?
grep -qx reattached "$work/log"
ended vdsp-comes-back 0 "guest speaks" $?
start --board "$work/none.board" -- true
ended no-board 125 "none.board: No such file or directory" $?
start --driver dance -- true
ended unknown-driver 125 "boot: unknown driver 'dance'" $?
rm "$top/build/initramfs.cpio"
start -- true
ended no-initramfs 125 "initramfs.cpio is missing; run 'make build'" $?
: >"$top/build/initramfs.cpio"

# signalled SIGNAL CMD...: end a boot by a signal, when its command has begun.
signalled()
{
	signal=$1
	shift
	env --default-signal=INT "$top/testbed/boot" --board "$boards/default.board" \
		-- "$@" >"$work/out" 2>&1 &
	pid=$!
	tries=600
	until grep -q "guest speaks" "$work/out" || [ $tries = 0 ]; do
		tries=$((tries - 1))
		sleep 0.1
	done
	kill "-$signal" $pid
	wait $pid
}

signalled INT sh -c 'trap "echo heard it; exit 5" INT; echo guest speaks; while :; do sleep 0.1; done'
ended interrupted 5 "heard it" $?
signalled TERM sh -c 'echo guest speaks; sleep 1000'
ended terminated 143 "guest speaks" $?

none_left()
{
	[ ! "$(children)" ]
}

# A boot that could not clean up: its children are ended by the toolbox's
# process namespace; here by hand. Its folder goes with the next boot.
signalled KILL sh -c 'echo guest speaks; sleep 1000' 2>/dev/null
for pid in $(children); do
	kill -KILL "$pid" 2>/dev/null
done
within 60 none_left
start -- echo "guest speaks"
ended swept 0 "guest speaks" $?
