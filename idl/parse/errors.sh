#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Makes the results of AEEStdErr.h into constants of the IDL, with the program's numbers,
# without the DSP's offset. The text is too long for a string of C, so it is an array.
#
#	errors.sh OUTPUT AEEStdErr.h
set -eu

{
	echo 'static const char builtin_errors[] = {'
	sed -n -e 's/^#define \(AEE_[A-Z0-9_]*\) \(-\{0,1\}[0-9]*\)$/\1 \2/' \
		-e 's/^#define \(AEE_[A-Z0-9_]*\) (AEE_EOFFSET + \(0x[0-9a-f]*\))$/\1 \2/' \
		-e 's/^\(AEE_[A-Z0-9_]*\) \([-0-9a-fx]*\)$/const long \1 = \2;/p' "$2" |
		od -An -v -tx1 | sed -e 's/ \(..\)/0x\1, /g'
	echo '0 };'
} >"$1"
