// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What musl's formatting and scanning call of its streams. Theirs are texts in memory,
 * each of one thread.
 */

#include "stdio_impl.h"

int __lockfile(FILE *stream)
{
	(void)stream;
	return 0;
}

void __unlockfile(FILE *stream)
{
	(void)stream;
}

/* Nothing is left to write at the end. */
void __stdio_exit_needed(void)
{
}
