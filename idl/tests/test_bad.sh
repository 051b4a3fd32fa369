#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Files with one mistake each: the message names it and where it is, and nothing
# is written.
#
#	test_bad.sh QDA-IDL LIST FOLDER
set -u

idl=$1 list=$2 folder=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases=$(grep -v '^#' "$list")
number=0 failed=0

echo "1..$(($(echo "$cases" | wc -l) + 1))"
while read -r name wanted; do
	number=$((number + 1))
	"$idl" -o "$work" "$folder/$name.idl" >"$work.text" 2>&1
	status=$?
	first=$(grep 'error:' "$work.text" | head -n 1)
	if [ $status = 1 ] && [ -z "$(ls "$work")" ] &&
	   [ "${first#*"$wanted"}" != "$first" ]; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		echo "# exit status $status, files '$(ls "$work")'"
		echo "# wanted: $wanted"
		sed 's/^/# /' "$work.text"
		failed=1
	fi
	rm -f "$work.text"
done <<END
$cases
END

# Each file of the folder is in the list.
unlisted=$(for file in "$folder"/*.idl; do
	name=$(basename "$file" .idl)
	echo "$cases" | grep -q "^$name " || echo "$name"
done)
[ -z "$unlisted" ] || {
	printf 'not '
	failed=1
}
echo "ok $((number + 1)) - all files are listed"
[ -z "$unlisted" ] || echo "# not listed: $unlisted"
exit $failed
