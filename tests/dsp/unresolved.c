// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: it wants a function that no DSP has.
 */
#include <qda/skel.h>

int qda_test_no_such_function(void);

int unresolved_call(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return qda_test_no_such_function();
}

#define UNRESOLVED_METHODS(METHOD)		\
	METHOD(2, unresolved_call, "call")

SKEL(unresolved, UNRESOLVED_METHODS);
