#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What Tab offers in fish and zsh: the commands and options that the command's own help
# has.  'make packages' has both shells; elsewhere they may be missing.
#
# usage: completion_shells.sh QDA COMPLETION.fish COMPLETION.zsh
set -u

qda=$1 fish=$2 zsh=$3
if ! command -v fish zsh >/dev/null; then
	echo "1..0 # SKIP no fish, no zsh"
	exit
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin" "$dir/dsp"
ln -s "$(realpath "$qda")" "$dir/bin/qda"
touch "$dir/dsp/libmine_skel.so"
export PATH="$dir/bin:$PATH" DSP_LIBRARY_PATH="$dir/dsp" ADSP_LIBRARY_PATH='' HOME="$dir"
count=0

# offers SHELL WANT WORD...: what the last WORD can become has all of WANT.
offers()
{
	shell=$1 want=$2
	shift 2
	count=$((count + 1))
	if ! command -v "$shell" >/dev/null; then
		echo "ok $count - $shell: $* # SKIP no $shell"
		return
	fi
	"in_$shell" "$@" >"$dir/got" 2>"$dir/said"
	for word in $want; do
		grep -qE -- "^$word([ 	:]|\$)" "$dir/got" || {
			echo "not ok $count - $shell: $* # lacks $word"
			sed 's/^/# /' "$dir/got" "$dir/said"
			return
		}
	done
	if [ -s "$dir/said" ]; then
		echo "not ok $count - $shell: $*"
		sed 's/^/# /' "$dir/said"
		return
	fi
	echo "ok $count - $shell: $*"
}

in_fish()
{
	fish --no-config -c "source $fish; complete -C '$*'"
}

# What the functions of zsh's completion would get.
in_zsh()
{
	# shellcheck disable=SC2016 # expands there
	zsh -f -c '
		compadd() { [[ $1 == -a ]] && print -l -- ${(P)2} || print -l -- "$@" }
		_describe() { while [[ $1 == -* ]] { shift 2 }; print -l -- ${(P)${@[-1]}} }
		_wanted() { shift 3; "$@" }
		_files() { print files }
		file=$1
		shift
		words=("$@")
		CURRENT=$#
		source $file' zsh "$zsh" "$@"
}

commands=$(qda --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | xargs)
for shell in fish zsh; do
	offers "$shell" "$commands" qda ''
	offers "$shell" '--device --help --wait --version' qda --
	offers "$shell" 'cdsp adsp' qda -d ''
	for command in $commands; do
		offers "$shell" "$(qda "$command" --help | sed -nE 's/^  (-., )?(--[a-z-]+).*/\2/p' |
			xargs)" qda -d cdsp "$command" --
	done
	offers "$shell" mine qda call ''
	offers "$shell" sobel qda demo ''
done
echo "1..$count"
