#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What the libraries export is what their headers declare, and the three functions
# that generated code prints with.
# usage: symbols.sh NM LIBRARY... HEADER...
set -eu

nm=$1
shift
libraries='' headers=''
for file in "$@"; do
	case $file in
	*.h)	headers="$headers $file" ;;
	*)	libraries="$libraries $file" ;;
	esac
done

# shellcheck disable=SC2086 # lists of files
declared=$({
	printf 'HAP_debug\nHAP_debug_runtime\nHAP_debug_v2\n'
	cat $headers | grep -v '^static' | tr '\n' ' ' |
		grep -oE '\b(int|void|AEEResult) \*?(remote|fastrpc|rpcmem|dspqueue)_[a-z0-9_]+\(' |
		sed 's/.*[ *]//; s/(//'
} | LC_ALL=C sort -u | grep -v '^rpcmem_alloc_def$')
# shellcheck disable=SC2086 # a list of files
echo "1..$(echo $libraries | wc -w)"
number=0
for library in $libraries; do
	number=$((number + 1))
	exported=$("$nm" -D --defined-only "$library" | sed 's/.* //; s/@.*//' | LC_ALL=C sort -u)
	if [ "$exported" = "$declared" ]; then
		echo "ok $number - ${library##*/}"
	else
		echo "not ok $number - ${library##*/}"
		echo "$exported" | sed 's/^/# exported /'
		echo "$declared" | sed 's/^/# declared /'
	fi
done
