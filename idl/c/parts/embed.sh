#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Makes the fixed texts of generated files into strings of C.
#
#	embed.sh OUTPUT FILE...
set -eu

output=$1
shift
for file in "$@"; do
	name=$(basename "$file" .c)
	echo "static const char part_${name}[] ="
	# Not the two lines about the licence: what is generated is its user's.
	sed -e 1,2d -e 's/[\\"]/\\&/g' -e 's/.*/	"&\\n"/' -e '$s/$/;/' "$file"
done >"$output"
