// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: it opens only if the URI names the version of its interface,
 * as generated code does. Written without SKEL, so also an entry made by hand.
 */
#include <stdint.h>
#include <string.h>

#define VERSION	"4.5.6"

/* What a DSP says of another version. */
#define EVERSION ((int)0x80000594)

#define EXPORT __attribute__((visibility("default")))

struct argument {
	char *data;
	uint32_t size;
};

EXPORT const char versioned_skel_handle_invoke_uri[] =
	"file:///libversioned_skel.so?versioned_skel_handle_invoke&_modver=1.0&_idlver=" VERSION;

EXPORT int versioned_skel_handle_invoke(uint64_t handle, uint32_t scalars,
					struct argument *arguments)
{
	/* Open: the size of the URI, the URI, room for a handle. */
	if (scalars != 0x00020001)
		return 0;
	if (!strstr(arguments[1].data, "_idlver=" VERSION))
		return EVERSION;
	arguments[2].data = (char *)1;
	return 0;
}
