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
expect 0 out 'in:TYPE=VALUE' "$qda" call --help
expect 0 out '--no-wait' "$qda" log --help
expect 2 err 'no argument such as' "$qda" log x
expect 2 err "'loud' is no level: give low, medium, high, error or fatal" "$qda" log -l loud
expect 2 err "'x' is no number of a process" "$qda" log --pd x
expect 2 err 'no argument such as' "$qda" top x
expect 2 err "'0' is no number of seconds" "$qda" top -i 0
expect 3 err 'no such device node' "$qda" -d ./none top -1
expect 0 out '--once' "$qda" top --help
expect 2 err 'takes -o FILE and a command' "$qda" trace true
expect 2 err 'takes -o FILE and a command' "$qda" trace -o x.json
expect 0 out '--output FILE' "$qda" trace --help
expect 2 err 'takes the name of the project' "$qda" new
expect 2 err "'a-b' is no name" "$qda" new a-b
expect 2 err "'7up' is no name" "$qda" new 7up
expect 1 err './none has no SDK (skel.mk): install qda-dsp-sdk' "$qda" new --sdk ./none mine
mkdir sdk && : >sdk/skel.mk
expect 0 out 'mine: skel.c runs on the DSP' "$qda" new --sdk sdk mine
expect 1 err 'cannot make the folder mine: File exists' env QDA_SDK=sdk "$qda" new mine
expect 0 out "QDA_SDK ?= $dir/sdk" grep QDA_SDK mine/Makefile
expect 0 out 'SKEL(mine, METHODS);' cat mine/skel.c
expect 0 out 'nothing left' sh -c '! grep -r -e @NAME@ -e @SDK@ -e SPDX mine && echo nothing left'
expect 2 err "'0' is no number of dumps" "$qda" dump -n 0
expect 2 err 'no argument such as' "$qda" dump x
expect 0 out '--output FILE' "$qda" dump --help
expect 2 err "unrecognized option '-x': see 'qda log --help'" "$qda" log -n -x
expect 2 err "unrecognized option '-x': see 'qda log --help'" "$qda" log --no-wait -xn
expect 2 err "unrecognized option '-x': see 'qda --help'" "$qda" -x log
expect 2 err "option '-d' comes before the command: qda -d ... call" "$qda" call -d adsp x 2
expect 2 err "option '--device=adsp' comes before the command" "$qda" log --device=adsp
expect 2 err "option '-w' comes before the command" "$qda" info -w 3
expect 2 err "option '-n' needs a value: see 'qda call --help'" "$qda" call -n
expect 2 err "option '--wait' needs a value: see 'qda --help'" "$qda" --wait
expect 2 err "option '--json=x' takes no value: see 'qda info --help'" "$qda" info --json=x
expect 2 err "_session=7 in the URI is not the number of one session: give 0 to 3" \
	"$qda" call 'file:///libx.so?y&_session=7' 2
expect 2 err "'sub/libx.so' in the URI is not the name of a file without a folder" \
	"$qda" call 'file:///sub/libx.so?y' 2
expect 2 err 'unrecognized option' "$qda" log --x

