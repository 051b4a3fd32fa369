// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Every page is an allocation of its own, so that pages next to each other in the
 * IOVA space are scattered, and a sanitizer sees an access that runs over a page.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../mem.h"
#include "fake_mem.h"

#define FAKE_BUCKETS 4096u

struct fake_page {
	struct fake_page *next;
	uint32_t stream;
	uint64_t number;
	uint8_t bytes[FAKE_PAGE_SIZE];
};

struct mem {
	struct fake_page *buckets[FAKE_BUCKETS];
	unsigned int faults;
};

struct mem *fake_mem_create(void)
{
	return calloc(1, sizeof(struct mem));
}

void fake_mem_destroy(struct mem *m)
{
	for (unsigned int i = 0; i < FAKE_BUCKETS; i++) {
		while (m->buckets[i]) {
			struct fake_page *page = m->buckets[i];

			m->buckets[i] = page->next;
			free(page);
		}
	}
	free(m);
}

static struct fake_page **fake_mem_find(struct mem *m, uint32_t stream, uint64_t number)
{
	struct fake_page **link = &m->buckets[(number + stream * 31u) % FAKE_BUCKETS];

	while (*link && ((*link)->stream != stream || (*link)->number != number))
		link = &(*link)->next;
	return link;
}

void fake_mem_map(struct mem *m, uint32_t stream, uint64_t iova, uint64_t size)
{
	for (uint64_t at = 0; at < size; at += FAKE_PAGE_SIZE) {
		uint64_t number = (iova + at) / FAKE_PAGE_SIZE;
		struct fake_page **link = fake_mem_find(m, stream, number);

		if (*link)
			continue;
		*link = calloc(1, sizeof(**link));
		(*link)->stream = stream;
		(*link)->number = number;
	}
}

void fake_mem_unmap(struct mem *m, uint32_t stream, uint64_t iova, uint64_t size)
{
	for (uint64_t at = 0; at < size; at += FAKE_PAGE_SIZE) {
		struct fake_page **link = fake_mem_find(m, stream, (iova + at) / FAKE_PAGE_SIZE);
		struct fake_page *page = *link;

		if (!page)
			continue;
		*link = page->next;
		free(page);
	}
}

unsigned int fake_mem_faults(const struct mem *m)
{
	return m->faults;
}

void *mem_span(struct mem *m, uint32_t stream, uint64_t iova, size_t *len, bool write)
{
	struct fake_page *page = *fake_mem_find(m, stream, iova / FAKE_PAGE_SIZE);
	size_t offset = iova % FAKE_PAGE_SIZE;

	(void)write;
	if (!page) {
		m->faults++;
		return NULL;
	}
	if (*len > FAKE_PAGE_SIZE - offset)
		*len = FAKE_PAGE_SIZE - offset;
	return page->bytes + offset;
}

int mem_read(struct mem *m, uint32_t stream, uint64_t iova, void *buf, size_t len)
{
	for (size_t at = 0, part; at < len; at += part) {
		const void *span;

		part = len - at;
		span = mem_span(m, stream, iova + at, &part, false);
		if (!span)
			return -EFAULT;
		memcpy((uint8_t *)buf + at, span, part);
	}
	return 0;
}

int mem_write(struct mem *m, uint32_t stream, uint64_t iova, const void *buf, size_t len)
{
	for (size_t at = 0, part; at < len; at += part) {
		void *span;

		part = len - at;
		span = mem_span(m, stream, iova + at, &part, true);
		if (!span)
			return -EFAULT;
		memcpy(span, (const uint8_t *)buf + at, part);
	}
	return 0;
}
