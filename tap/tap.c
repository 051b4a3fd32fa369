// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Test Anything Protocol for the unit tests of all that runs on the host.
 */
#include "tap.h"

#include <stdio.h>

static unsigned int tap_failures;

bool tap_has_failed(void)
{
	return tap_failures;
}

bool tap_expect(bool ok, const char *file, int line, const char *claim)
{
	if (!ok) {
		printf("# %s:%d: expected %s\n", file, line, claim);
		tap_failures++;
	}
	return ok;
}

bool tap_equal(long long got, long long want, const char *file, int line, const char *text)
{
	if (got == want)
		return true;
	printf("# %s:%d: %s is %lld (0x%llx), want %lld (0x%llx)\n", file, line, text, got,
	       (unsigned long long)got, want, (unsigned long long)want);
	tap_failures++;
	return false;
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
