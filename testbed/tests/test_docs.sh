#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# scripts/check-docs on a copy of this tree: nothing is wrong with it, and one mistake of
# each kind is found.
#
# usage: test_docs.sh ROOT
set -eu

# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
tree=$work/tree
no=nowhere		# what nothing here is called
mkdir "$tree"
(cd "$root" && find . -name .git -prune -o -path ./build -prune -o -path ./out -prune -o \
	-type f -print | tar -cf - -T -) | tar -xf - -C "$tree"

# breaks NAME WORDS FILE SED: FILE, edited like that, is found with WORDS.
breaks()
{
	sed -i "$4" "$tree/$3"
	echo "$1:$2" >>"$work/wanted"
}

# adds NAME WORDS FILE LINE: the same, with a line more at the end.
adds()
{
	echo "$4" >>"$tree/$3"
	echo "$1:$2" >>"$work/wanted"
}

check "nothing is wrong with the tree" "$tree/scripts/check-docs"

page=docs/architecture.md
adds "file" "there is no lib/$no.c" $page "see lib/$no.c"
adds "file without its folder" "there is no $no.c" $page "see $no.c"
adds "function" "no code has qda_$no()" $page "see qda_$no()"
adds "word with our prefix" "no code has DRM_QDA_$no" $page "see DRM_QDA_$no"
adds "link" "the link to $no.html leads" $page "[x]($no.html)"
adds "link to a heading" "protocol.md#$no: no such heading" $page "[x](protocol.md#$no)"
adds "test case" "lies has no case $no" $page "    testbed/test default:lies:$no"
adds "test program" "there is no test program $no" $page "    testbed/test default:$no"
adds "board" "there is no board $no" $page "    testbed/test $no"
adds "target of make" "make has no target $no" $page "    make $no"
adds "proof in the ledger" "there is no KUnit case $no" docs/review-ledger.md \
	"| R99 | a | b | c | KUnit $no |"
adds "list of tests" "tests/programs.list: kill has no case $no" tests/programs.list "kill $no"
adds "section that a comment cites" "has no section '$no'" testbed/vdsp/main.c \
	"/* (docs/protocol.md, $no) */"
adds "file that a comment names" "main.c:$(($(wc -l <"$tree/testbed/vdsp/main.c") + 1)): there is no" \
	testbed/vdsp/main.c "/* lib/$no.c */"
breaks "licence not first" "tests/README.md:1: the first line" tests/README.md '1i torn'
breaks "DOC of the driver" "no page takes 'DOC: Calls'" kernel/Documentation/accel/qda/design.rst \
	'/:doc: Calls/d'
breaks "noun of the driver" "the nouns lack marshal" kernel/Documentation/accel/qda/design.rst \
	's/^   marshal, rpmsg /   rpmsg          /'
# shellcheck disable=SC2016 # back quotes of the table
breaks "row that a table lacks" "lacks hang" testbed/vdsp/README.md '/^| `hang`/d'
breaks "row of nothing" "has $no, the code has not" testbed/vdsp/README.md "s/^| \`die\`/| \`$no\`/"
# shellcheck disable=SC2016 # the same
breaks "default of a lie" "the default of delay" testbed/vdsp/README.md '/^| `delay`/s/100/200/'
breaks "mark of a table" "no table that mirrors: linters" CONTRIBUTING.md '/mirrors: linters/d'
breaks "folder of the tree" "README.md: the tree lacks dsp/" README.md '/^    dsp\//d'
breaks "version" "version 9.9.9" meson.build "s/version: '.*',/version: '9.9.9',/"

! "$tree/scripts/check-docs" >"$work/got" 2>&1 || : >"$work/got"
while IFS=: read -r name words; do
	missing=0
	grep -qF -e "$words" "$work/got" || missing=1
	result "found: $name" $missing "$work/got"
done <"$work/wanted"
echo "1..$count"
