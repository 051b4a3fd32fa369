// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Memory as the DSP sees it. A real DSP sits behind an SMMU and can reach only what
 * the guest has mapped; a host process could reach everything. So this is the only
 * way to a call's payload: every access names its stream and goes through the SMMU.
 */
#include "mem/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mem/ram.h"
#include "mem/smmu.h"

#define MEM_PAGE_SIZE	4096u

struct mem {
	const struct ram *ram;
	struct smmu *smmu;
};

/**
 * mem_create() - Join RAM and SMMU.
 * @smmu: the only way to it
 *
 * Return: the memory; NULL if there is no memory for it.
 */
struct mem *mem_create(const struct ram *ram, struct smmu *smmu)
{
	struct mem *m = calloc(1, sizeof(*m));

	if (m)
		*m = (struct mem){ .ram = ram, .smmu = smmu };
	return m;
}

/**
 * mem_destroy() - Free it; RAM and SMMU stay.
 */
void mem_destroy(struct mem *m)
{
	free(m);
}

/**
 * mem_span() - Reach memory without a copy.
 * @stream: stream of the bank
 * @iova: first address
 * @len: in: bytes wanted, at least 1; out: bytes reached, up to the page's end
 * @write: the caller will write
 *
 * The pointer is good until the next message from the guest is handled.
 *
 * Return: host address; NULL if the access is refused and the guest was told.
 */
void *mem_span(struct mem *m, uint32_t stream, uint64_t iova, size_t *len, bool write)
{
	struct smmu_target target;

	if (smmu_translate(m->smmu, stream, iova, write, &target))
		return NULL;
	if (target.len < *len)
		*len = (size_t)target.len;
	return ram_at(m->ram, target.phys, *len);
}

/**
 * mem_page() - Find a page that will be accessed later, without this.
 * @stream: stream of the bank
 * @iova: first address of the page, 4 KiB
 * @page: number of the page in the file that is the RAM
 * @writable: it may be written, too
 *
 * Return: 0; -EFAULT if each access would be refused: the guest is not told, for nothing has
 * been accessed.
 */
int mem_page(struct mem *m, uint32_t stream, uint64_t iova, uint32_t *page, bool *writable)
{
	struct smmu_target target;

	if (smmu_probe(m->smmu, stream, iova, &target) ||
	    !ram_at(m->ram, target.phys, MEM_PAGE_SIZE))
		return -EFAULT;
	*page = (uint32_t)((target.phys - m->ram->phys) / MEM_PAGE_SIZE);
	*writable = target.writable;
	return 0;
}

/**
 * mem_expect_changes() - The guest may have invalidated something since.
 */
void mem_expect_changes(struct mem *m)
{
	smmu_expect_changes(m->smmu);
}

/**
 * mem_read() - Copy from memory.
 * @stream: stream of the bank
 * @iova: first address; need not be aligned
 * @buf: filled; partly if an access is refused
 * @len: bytes; 0 reads nothing and cannot fail
 *
 * Return: 0; -EFAULT if an access is refused and the guest was told.
 */
int mem_read(struct mem *m, uint32_t stream, uint64_t iova, void *buf, size_t len)
{
	uint8_t *to = buf;

	while (len) {
		size_t n = len;
		const void *from = mem_span(m, stream, iova, &n, false);

		if (!from)
			return -EFAULT;
		memcpy(to, from, n);
		to += n;
		iova += n;
		len -= n;
	}
	return 0;
}

/**
 * mem_write() - Copy to memory.
 * @stream: stream of the bank
 * @iova: first address; need not be aligned
 * @buf: what to write
 * @len: bytes; 0 writes nothing and cannot fail
 *
 * Return: 0; -EFAULT if an access is refused and the guest was told: what lies
 * before it has been written.
 */
int mem_write(struct mem *m, uint32_t stream, uint64_t iova, const void *buf, size_t len)
{
	const uint8_t *from = buf;

	while (len) {
		size_t n = len;
		void *to = mem_span(m, stream, iova, &n, true);

		if (!to)
			return -EFAULT;
		memcpy(to, from, n);
		from += n;
		iova += n;
		len -= n;
	}
	return 0;
}
