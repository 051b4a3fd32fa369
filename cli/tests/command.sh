#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The command from outside: exit status, output, sentences.
# usage: command.sh QDA QDA-ON-FAKE
set -u

qda=$(realpath "$1")
fake=$(realpath "$2")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
tests=0

# expect STATUS STREAM PART COMMAND...: STREAM (out or err) has PART, and
# stderr has at most one line.
expect()
{
	name="$3"
	status=$1 stream=$2 part=$3
	shift 3
	tests=$((tests + 1))
	got=0
	"$@" >out 2>err </dev/null || got=$?
	if [ $got = "$status" ] && grep -qF -- "$part" "$stream" &&
	   [ "$(wc -l <err)" -le 1 ]; then
		echo "ok $tests - $name"
	else
		echo "not ok $tests - $name"
		echo "# $* returned $got"
		sed 's/^/# /' out err
	fi
}

# node MOOD: a DSP, see fake_dsp.c
node()
{
	printf '%s' "$1" >node
}

# A 4 x 3 picture of grey 0, with one grey 100 in the middle row.
base64 -d >small.png <<'END'
iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAAAAACRn/EaAAAADklEQVR4nGNggIAUCAUAAssAZcZ5cfIAAAAASUVORK5CYII=
END
head -c 40 small.png >cut.png

expect 0 out 'exit status: 0 done' "$qda" --help
expect 0 out 'libqda' "$qda" --version
expect 2 err 'no command given' "$qda"
expect 2 err "no command 'nonsense'" "$qda" nonsense
expect 2 err 'unrecognized option' "$qda" --nonsense
expect 2 err 'unrecognized option' "$qda" info --nonsense
expect 2 err 'no argument such as' "$qda" info nonsense
expect 2 err "there is 'sobel'" "$qda" demo
expect 2 err "there is 'sobel'" "$qda" demo nonsense
expect 2 err 'takes IN and perhaps OUT' "$qda" demo sobel
expect 2 err 'takes IN and perhaps OUT' "$qda" demo sobel a b c
expect 2 err 'no number of calls' "$qda" demo sobel -n 0 small.png
expect 2 err 'no number of calls' "$qda" demo sobel -n 1x small.png
expect 0 out '--calls N' "$qda" demo --help
expect 0 out '--json' "$qda" info --help

expect 3 err 'not a device node of the qda driver' "$qda" -d /dev/null info
expect 3 err 'no such device node' "$qda" -d ./none info
expect 3 out '"problem": "./none: no such' "$qda" -d ./none info --json
node good
expect 0 out 'Hexagon v68' "$fake" -d ./node info
expect 0 out '1 open, at most 4' "$fake" -d ./node info
expect 0 out '"arch": "v68"' "$fake" -d ./node info --json
node nocaps
expect 0 out 'every context bank' "$fake" -d ./node info
expect 0 out '"capabilities": null' "$fake" -d ./node info --json

demo="$fake -d ./node demo sobel"
node good
# shellcheck disable=SC2086 # $demo is words
{
expect 1 err 'none.png: No such file' $demo none.png
expect 1 err 'a directory' $demo .
expect 1 err 'damaged or unusual PNG' $demo cut.png
expect 2 err 'is the picture itself' $demo small.png ./small.png
expect 1 err 'cannot write the result: no/x.png' $demo small.png no/x.png
expect 0 out 'DSP result == CPU result' $demo small.png
node good
expect 0 out 'session  1, unsigned PD' $demo -n 3 small.png out.png
cp out summary
expect 0 out 'DSP result == CPU result' tail -n 1 summary
expect 0 out 'PNG' head -c 4 out.png
node wrong
expect 1 err 'call 3, first at column 1 of row 2: DSP 1, CPU 0' $demo small.png
node full
expect 1 err 'every context bank of the DSP is taken' $demo small.png
node refuse
expect 1 err 'the DSP refused the process: unable to load' $demo small.png
node nomodule
expect 1 err "no such module on the DSP:  [31mnot here" $demo small.png
node fail
expect 1 err 'the call failed: bad argument' $demo small.png
node crash
expect 1 err 'the DSP went away during the call' $demo small.png never.png
}
tests=$((tests + 1))
if [ -e never.png ] || [ -e never.png.part ] || [ -e out.png.part ]; then
	echo "not ok $tests - no file is left behind"
else
	echo "ok $tests - no file is left behind"
fi
echo "1..$tests"