# One thing wrong with an argument each: said before any DSP is looked for.
wrong()
{
	expect 2 err "$1" "$qda" call x 2 "$2"
}
expect 2 err 'takes a module, a method' "$qda" call
expect 2 err "'1' is no method: give 2 to 31" "$qda" call x 1
expect 2 err "'32' is no method" "$qda" call x 32
expect 2 err "'2x' is no method" "$qda" call x 2x
expect 2 err 'no number of calls' "$qda" call -n 0 x 2
expect 2 err 'no number of seconds' "$qda" call -t -1 x 2
expect 2 err "'x' is no number of seconds: give 0 to 86400" "$qda" -w x info
expect 2 err 'no number of seconds' "$qda" -w -1 info
expect 3 err 'no such DSP appeared in time' "$qda" -w 1 -d ./none info
expect 2 err 'is called libNAME_skel.so' "$qda" call ./x.so 2
expect 2 err 'is called libNAME_skel.so' "$qda" call ./lib_skel.so 2
expect 2 err "cannot be searched" "$qda" call ./a:b/libx_skel.so 2
expect 1 err 'No such file' "$qda" call ./libx_skel.so 2
expect 2 err "is the name of a file: write ./libx_skel.so" "$qda" call libx_skel.so 2
wrong 'an option comes before' -n
wrong 'begins with in: or out:' u32=1
wrong "no type 'u24'" in:u24=1
wrong "no type ''" in:
wrong 'needs a value: write in:u32=' in:u32
wrong 'as many values as are given' 'in:u32[2]=1,2'
wrong "'' is no number" in:u32=
wrong "'' is no number" in:u32=1,,2
wrong "'x' is no number" in:u32=x
wrong "'1 ' is no number" 'in:u32=1 '
wrong "' 1' is no number" 'in:i32= 1'
wrong "'1.5' is no number" in:i32=1.5
wrong "'256' does not fit into u8" in:u8=256
wrong "'-1' does not fit into u8" in:u8=-1
wrong "'128' does not fit into i8" in:i8=128
wrong "'-129' does not fit into i8" in:i8=-129
wrong "'4294967296' does not fit into u32" in:u32=4294967296
wrong "does not fit into u64" in:u64=18446744073709551616
wrong "does not fit into i64" in:i64=9223372036854775808
wrong "does not fit into f32" in:f32=1e39
wrong "does not fit into f64" in:f64=1e309
wrong "has two hexadecimal digits" in:hex=abc
wrong "'g' is no hexadecimal digit" in:hex=0g
wrong 'cannot read none: No such file' in:@none
wrong 'cannot read .: no regular file' in:@.
wrong 'an output has no value' out:u32=1
wrong 'is no count' 'out:u32[x]'
wrong 'is no count' 'out:u32[2'
wrong 'is no count' 'out:u32[-1]'
wrong 'has 1 to 67108864 bytes' 'out:u32[0]'
wrong 'at most 67108864 bytes' 'out:u32[60000000]'
wrong 'say how many bytes' out:@file
wrong 'cut.png: damaged or unusual PNG' in:png=cut.png
wrong 'none.png: No such file' in:png=none.png
wrong 'a picture needs a file' out:png
wrong 'no size: give in:png=FILE too' out:png=x.png
wrong 'no size: give in:png=FILE too' 'out:png=x.png[0x4]'
wrong 'no size: give in:png=FILE too' 'out:png=x.png[17000x4]'
wrong "'w' is no number" in:u32=w
expect 0 out '--json' "$qda" info --help

expect 2 err 'looks for a DSP by its domain' "$qda" -d ./x doctor
expect 2 err "unrecognized option '-x': see 'qda doctor --help'" "$qda" doctor -x
expect 0 out '--root DIR' "$qda" doctor --help
expect 1 out '(of ./none, without asking a DSP)' "$qda" doctor -r ./none
expect 1 out '"root": "./none"' "$qda" doctor --root ./none -j
printf 'text' >libtext_skel.so
expect 1 out 'missing  ./libtext_skel.so file: it is no ELF file' "$qda" doctor ./libtext_skel.so

expect 3 err 'not a device node of the qda driver' "$qda" -d /dev/null info
expect 3 err 'no such device node' "$qda" -d ./none info
expect 3 out '"problem": "./none: no such' "$qda" -d ./none info --json
expect 3 out '"problem": "./n\u0001\u00e9: no such' "$qda" -d "./$(printf 'n\001\351')" info --json
# json BYTES TEXT: what becomes of bytes, in octal.
json()
{
	# shellcheck disable=SC2059 # the bytes are the format
	expect 3 out "\"problem\": \"./$2: no such" "$qda" -d "./$(printf "$1")" info --json
}
json '\303\274' 'ü'
json '\342\202\254\360\237\230\200' '€😀'
json '\303x' '\u00c3x'
json '\342\202' '\u00e2\u0082'
json '\300\257' '\u00c0\u00af'
json '\340\200\257' '\u00e0\u0080\u00af'
json '\355\240\200' '\u00ed\u00a0\u0080'
json '\364\220\200\200' '\u00f4\u0090\u0080\u0080'
node good
expect 0 out 'Hexagon v68' "$fake" -d ./node info
expect 0 out '1 open, at most 4' "$fake" -d ./node info
expect 0 out '"arch": "v68"' "$fake" -d ./node info --json
expect 0 out 'poll mode      no' "$fake" -d ./node info
expect 0 out '"poll": false' "$fake" -d ./node info -j
expect 0 out 'Hexagon v68' "$fake" -w 1 -d ./node info
# It comes while it is waited for, and with as little as a second it would.
printf good >late.new
{ sleep 0.3; mv late.new late; } &
expect 0 out 'Hexagon v68' "$fake" -w 60 -d ./late info
wait
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
node busy
expect 1 err 'every context bank of the DSP is taken: close a session or try later, or wait for one with qda -w' $demo small.png
expect 0 out 'DSP result == CPU result' "$fake" -w 1 -d ./node demo sobel small.png
node refuse
expect 1 err 'the DSP refused the process: unable to load' $demo small.png
call="$fake -d ./node call"
node good
expect 0 out 'out 0: i64 10' $call calculator 2 in:u32=4 in:i32=1,2,3,4 out:i64
expect 0 out 'out 0: i64 10' \
	$call 'file:///libcalculator_skel.so?calculator_skel_handle_invoke&_idlver=1.2.3' \
	2 in:u32=4 in:i32=1,2,3,4 out:i64
