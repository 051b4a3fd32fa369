// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: it has the name of a module that is built into the virtual DSP,
 * and a method that that one has not got.
 */
#include <qda/skel.h>

int echo_file(void *state, struct skel_arg *in, struct skel_arg *out)
{
	(void)state;
	(void)in;
	*(uint32_t *)out[0].data = 0xf11e;
	return 0;
}

#define ECHO_METHODS(METHOD)				\
	METHOD(2, echo_file, "file out:u32:number")

SKEL(echo, ECHO_METHODS);
