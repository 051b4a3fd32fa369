// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Every page is an allocation of its own, so that pages next to each other in the
 * IOVA space are scattered, and a sanitizer sees an access that runs over a page.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mem/mem.h"
#include "fake_mem.h"

#define FAKE_BUCKETS 4096u

struct fake_page {
	struct fake_page *next;
	uint32_t stream;
	uint64_t number;
	uint32_t file_page;
	bool read_only;
	uint8_t *bytes;
};

struct mem {
	struct fake_page *buckets[FAKE_BUCKETS];
	unsigned int faults;
	unsigned int looks;
	int file;
	uint8_t *file_bytes;		/* NULL: each page is an allocation */
	uint32_t file_next;
};

struct mem *fake_mem_create(void)
{
	return calloc(1, sizeof(struct mem));
}

/*
 * From now on pages come from a file, so that a child can map them: every second page of
 * it, lest two of them lie behind each other.
 */
int fake_mem_use_file(struct mem *m)
{
	m->file = memfd_create("ram", MFD_CLOEXEC);
	if (m->file < 0 || ftruncate(m->file, FAKE_FILE_SIZE))
		return -1;
	m->file_bytes = mmap(NULL, FAKE_FILE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, m->file,
			     0);
	return m->file_bytes == MAP_FAILED ? -1 : m->file;
}

static void fake_mem_free_page(struct mem *m, struct fake_page *page)
{
	if (!m->file_bytes)
		free(page->bytes);
	free(page);
}

static void fake_mem_give_bytes(struct mem *m, struct fake_page *page)
{
	if (!m->file_bytes) {
		page->bytes = calloc(1, FAKE_PAGE_SIZE);
		return;
	}
	page->file_page = m->file_next;
	page->bytes = m->file_bytes + (size_t)m->file_next * FAKE_PAGE_SIZE;
	m->file_next = (m->file_next + 2) % (FAKE_FILE_SIZE / FAKE_PAGE_SIZE);
}

void fake_mem_destroy(struct mem *m)
{
	for (unsigned int i = 0; i < FAKE_BUCKETS; i++) {
		while (m->buckets[i]) {
			struct fake_page *page = m->buckets[i];

			m->buckets[i] = page->next;
			fake_mem_free_page(m, page);
		}
	}
	if (m->file_bytes) {
		munmap(m->file_bytes, FAKE_FILE_SIZE);
		close(m->file);
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
		fake_mem_give_bytes(m, *link);
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
		fake_mem_free_page(m, page);
	}
}

void fake_mem_make_read_only(struct mem *m, uint32_t stream, uint64_t iova)
{
	(*fake_mem_find(m, stream, iova / FAKE_PAGE_SIZE))->read_only = true;
}

unsigned int fake_mem_faults(const struct mem *m)
{
	return m->faults;
}

void *mem_span(struct mem *m, uint32_t stream, uint64_t iova, size_t *len, bool write)
{
	struct fake_page *page = *fake_mem_find(m, stream, iova / FAKE_PAGE_SIZE);
	size_t offset = iova % FAKE_PAGE_SIZE;

	if (!page || (write && page->read_only)) {
		m->faults++;
		return NULL;
	}
	if (*len > FAKE_PAGE_SIZE - offset)
		*len = FAKE_PAGE_SIZE - offset;
	return page->bytes + offset;
}

unsigned int fake_mem_looks(const struct mem *m)
{
	return m->looks;
}

int mem_page(struct mem *m, uint32_t stream, uint64_t iova, uint32_t *number, bool *writable)
{
	const struct fake_page *page = *fake_mem_find(m, stream, iova / FAKE_PAGE_SIZE);

	m->looks++;
	if (!page)
		return -EFAULT;
	*number = page->file_page;
	*writable = !page->read_only;
	return 0;
}

void mem_expect_changes(struct mem *m)
{
	(void)m;
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
