/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_MEM_H
#define VDSP_TESTS_FAKE_MEM_H

#include <stddef.h>
#include <stdint.h>

#define FAKE_PAGE_SIZE 4096u
#define FAKE_FILE_SIZE (64u << 20)

struct mem;

/* Guest memory without a guest: pages at (stream, IOVA), anything else faults. */
struct mem *fake_mem_create(void);
void fake_mem_destroy(struct mem *m);
void fake_mem_map(struct mem *m, uint32_t stream, uint64_t iova, uint64_t size);
void fake_mem_unmap(struct mem *m, uint32_t stream, uint64_t iova, uint64_t size);
void fake_mem_make_read_only(struct mem *m, uint32_t stream, uint64_t iova);
int fake_mem_use_file(struct mem *m);
unsigned int fake_mem_faults(const struct mem *m);
/* How often mem_page() was called. */
unsigned int fake_mem_looks(const struct mem *m);

#endif /* VDSP_TESTS_FAKE_MEM_H */