uri='file:///libcalculator_skel.so?calculator_skel_handle_invoke'
expect 0 out 'out 0: i64 10' $call "$uri&_dom=cdsp&_session=2" 2 in:u32=4 in:i32=1,2,3,4 out:i64
expect 1 err 'the URI is for the DSP adsp, and the session is on cdsp' \
	$call "$uri&_dom=adsp" 2 in:u32=4 in:i32=1,2,3,4 out:i64
expect 3 err 'no DSP found' "$fake" call "$uri&_dom=nodsp" 2 in:u32=4 in:i32=1,2,3,4 out:i64
expect 0 out 'out 0: i64 -3' $call calculator 2 in:u32=2 in:i32=-1,-2 out:i64
expect 0 out 'time: ' $call -n 3 calculator 2 in:u32=1 in:i32=0x10 out:i64
expect 0 out 'min_ns' sh -c "$call -j -n 2 calculator 2 in:u32=1 in:i32=1 out:i64 | grep min_ns | grep -v ': 0,'"
expect 0 out '"values": [-3]' $call -j calculator 2 in:u32=2 in:i32=-1,-2 out:i64
expect 0 out '"file": null' $call -j calculator 2 in:u32=2 in:i32=-1,-2 out:i64
expect 0 out 'out 0: u8 255 0' $call calculator 3 in:u8=255,0 'out:u8[2]'
expect 0 out 'out 0: i16 -1 32767' $call calculator 3 in:i16=-1,32767 'out:i16[2]'
expect 0 out 'out 0: f32 1.5 inf' $call calculator 3 in:f32=1.5,inf 'out:f32[2]'
expect 0 out '"values": [1.5, null]' $call -j calculator 3 in:f32=1.5,inf 'out:f32[2]'
expect 0 out 'out 0: f64 0.10000000000000001' $call calculator 3 in:f64=0.1 out:f64
expect 0 out 'out 0: str a b' $call calculator 3 'in:str=a b' 'out:str[9]'
expect 0 out '"value": "a b"' $call -j calculator 3 'in:str=a b' 'out:str[9]'
expect 0 out 'out 0: str a\x1b' $call calculator 3 in:hex=611b 'out:str[2]'
expect 0 out 'out 0: hex 00ffab' $call calculator 3 in:hex=00FFab 'out:hex[3]'
expect 0 out 'out 0: file saved' $call calculator 3 in:@small.png 'out:@saved[71]'
expect 0 out '"file": "saved"' $call -j calculator 3 in:@small.png 'out:@saved[71]'
expect 0 out same sh -c 'cmp saved small.png && echo same'
expect 1 err 'cannot write no/x' $call calculator 3 in:u8=1 'out:@no/x[1]'
expect 1 err 'returned -2147482610 (0x8000040e): bad argument' $call calculator 2 in:u32=3 in:i32=1 out:i64
expect 1 err 'no such module on the DSP (0x8000043e): unknown' $call nothing 2
expect 1 err 'give the number of the method' $call calculator
expect 1 err 'give the number of the method' $call calculator sum
expect 3 err 'no such device node' "$fake" -d ./none call calculator 2
node dies
expect 1 err 'see qda log, and the dump in /sys/class/devcoredump' $call calculator 2 in:u32=1 in:i32=1 out:i64

