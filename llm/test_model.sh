#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The model that is made, models that are none, and packages of llama.cpp that are none:
# each mistake gets one sentence, and nothing is run.
#
# usage: test_model.sh MODEL-PROGRAM CHECKOUT
set -u
model=$1 top=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0

# says STATUS TEXT CMD...: the command ends with STATUS, and its only line has TEXT.
says()
{
	count=$((count + 1))
	want=$1 text=$2
	shift 2
	timeout 20 "$@" >"$work/out" 2>&1 </dev/null
	status=$?
	if [ $status = "$want" ] && { [ ! "$text" ] || grep -qF -- "$text" "$work/out"; } &&
	   { [ "$want" = 0 ] ||
	     [ "$(grep -vc ': making \|, licence \|: fetching ' "$work/out")" = 1 ]; }; then
		echo "ok $count ${text:-$2}"
		return
	fi
	echo "not ok $count ${text:-$2}"
	echo "# status $status instead of $want, wanted one line with '$text'"
	sed 's/^/# /' "$work/out"
}

# put FILE OFFSET BYTES: bytes as printf's escapes, into a copy of the good model.
put()
{
	cp "$work/good.gguf" "$work/$1"
	# shellcheck disable=SC2059 # escapes
	printf "$3" | dd of="$work/$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# offset TEXT: where it ends in the good model.
offset()
{
	at=$(grep -abo "$1" "$work/good.gguf" | head -n 1 | cut -d : -f 1)
	echo $((at + ${#1}))
}

# ------------------------------------------------------------------ models --
says 0 '' "$model" write "$work/good.gguf" 1
says 0 '' "$model" check "$work/good.gguf" 2
"$model" write "$work/again.gguf" 1
says 0 '' cmp "$work/good.gguf" "$work/again.gguf"
"$model" write "$work/again.gguf" 2
says 1 'differ' cmp "$work/good.gguf" "$work/again.gguf"
says 1 'it has 1 MiB, and the board has room for 0' "$model" check "$work/good.gguf" 0
says 1 'it cannot be read' "$model" check "$work/none.gguf" 2
says 1 'it is no file' "$model" check "$work" 2
says 1 "does not begin with 'GGUF'" "$model" check "$0" 2
put version.gguf 4 '\004'
says 1 'it is of version 4 of GGUF' "$model" check "$work/version.gguf" 2
put tensors.gguf 12 '\377\377'
says 1 'it says that it has' "$model" check "$work/tensors.gguf" 2
put kind.gguf "$(offset general.architecture)" '\077'
says 1 "'general.architecture' has a value of kind 63" "$model" check "$work/kind.gguf" 2
put name.gguf 24 '\000\000\001'
says 1 'a name of 65536 bytes' "$model" check "$work/name.gguf" 2
put shape.gguf "$(offset token_embd.weight)" '\011'
says 1 "tensor 'token_embd.weight' has 9 dimensions" "$model" check "$work/shape.gguf" 2
put far.gguf $(($(offset output_norm.weight) + 4 + 8 + 4)) '\377\377\377'
says 1 "it ends before the data of 'output_norm.weight' does" "$model" check "$work/far.gguf" 2
head -c 600 "$work/good.gguf" >"$work/cut.gguf"
says 1 'it ends in' "$model" check "$work/cut.gguf" 2
size=$(wc -c <"$work/good.gguf")
head -c $((size - 9)) "$work/good.gguf" >"$work/cut.gguf"
says 1 '9 bytes of tensors are missing' "$model" check "$work/cut.gguf" 2

# Wherever it is cut, it is refused, and nothing crashes.
bad=0
at=0
while [ $at -lt 12000 ]; do
	head -c $at "$work/good.gguf" >"$work/cut.gguf"
	"$model" check "$work/cut.gguf" 2 >/dev/null 2>&1
	[ $? = 1 ] || bad=$((bad + 1))
	at=$((at + 97))
done
count=$((count + 1))
[ $bad = 0 ] || printf 'not '
echo "ok $count cut anywhere"

# ---------------------------------------------------------------- packages --
export XDG_CACHE_HOME="$work/cache"
mkdir -p "$work/bin" "$work/package" "$work/cache/qda"
llama="$top/scripts/llama"
says 1 "'0 12' is no version of llama.rn" env QDA_LLAMA='0 12' "$llama"
says 1 'no such file' env QDA_LLAMA="$work/none.tgz" "$llama"
tar -czf "$work/other.tgz" -C "$work" package
says 1 'is no package of llama.rn' env QDA_LLAMA="$work/other.tgz" "$llama"
printf '{\n  "name": "llama.rn",\n  "version": "9.0.0",\n  "license": "MIT",\n}\n' \
	>"$work/package/package.json"
mkdir -p "$work/package/cpp" "$work/package/bin"
: >"$work/package/LICENSE"
: >"$work/package/cpp/llama.h"
tar -czf "$work/moved.tgz" -C "$work" package
says 1 'has no cpp/ggml-backend.h: it is laid out in another way' \
	env QDA_LLAMA="$work/moved.tgz" "$llama"

# A registry as npm tells of it, in the words of version 11.
cat >"$work/bin/npm" <<'END'
#!/bin/sh
echo "npm error code $NPM_CODE" >&2
echo "npm error $NPM_SAYS" >&2
exit 1
END
chmod +x "$work/bin/npm"
says 77 'cannot be fetched, npm says: request to' env PATH="$work/bin:$PATH" NPM_CODE=ENOTFOUND \
	NPM_SAYS='request to the registry failed' QDA_LLAMA=9.9.9 "$llama"
says 1 "there is no version '9.9.9'" env PATH="$work/bin:$PATH" NPM_CODE=ETARGET NPM_SAYS=no \
	QDA_LLAMA=9.9.9 "$llama"
rm "$work/bin/npm"
for tool in sh dirname basename mkdir sed cut; do
	ln -s "$(command -v $tool)" "$work/bin/$tool"
done
says 77 'no npm here' env PATH="$work/bin" QDA_LLAMA=9.9.9 "$llama"

# --------------------------------------------------------------------- run --
says 1 'no such file; give a model' "$top/llm/run" "$work/none.gguf"
says 1 "TOKENS '3x' is no number" "$top/llm/run" '' 3x
says 1 'TOKENS 257 is not from 1 to 256' "$top/llm/run" '' 257
echo "1..$count"
