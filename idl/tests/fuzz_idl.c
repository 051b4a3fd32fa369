// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A file that is no IDL, or nearly: for libFuzzer. test_fuzz.c knows words of the
 * language; this one looks which parts of the compiler a file has reached.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct {
	const char *text;
	size_t size;
} fuzz_file;

/* It may include itself. */
static bool fuzz_read(void *context, struct arena *arena, const char *path, const char **text,
		      size_t *size)
{
	(void)context;
	if (!strstr(path, "fuzz.idl"))
		return false;
	*text = arena_copy(arena, fuzz_file.text, fuzz_file.size);
	*size = fuzz_file.size;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct compile compile = {
		.files.read = fuzz_read, .path = "fuzz.idl",
		.standard_types = true, .header = true, .code = true,
	};
	bool ok;

	fuzz_file.text = (const char *)bytes;
	fuzz_file.size = size;
	ok = compile_run(&compile);
	if (ok != (compile.outputs != NULL) || (!ok && !compile.messages.size))
		abort();
	arena_free(&compile.arena);
	return 0;
}
