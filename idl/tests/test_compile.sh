#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What is generated compiles without a warning: as C and as C++, for this machine,
# for the guest and for the DSP, with either kind of types.
#
#	test_compile.sh QDA-IDL COMPAT FILE...
set -u

idl=$1 compat=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0 failed=0

# case NAME COMMAND...: one line of TAP.
one_case()
{
	name=$1
	shift
	number=$((number + 1))
	if "$@" >"$work/text" 2>&1; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$work/text" | head -n 20
		failed=1
	fi
}

# compile_all FOLDER COMPILER...: each file, and each header alone and twice.
# shellcheck disable=SC2317 # one_case calls it
compile_all()
{
	folder=$1
	shift
	for file in "$folder"/*.c; do
		# The DSP does not call without waiting.
		case $*-$file in
		*--target=hexagon*async*_stub.c) continue ;;
		esac
		"$@" -c -o "$work/object" "$file" || return
	done
	for header in "$folder"/*.h; do
		printf '#include "%s"\n#include "%s"\n' "$header" "$header" >"$work/header.c"
		"$@" -c -o "$work/object" "$work/header.c" || return
	done
}

have()
{
	command -v "$1" >/dev/null
}

warn="-Wall -Wextra -Werror -I$compat"
dsp="--target=hexagon-unknown-elf -mv68 -G0 -ffreestanding -fno-builtin -isystem $compat/../include"
for kind in '' -st; do
	folder=$work/out$kind
	mkdir "$folder"
	# shellcheck disable=SC2086 # nothing, or one word
	one_case "generate $kind" "$idl" $kind -o "$folder" "$@"
	# shellcheck disable=SC2086 # lists of words
	{
		one_case "gcc $kind" compile_all "$folder" gcc $warn -O2 -I"$folder"
		have g++ && one_case "g++ $kind" compile_all "$folder" \
			g++ -x c++ -std=c++17 $warn -I"$folder"
		have aarch64-linux-gnu-gcc && one_case "aarch64 $kind" \
			compile_all "$folder" aarch64-linux-gnu-gcc $warn -I"$folder"
		have clang-19 && one_case "hexagon $kind" compile_all "$folder" \
			clang-19 $dsp $warn -O2 -std=gnu17 -I"$folder"
		have clang-19 && one_case "hexagon C++ $kind" compile_all "$folder" \
			clang-19 -x c++ -std=gnu++17 $dsp $warn -I"$folder"
	}
done
echo "1..$number"
exit $failed
