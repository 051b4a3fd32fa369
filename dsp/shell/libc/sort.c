// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * qsort() and bsearch(). Heap sort: no recursion on small stacks, no worst case.
 */

#include "libc/libc.h"
#include "os/export.h"

typedef int sort_compare(const void *left, const void *right);

static void sort_swap(unsigned char *left, unsigned char *right, size_t size)
{
	for (; size; size--, left++, right++) {
		unsigned char swap = *left;

		*left = *right;
		*right = swap;
	}
}

static void sort_sift(unsigned char *base, size_t root, size_t count, size_t size,
		      sort_compare *compare)
{
	for (;;) {
		size_t child = 2 * root + 1;

		if (child >= count)
			return;
		if (child + 1 < count &&
		    compare(base + child * size, base + (child + 1) * size) < 0)
			child++;
		if (compare(base + root * size, base + child * size) >= 0)
			return;
		sort_swap(base + root * size, base + child * size, size);
		root = child;
	}
}

void qsort(void *base, size_t count, size_t size, sort_compare *compare)
{
	for (size_t i = count / 2; i-- > 0;)
		sort_sift(base, i, count, size, compare);
	for (size_t last = count; last-- > 1;) {
		sort_swap(base, (unsigned char *)base + last * size, size);
		sort_sift(base, 0, last, size, compare);
	}
}
EXPORT(qsort);

void *bsearch(const void *key, const void *base, size_t count, size_t size,
	      sort_compare *compare)
{
	const unsigned char *low = base;

	while (count) {
		const unsigned char *middle = low + count / 2 * size;
		int order = compare(key, middle);

		if (!order)
			return (void *)middle;
		if (order > 0) {
			low = middle + size;
			count--;
		}
		count /= 2;
	}
	return NULL;
}
EXPORT(bsearch);
