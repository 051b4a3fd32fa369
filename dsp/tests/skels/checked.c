// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Undefined behaviour in a library that is made with the SDK's checks.cfg.
 */

#include <qda/skel.h>

int checked_add(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const int32_t *numbers = in[0].data;

	*(int32_t *)out[0].data = numbers[0] + numbers[1];
	return 0;
}

#define CHECKED_METHODS(METHOD)	METHOD(2, checked_add, "add in:i32[2] out:i32")

SKEL(checked, CHECKED_METHODS);
