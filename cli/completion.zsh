#compdef qda
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Completion of the qda command for zsh. Commands and options are those of its help; it
# asks no DSP.

# The modules that a name finds, without -p: the folders of libqda(3).
_qda_modules()
{
	local -a files
	local folder
	for folder in ${(s.:.)${DSP_LIBRARY_PATH//;/:}} ${(s.:.)${ADSP_LIBRARY_PATH//;/:}} \
		/usr/lib/dsp /usr/lib/dsp/*(N/); do
		files+=($folder/lib*_skel.so(N:t))
	done
	files=(${${files#lib}%_skel.so})
	_wanted modules expl module compadd -a files
}

# _qda_options [COMMAND]: of the help of it.
_qda_options()
{
	local -a options
	options=(${(f)"$(qda $1 --help 2>/dev/null |
		sed -nE 's/^  (-., )?(--[a-z-]+)[^ ]*( [A-Z]+)? *(.*)/\2:\4/p')"})
	_describe -o option options
}

_qda()
{
	local -a commands
	local command
	integer i
	for ((i = 2; i < CURRENT; i++)); do
		case $words[i] in
		-d|--device|-w|--wait)	[[ -n $command ]] || i+=1 ;;
		-*)	;;
		*)	command=${command:-$words[i]} ;;
		esac
	done
	case $words[CURRENT-1] in
	-d|--device)
		compadd adsp cdsp mdsp sdsp /dev/accel/accel*(N)
		return
		;;
	esac
	if [[ $words[CURRENT] == -* ]]; then
		_qda_options $command
	elif [[ -z $command ]]; then
		commands=(${(f)"$(qda --help 2>/dev/null |
			sed -nE 's/^  ([a-z]+) +(.*)/\1:\2/p')"})
		_describe command commands
	else
		case $command in
		call)	_qda_modules || _files ;;
		demo)	compadd sobel || _files ;;
		*)	_files ;;
		esac
	fi
}

_qda "$@"
