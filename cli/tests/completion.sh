#!/bin/bash
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What Tab offers at the end of a line.
# usage: completion.sh COMPLETION
set -u

# shellcheck disable=SC1090,SC1091 # checked by itself
source "$1"
tests=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export DSP_LIBRARY_PATH=$dir ADSP_LIBRARY_PATH=
touch "$dir/libmine_skel.so" "$dir/libmany_skel.so" "$dir/other.so"

# offers WORDS WORD...: the words that the last WORD can become, sorted.
offers()
{
	local want=$1 got

	shift
	tests=$((tests + 1))
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_qda
	got=$(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | xargs)
	if [[ $got == "$want" ]]; then
		echo "ok $tests - $*"
	else
		echo "not ok $tests - $*"
		echo "# $got"
	fi
}

offers 'call demo doctor dump info log new top trace' qda ''
offers 'info' qda i
offers '--device --help --version --wait' qda -
offers 'cdsp' qda -d c
offers 'call demo doctor dump info log new top trace' qda -d cdsp ''
offers '' qda -w ''
offers 'call' qda -w 5 --device cdsp ca
offers '--help --json' qda info ''
offers '--crash --help --json --level --no-wait --pd --since' qda log -
offers 'error' qda log -n --level e
offers '' qda log -p ''
offers '--count --help --list --output --path --remove' qda dump -
offers '--help --sdk' qda new -
offers '--help --output' qda trace -
offers '' qda trace -o ''
offers '--count --help --interval --json --once' qda top -
offers '--no-wait' qda log -n --n
offers 'sobel' qda demo s
offers '--help --json --root' qda doctor -
offers '--calls' qda demo sobel --c
offers '' qda demo sobel pic
offers 'many mine' qda call m
offers 'mine' qda -d cdsp call -n 5 -t 3 mi
offers '--calls --help --json --path --timeout' qda call -
offers "$dir" qda call -p "${dir%?}"
offers '' qda call ./mi
offers '' qda call mine su
offers '' qda call mine sum in : u8 = 1 in : @ pic
echo "1..$tests"
