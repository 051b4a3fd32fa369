#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Every board's device tree compiles without a warning behind a tree that has
# what ours refers to; the firmware is written; wrong arguments are refused.
#
# usage: test_dts.sh BOARD-TOOL BOARDS
set -u
tool=$1
boards=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/base.dts" <<'END'
/dts-v1/;
/ {
	compatible = "linux,dummy-virt";
	#address-cells = <2>;
	#size-cells = <2>;
	intc@8000000 {
		reg = <0 0x8000000 0 0x10000>;
		interrupt-controller;
		#interrupt-cells = <3>;
	};
	smmuv3@9050000 {
		reg = <0 0x9050000 0 0x20000>;
		#iommu-cells = <1>;
	};
};
END

# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../../tap/tap.sh"

set -- "$boards"/*.board
echo "1..$(($# + 7))"
for board in "$@"; do
	name=dts-${board##*/}
	if ! command -v dtc >/dev/null; then
		skip "$name" "no dtc"
		continue
	fi
	{
		cat "$work/base.dts"
		"$tool" dts "$board"
	} >"$work/board.dts"
	dtc -q -I dts -O dtb -o "$work/board.dtb" "$work/board.dts" 2>"$work/error" &&
		[ ! -s "$work/error" ] && [ -s "$work/board.dtb" ]
	result "$name" $? "$work/error"
done

"$tool" firmware "$boards/default.board" cdsp "$work/fw" 2>"$work/error" &&
	[ "$(wc -c <"$work/fw")" = 8192 ]
result firmware $? "$work/error"
grep -qaF /CRMBuilds/VDSP.cdsp.1.0-00001-QDA-1/ "$work/fw"
result firmware-build $? "$work/error"
! "$tool" firmware "$boards/default.board" adsp "$work/fw" 2>"$work/error"
result firmware-unknown-dsp $? "$work/error"
! "$tool" qemu "$boards/default.board" --run "$work" 2>"$work/error"
result qemu-incomplete $? "$work/error"
! "$tool" qemu "$boards/default.board" --run "a,b" --ram r --kernel k --initrd i --dtb d \
	2>"$work/error"
result qemu-comma-in-path $? "$work/error"

# plugin BOARD: the lines of QEMU's arguments that load the plugin for CPUs that spin.
plugin()
{
	"$tool" qemu "$boards/$1.board" --run r --ram r --kernel k --initrd i --dtb d --spin /s.so \
		2>"$work/error" | grep -A 1 -x -e -plugin
}

[ "$(plugin default)" = "-plugin
file=/s.so" ]
result qemu-several-cpus-spin $? "$work/error"
! plugin cpu1 >>"$work/error" && [ ! -s "$work/error" ]
result qemu-one-cpu-does-not $? "$work/error"
