#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Makes the files of a new project, and the page of a trace, into strings of C.
#
#	embed.sh OUTPUT FILE...
set -eu

output=$1
shift
for file in "$@"; do
	name=$(basename "$file")
	echo "static const char template_${name%.*}[] ="
	# Not the two lines about the licence: the project is its owner's.
	sed -e 1,2d -e 's/[\\"]/\\&/g' -e 's/.*/	"&\\n"/' -e '$s/$/;/' "$file"
done >"$output"
