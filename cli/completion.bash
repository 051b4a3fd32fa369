# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
# shellcheck shell=bash
#
# Completion of the qda command. It asks no DSP: what it offers are words,
# nodes and files of this machine.

# The modules that a name finds, without -p: the folders of libqda(3).
_qda_modules()
{
	local folder file
	local -a folders

	IFS=':;' read -r -a folders <<<"${DSP_LIBRARY_PATH-}:${ADSP_LIBRARY_PATH-}"
	for folder in "${folders[@]}" /usr/lib/dsp /usr/lib/dsp/*; do
		for file in "${folder:-/}"/lib*_skel.so; do
			[[ -f $file ]] || continue
			file=${file##*/lib}
			echo "${file%_skel.so}"
		done
	done
}

# _qda_offer WORDS: those that go on with what is typed.
_qda_offer()
{
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# An argument such as in:@FILE is several words to readline: files are right.
_qda_call()
{
	if [[ $cur == -* && $at -eq 1 ]]; then
		_qda_offer '--calls --help --json --path --timeout'
	elif [[ $at -eq 1 && $cur != */* ]]; then
		_qda_offer "$(_qda_modules)"
	fi
}

# _qda_takes COMMAND OPTION: does it take a value, which is the next word?
_qda_takes()
{
	case $1:$2 in
	*:-[dw] | *:--device | *:--wait) ;;
	call:-[npt] | call:--calls | call:--path | call:--timeout) ;;
	demo:-n | demo:--calls) ;;
	doctor:-r | doctor:--root) ;;
	dump:-[nop] | dump:--count | dump:--output | dump:--path) ;;
	new:-s | new:--sdk) ;;
	log:-[lps] | log:--level | log:--pd | log:--since) ;;
	trace:-o | trace:--output) ;;
	top:-[in] | top:--interval | top:--count) ;;
	*)	return 1 ;;
	esac
}

# _qda_value COMMAND OPTION: what can be its value; files, where nothing is offered.
_qda_value()
{
	case $1:$2 in
	*:-d | *:--device)
		_qda_offer "adsp cdsp mdsp sdsp $(compgen -G '/dev/accel/accel*')" ;;
	call:-p | dump:-p | *:--path | doctor:* | new:*)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	log:-l | log:--level)
		_qda_offer 'low medium high error fatal' ;;
	esac
}

_qda()
{
	local cur=${COMP_WORDS[COMP_CWORD]} command='' word
	local -i at=0 i

	COMPREPLY=()
	# How many words stand before this one, options and their values aside.
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if _qda_takes "$command" "$word"; then
			i+=1
			((i < COMP_CWORD)) || {
				_qda_value "$command" "$word"
				return
			}
		elif [[ $word != -* ]]; then
			command=${command:-$word} at+=1
		fi
	done
	case $at:$command in
	0:*)	[[ $cur == -* ]] && _qda_offer '--device --help --version --wait' ||
			_qda_offer 'call demo doctor dump info log new top trace' ;;
	*:call)	_qda_call ;;
	1:demo)	[[ $cur == -* ]] && _qda_offer '--calls --help' || _qda_offer 'sobel' ;;
	*:demo)	[[ $cur == -* ]] && _qda_offer '--calls --help' ;;
	*:doctor) [[ $cur == -* ]] && _qda_offer '--help --json --root' ;;
	1:dump)	_qda_offer '--count --help --list --output --path --remove' ;;
	1:info)	_qda_offer '--help --json' ;;
	1:log)	_qda_offer '--crash --help --json --level --no-wait --pd --since' ;;
	1:new)	_qda_offer '--help --sdk' ;;
	1:trace) [[ $cur == -* ]] && _qda_offer '--help --output' || _qda_offer "$(compgen -c -- "$cur")" ;;
	1:top)	_qda_offer '--count --help --interval --json --once' ;;
	esac
}

complete -o default -F _qda qda
