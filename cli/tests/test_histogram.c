// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Percentiles of times that are known.
 */
#include <stdlib.h>
#include <string.h>

#include "histogram.h"
#include "tap.h"

static struct histogram histogram;

static void clear(void)
{
	memset(&histogram, 0, sizeof(histogram));
}

/* Each number is found again, at most 1/16 too large. */
static void each(void)
{
	for (int64_t ns = 0; ns < (int64_t)1 << 60; ns = ns * 5 / 4 + 1) {
		int64_t found;

		clear();
		histogram_add(&histogram, ns);
		histogram_add(&histogram, INT64_MAX);
		found = histogram_percentile(&histogram, 50);
		TAP_EXPECT(found >= ns && found <= ns + ns / 16);
		TAP_EXPECT(histogram.min == ns);
	}
}

static void shares(void)
{
	clear();
	for (int i = 1; i <= 1000; i++)
		histogram_add(&histogram, i * 1000);
	TAP_EXPECT(histogram.count == 1000 && histogram.sum == 500500000);
	TAP_EXPECT(llabs(histogram_percentile(&histogram, 50) - 500000) <= 500000 / 16);
	TAP_EXPECT(llabs(histogram_percentile(&histogram, 90) - 900000) <= 900000 / 16);
	TAP_EXPECT(histogram_percentile(&histogram, 100) == 1000000);
}

/* One line for percentiles, then one for each power of two; the longest bar is full. */
static void bars(void)
{
	char text[4096] = "";
	FILE *out = fmemopen(text, sizeof(text), "w");

	clear();
	for (int i = 0; i < 100; i++)
		histogram_add(&histogram, i < 25 ? 1 << 20 : 1 << 22);
	histogram_print(&histogram, out);
	fclose(out);
	TAP_EXPECT(strstr(text, "\n     1.049 ms         25 #################\n"));
	TAP_EXPECT(strstr(text, "\n     2.097 ms          0 \n"));
	TAP_EXPECT(strstr(text, "\n     4.194 ms         75 ##################################################\n"));
}

static const struct tap_test tests[] = {
	TAP_TEST(each),
	TAP_TEST(shares),
	TAP_TEST(bars),
};

int main(void)
{
	return tap_main(tests, sizeof(tests) / sizeof(tests[0]));
}
