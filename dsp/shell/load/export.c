// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The table of what libraries can import, sorted when the first library asks.
 */

#include <string.h>

#include "load/library.h"
#include "os/export.h"

extern struct export __start_exports[], __stop_exports[];

static int export_sorted;

static void export_sift(size_t root, size_t count)
{
	for (;;) {
		size_t child = 2 * root + 1;
		struct export swap = __start_exports[root];

		if (child >= count)
			return;
		if (child + 1 < count &&
		    strcmp(__start_exports[child].name, __start_exports[child + 1].name) < 0)
			child++;
		if (strcmp(swap.name, __start_exports[child].name) >= 0)
			return;
		__start_exports[root] = __start_exports[child];
		__start_exports[child] = swap;
		root = child;
	}
}

static void export_sort(void)
{
	size_t count = __stop_exports - __start_exports;

	for (size_t i = count / 2; i-- > 0;)
		export_sift(i, count);
	for (size_t last = count; last-- > 1;) {
		struct export swap = __start_exports[0];

		__start_exports[0] = __start_exports[last];
		__start_exports[last] = swap;
		export_sift(0, last);
	}
}

/**
 * export_find() - what the DSP gives a library under a name
 * @name: of a function or of data
 *
 * One thread at a time: that which loads libraries.
 *
 * Return: its address, or NULL if the DSP does not have it.
 */
void *export_find(const char *name)
{
	size_t low = 0, high = __stop_exports - __start_exports;

	if (!export_sorted)
		export_sort();
	export_sorted = 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, __start_exports[middle].name);

		if (!order)
			return __start_exports[middle].address;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