# A skeleton: its head, and one segment with a note that names two methods.
mkdir lib newer
# skeleton FLAGS: FLAGS is the version of Hexagon, an octal byte.
skeleton()
{
	printf '\177ELF\1\1\1\0\0\0\0\0\0\0\0\0\3\0\244\0\1\0\0\0\0\0\0\0\64\0\0\0'
	# shellcheck disable=SC2059 # the byte is the format
	printf "\\0\\0\\0\\0\\$1"
	printf '\0\0\0\64\0\40\0\1\0\0\0\0\0\0\0'
	printf '\4\0\0\0\124\0\0\0\0\0\0\0\0\0\0\0\70\0\0\0\70\0\0\0\4\0\0\0\4\0\0\0'
	printf '\4\0\0\0\45\0\0\0\1\0\0\0qda\0'
	printf '2 sum in:u32 in:i32[] out:i64\0003 copy\0\0\0\0'
}
skeleton 150 >lib/libcalculator_skel.so
skeleton 163 >newer/libcalculator_skel.so
cp lib/libcalculator_skel.so lib/libother_skel.so
cp lib/libcalculator_skel.so lib/libsobel_skel.so
node files
expect 0 out '2 sum in:u32 in:i32[] out:i64' $call -p lib calculator
expect 0 out '"3 copy"' $call -j -p lib calculator
expect 0 out '"hexagon": 68' $call -j ./lib/libcalculator_skel.so
expect 0 out '"file": "./lib/libcalculator_skel.so"' $call -j ./lib/libcalculator_skel.so copy in:u8=1 out:u8
expect 0 err 'warning: newer/libcalculator_skel.so is made for Hexagon v73, and this DSP is v68' \
	$call -p newer calculator sum in:u32=2 in:i32=3,4 out:i64
expect 0 out 'out 0: i64 7' $call -p lib calculator sum in:u32=2 in:i32=3,4 out:i64
expect 0 out 'out 0: i64 7' env DSP_LIBRARY_PATH=lib $call calculator sum in:u32=2 in:i32=3,4 out:i64
expect 2 err '1 in: and 0 out: are given, but the method is: sum in:u32 in:i32[] out:i64' $call -p lib calculator sum in:u32=2
expect 2 err '1 in: and 1 out: are given' $call -p lib calculator 2 in:u32=2 out:i64
sum="$call -p lib calculator sum"
expect 2 err "'in:i32=2': the method wants in:u32" $sum in:i32=2 in:i32=3 out:i64
expect 2 err "'in:u32=1,2': the method wants in:u32" $sum in:u32=1,2 in:i32=3 out:i64
expect 2 err "'in:f32=3': the method wants in:i32[]" $sum in:u32=2 in:f32=3 out:i64
expect 2 err "'out:u64': the method wants out:i64" $sum out:u64 in:u32=2 in:i32=3
expect 2 err "'out:i64[2]': the method wants out:i64" $sum in:u32=2 in:i32=3 'out:i64[2]'
expect 2 err "'in:hex=020000': the method wants in:u32" $sum in:hex=020000 in:i32=3 out:i64
expect 0 out 'out 0: hex 0700000000000000' $sum in:hex=02000000 in:hex=0300000004000000 'out:hex[8]'
expect 1 err "has no method 'mul': 'qda call calculator' lists them" $call -p lib calculator mul
expect 1 err 'there is no libnothing_skel.so in lib, /usr/lib/dsp/cdsp, /usr/lib/dsp: put it there' $call -p lib nothing 2

