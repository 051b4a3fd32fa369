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

_qda()
{
	local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
	local command='' word
	local -i at=0 i

	COMPREPLY=()
	# How many words stand before this one, options and their values aside.
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		case $word in
		-[dprtw] | --device | --path | --root | --timeout | --wait)	i+=1 ;;
		-n | --calls)	[[ $command == log ]] || i+=1 ;;
		-*)	;;
		*)	command=${command:-$word} at+=1 ;;
		esac
	done
	case $previous in
	-d | --device)
		_qda_offer "adsp cdsp mdsp sdsp $(compgen -G '/dev/accel/accel*')"
		return
		;;
	-[pr] | --path | --root)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	-[tw] | --timeout | --wait | --calls)
		return
		;;
	esac
	case $at:$command in
	0:*)	[[ $cur == -* ]] && _qda_offer '--device --help --version --wait' ||
			_qda_offer 'call demo doctor info log' ;;
	*:call)	_qda_call ;;
	1:demo)	_qda_offer 'sobel --help' ;;
	*:demo)	[[ $cur == -* ]] && _qda_offer '--calls --help' ;;
	*:doctor)	[[ $cur == -* ]] && _qda_offer '--help --json --root' ;;
	1:info)	_qda_offer '--help --json' ;;
	1:log)	_qda_offer '--help --no-wait' ;;
	esac
}

complete -o default -F _qda qda
