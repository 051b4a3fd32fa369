#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The codes in the shell's table of HVX floating point are those of clang's assembler:
# for each instruction of v68 and v73, which is all that clang-19 knows, with the lowest
# registers and with high ones.
#
# usage: hvx_rows.sh CLANG FOLDER-OF-THE-TABLE
set -eu

clang=$1 folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# registers LINE-FORMAT D U V Q: what the assembler reads, for each row a packet.
registers()
{
	sed -n 's/.*ROW(\([0-9a-f]*\), \([A-Z_]*\),.*"\(.*\)").*/\1 \2 \3/p' "$work/rows" |
		awk -v d="$1" -v u="$2" -v v="$3" -v q="$4" '{
			text = substr($0, length($1 $2) + 3)
			gsub(/V(dd|xx)/, "v" d + 1 ":" d, text)
			gsub(/Vuu/, "v" u + 1 ":" u, text)
			gsub(/V[dx]/, "v" d, text)
			gsub(/Vu/, "v" u, text)
			gsub(/Vv/, "v" v, text)
			gsub(/Q[dx]/, "q" q, text)
			print "{ " text " }"
		}'
}

# expected D U V Q: the words that the table says.
expected()
{
	sed -n 's/.*ROW(\([0-9a-f]*\), \([A-Z_]*\),.*/\1 \2/p' "$work/rows" |
		while read -r code form; do
			case $form in
			Q*)	low=$4 ;;
			*)	low=$1 ;;
			esac
			case $form in
			*_UV)	high=$3 ;;
			*)	high=0 ;;
			esac
			printf '%08x\n' $((0x$code | 0xc000 | high << 16 | $2 << 8 | low))
		done
}

# compare NAME D U V Q
compare()
{
	name=$1
	shift
	registers "$@" >"$work/$name.s"
	expected "$@" >"$work/$name.want"
	"$clang" --target=hexagon-unknown-elf -mv73 -mhvx -mhvx-length=128B -mhvx-ieee-fp \
		-c -o "$work/$name.o" "$work/$name.s"
	llvm-objcopy-19 -O binary --only-section=.text "$work/$name.o" "$work/$name.bin"
	od -An -v -tx4 -w4 "$work/$name.bin" | tr -d ' ' >"$work/$name.got"
	if cmp -s "$work/$name.got" "$work/$name.want"; then
		echo "ok $((number += 1)) - $name"
	else
		echo "not ok $((number += 1)) - $name"
		paste -d' ' "$work/$name.got" "$work/$name.want" "$work/$name.s" |
			awk '$1 != $2 { print "# " $0 }'
	fi
}

sed -n '/define HVX_ROWS_V68/,/^$/p' "$folder/hvx_rows_v68.h" >"$work/rows"
sed -n '/define HVX_ROWS_V73/,/^$/p' "$folder/hvx_rows_v73.h" >>"$work/rows"
number=0
echo 1..2
compare lowest 0 0 0 0
compare high 30 28 31 3
