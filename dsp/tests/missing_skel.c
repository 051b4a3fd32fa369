// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library that wants what no DSP has.
 */

int teleport(int where);
int missing_skel_handle_invoke(unsigned long long handle, unsigned int sc, void *args);

int missing_skel_handle_invoke(unsigned long long handle, unsigned int sc, void *args)
{
	(void)handle;
	(void)args;
	return teleport((int)sc);
}
