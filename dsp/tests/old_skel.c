// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library with a constructor of the old kind, linked without the SDK: nothing in the
 * file leads to it.
 */

static volatile int old_ran;

int old_skel_handle_invoke(unsigned long long handle, unsigned int sc, void *args);

static __attribute__((constructor)) void old_start(void)
{
	old_ran = 1;
}

int old_skel_handle_invoke(unsigned long long handle, unsigned int sc, void *args)
{
	(void)handle;
	(void)sc;
	(void)args;
	return !old_ran;
}
