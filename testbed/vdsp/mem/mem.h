/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_MEM_H
#define VDSP_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mem;
struct ram;
struct smmu;

struct mem *mem_create(const struct ram *ram, struct smmu *smmu);
void mem_destroy(struct mem *m);
int mem_read(struct mem *m, uint32_t stream, uint64_t iova, void *buf, size_t len);
int mem_write(struct mem *m, uint32_t stream, uint64_t iova, const void *buf, size_t len);
int mem_page(struct mem *m, uint32_t stream, uint64_t iova, uint32_t *page, bool *writable);
void mem_expect_changes(struct mem *m);
void *mem_span(struct mem *m, uint32_t stream, uint64_t iova, size_t *len, bool write);

#endif /* VDSP_MEM_H */
