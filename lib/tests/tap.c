// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Test Anything Protocol for the unit tests of the library and the command.
 */
#include <stdio.h>

#include "tap.h"

static unsigned int tap_failures;

bool tap_expect(bool ok, const char *file, int line, const char *claim)
{
	if (!ok) {
		printf("# %s:%d: expected %s\n", file, line, claim);
		tap_failures++;
	}
	return ok;
}

int tap_main(const struct tap_test *tests, size_t count)
{
	bool failed = false;

	printf("1..%zu\n", count);
	for (size_t i = 0; i < count; i++) {
		tap_failures = 0;
		tests[i].run();
		printf("%s %zu - %s\n", tap_failures ? "not ok" : "ok", i + 1,
		       tests[i].name);
		fflush(stdout);
		failed |= tap_failures != 0;
	}
	return failed;
}
