#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What the library exports is what its map lists, no less and no more.
# usage: symbols.sh NM LIBRARY MAP
set -eu

echo 1..1
exported=$("$1" -D --defined-only "$2" |
	sed -n 's/^[0-9a-f]* [^A] \([^@]*\).*/\1/p' | LC_ALL=C sort)
listed=$(sed -n 's/^\t\t\([a-z0-9_]*\);$/\1/p' "$3")

if [ "$listed" != "$(echo "$listed" | LC_ALL=C sort)" ]; then
	echo "not ok 1 - symbols # the map is not sorted"
elif [ "$exported" != "$listed" ]; then
	echo "not ok 1 - symbols"
	echo "$exported" | sed 's/^/# exported /'
	echo "$listed" | sed 's/^/# listed /'
else
	echo "ok 1 - symbols"
fi
