#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# scripts/layers on small trees: what points up is found, and nothing else.
#
# usage: test_layers.sh LAYERS
set -eu

layers=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"

# file PATH INCLUDE...: a file of the tree.
file()
{
	path=$work/root/$1
	mkdir -p "$(dirname "$path")"
	shift
	: >"$path"
	for header in "$@"; do
		echo "#include $header" >>"$path"
	done
}

# order LINE...: the list of trees.
order()
{
	printf '%s\n' "$@" >"$work/list"
}

# begin: a tree without a fault.
begin()
{
	rm -rf "$work/root"
	order 'tree: low high .'
	file tree/low/a.h '<stdint.h>'
	file tree/low/a.c '"low/a.h"' '"of-another-tree.h"' '"elsewhere/b.h"'
	file tree/high/b.h '"low/a.h"'
	file tree/high/b.c '"high/b.h"' '"low/a.h"'
	file tree/main.c '"high/b.h"' '"own.h"'
	file tree/own.h
}

# expect NAME LINE...: what it finds; no line: nothing, and it succeeds.
expect()
{
	name=$1
	shift
	[ $# = 0 ] || printf '%s\n' "$@" >"$work/want"
	[ $# -gt 0 ] || : >"$work/want"
	status=0
	"$layers" "$work/list" "$work/root" >"$work/got" 2>&1 || status=$?
	echo "status $status" >"$work/ended"
	wrong=0
	diff "$work/want" "$work/got" >"$work/diff" || wrong=1
	[ $((status != 0)) = $(($# != 0)) ] || wrong=1
	result "$name" $wrong "$work/ended" "$work/diff"
}

echo 1..9

begin
expect "a clean tree"

begin
file tree/low/a.c '<stdio.h>' '"high/b.h"'
expect "an include that points up" 'tree/low/a.c:2: includes high/b.h: low is below high'

begin
file tree/low/a.h '"high/b.h"'
expect "one in a header" 'tree/low/a.h:1: includes high/b.h: low is below high'

begin
file tree/low/a.c '"own.h"'
expect "one of the tree's own folder" 'tree/low/a.c:1: includes own.h: low is below .'

begin
file tree/low/a.c '"../high/b.h"'
expect "a way around" 'tree/low/a.c:1: includes ../high/b.h, which is no path from tree'

begin
file tree/new/c.c
expect "a folder that is in no order" 'tree/new/c.c: the layer new is in no order'

begin
file tree/low/a.c '"high/b.h"'
order 'tree: low high .' 'except tree/low/a.c high/b.h: it is a test'
expect "an exception"

begin
order 'tree: low high .' 'except tree/low/a.c high/b.h: it was once'
expect "an exception that nothing needs" \
	'tree/low/a.c: does not include high/b.h, so it needs no exception'

begin
file tree/low/a.c '"high/b.h"'
file tree/low/c.c '"high/b.h"'
order 'tree: low high .' 'except tree/low/c.c high/b.h: another file' \
	'except tree/low/a.c high/b.h:'
expect "an exception of another file, or without a reason" \
	'tree/low/a.c:1: includes high/b.h: low is below high'
