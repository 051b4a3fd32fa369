#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# clang 19 computes four HVX conversions of v73 for which its header has no function.
#
# hvx_hexagon_protos.h has a Q6_ function for each HVX instruction. v73 brought four
# conversions between integers and floats, lane by lane; clang 19's header has none of
# them, although its builtins and its assembler know all. Code written for v73 with
# Qualcomm's compiler, whose header has them, does not compile. clang 22's has them too.
#
# What we do: llm/dsp/hvx_hexagon_protos.h adds them for llama.cpp's DSP code.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1

# compile TEXT: what becomes of a function that returns it.
compile()
{
	cat >"${files:?}/a.c" <<-END
	#include <hexagon_types.h>
	#include <hvx_hexagon_protos.h>
	HVX_Vector f(HVX_Vector v) { return $1; }
	END
	if inside clang-19 --target=hexagon-unknown-elf -mv73 -mhvx -mhvx-length=128B \
		-ffreestanding -Wall -Werror -c /tmp/a.c -o /tmp/a.o 2>"$files/log"; then
		echo compiles
	else
		sed -n "s/.*\(undeclared function\).*/\1/p" "$files/log" | head -n 1
	fi
}

expect "a function for each builtin"
see "w from sf" 'undeclared function' compile 'Q6_Vw_equals_Vsf(v)'
see "sf from w" 'undeclared function' compile 'Q6_Vsf_equals_Vw(v)'
see "hf from h" 'undeclared function' compile 'Q6_Vhf_equals_Vh(v)'
see "h from hf" 'undeclared function' compile 'Q6_Vh_equals_Vhf(v)'
see "w from sf, builtin" compiles compile '__builtin_HEXAGON_V6_vconv_w_sf_128B(v)'
see "sf from w, builtin" compiles compile '__builtin_HEXAGON_V6_vconv_sf_w_128B(v)'
see "hf from h, builtin" compiles compile '__builtin_HEXAGON_V6_vconv_hf_h_128B(v)'
see "h from hf, builtin" compiles compile '__builtin_HEXAGON_V6_vconv_h_hf_128B(v)'
end