# The same with a text of wrong words. The lengths stay as they are.
damage()
{
	sed "s/sum in:u32 in:i32\[\] out:i64/$1/" lib/libcalculator_skel.so >bad/libcalculator_skel.so
}
mkdir bad
damage 'sum in:u32 in:i32 [] out:i6'
expect 1 err "wrong at '[] out:i6': see SKEL()" $call -p bad calculator sum in:u32=2 in:i32=3 out:i64
damage 'sum in:u32 in:i32[] out:i65'
expect 2 err "wrong at 'out:i65': see SKEL()" $call -p bad calculator sum in:u32=2 in:i32=3 out:i64
damage 'sum in:u32 in:i32[  out:i64'
expect 2 err "wrong at 'in:i32[': see SKEL()" $call -p bad calculator sum in:u32=2 in:i32=3 out:i64
damage 'sum in:u32 in:handle out:u8'
expect 2 err "wants a handle of memory" $call -p bad calculator sum in:u32=2 in:i32=3 out:u8
damage 'sum out:i64 in:u32 in:i32[]'
expect 1 err "wrong at 'in:u32 in:i32[]': see SKEL()" $call -p bad calculator sum in:u32=2 in:i32=3 out:i64
damage 'sum in:str out:u32[2]:a-b-c'
expect 2 err "the method wants out:u32[2]:a-b-c" $call -p bad calculator sum in:str=x out:u32
expect 2 err "'in:u8=1': the method wants in:str" $call -p bad calculator sum in:u8=1 'out:u32[2]'
node good
expect 0 out 'percentiles: 50% ' $call -n 20 calculator 2 in:u32=1 in:i32=1 out:i64
expect 0 out '"p99_ns": ' $call -n 20 -j calculator 2 in:u32=1 in:i32=1 out:i64
expect 0 out 'out 0: file echo.png' $call calculator 3 in:png=small.png out:png=echo.png
expect 0 out 'out 0: hex 000000000000640000000000' $call calculator 3 in:png=echo.png 'out:hex[12]'
expect 0 out 'out 0: file square.png' $call calculator 3 in:hex=01020304 'out:png=square.png[2x2]'
expect 1 err 'no/x.png: No such file or directory' $call calculator 3 in:png=small.png out:png=no/x.png
expect 1 err "has a module 'calculator' built in" $call ./lib/libcalculator_skel.so 3
node files
expect 0 out 'code     built into the DSP (no libsobel_skel.so was loaded)' $demo small.png
expect 0 out 'code     libsobel_skel.so, Hexagon v68' env DSP_LIBRARY_PATH=lib $demo small.png
node nomodule
expect 1 err "no such module on the DSP (0x8000043e):  [31mnot here" $demo small.png
node fail
expect 1 err 'the call failed: bad argument' $demo small.png
node crash
expect 1 err 'the DSP went away during the call' $demo small.png never.png

log="$fake -d ./node log"
node files
expect 0 out 'cdsp pd 3 thread 1 high a.c:1: one' $log -n
expect 0 out 'two' $log -n
expect 0 out '{"dsp": "cdsp", "pd": 3, "thread": 1, "level": "high", "file": "a.c", "line": 1, "text": "one"}' $log -n -j
expect 0 out '{"text": "two"}' $log -n -j
expect 0 out 'one' sh -c "$log -n -p 3 | grep -v two"
expect 0 out '0 lines' sh -c "$log -n -p 4 | wc -l | sed 's/\$/ lines/'"
expect 0 out '0 lines' sh -c "$log -n -l error | wc -l | sed 's/\$/ lines/'"
expect 0 out '1 lines' sh -c "$log -n --level medium | wc -l | sed 's/\$/ lines/'"
expect 0 out '0 lines' sh -c "$log -n -c | wc -l | sed 's/\$/ lines/'"
expect 0 out '1 lines' sh -c "$log -n -s two | wc -l | sed 's/\$/ lines/'"
expect 0 out '2 lines' sh -c "$log -n --since one | wc -l | sed 's/\$/ lines/'"
expect 0 out '0 lines' sh -c "$log -n --since now | wc -l | sed 's/\$/ lines/'"
expect 1 out 'two' $log
expect 1 err 'the log has ended: the DSP has stopped' $log
node nolog
expect 1 err 'cannot read the log: the DSP has no log' $log
node good
expect 1 err 'cannot read the log: the DSP has no log' $log -n
node user
expect 1 err 'only root may read the log' $log
expect 3 err 'no such device node' "$fake" -d ./none log
}
tests=$((tests + 1))
if [ -e never.png ] || [ -e never.png.part ] || [ -e out.png.part ]; then
	echo "not ok $tests - no file is left behind"
else
	echo "ok $tests - no file is left behind"
fi
echo "1..$tests"
