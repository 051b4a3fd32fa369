/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_MEM_H
#define HAP_MEM_H

#include <stddef.h>
#include <stdint.h>

/* Memory of the program, by the number that it has there, and the heap. */
#define HAP_PROT_READ 1
#define HAP_PROT_WRITE 2

struct HAP_mem_stats {
	uint64_t bytes_free;
	uint64_t bytes_used;
	uint64_t seg_free;
	uint64_t seg_used;
	uint64_t min_grow_bytes;
};

#ifdef __cplusplus
extern "C" {
#endif

/* The address, or (void *)-1. The memory must be mapped by the program. */
void *HAP_mmap(void *address, int len, int protection, int flags, int fd, long offset);
void *HAP_mmap2(void *address, size_t len, int protection, int flags, int fd, long offset);
int HAP_munmap(void *address, int len);
int HAP_munmap2(void *address, size_t len);
int HAP_mmap_get(int fd, void **address, uint64_t *physical);
int HAP_mmap_put(int fd);
int adsp_mmap_fd_getinfo(int fd, uint32_t *len);
int adsp_addref_mmap(void *address, int len, uint32_t flags);
int adsp_release_mmap(void *address, int len);

int HAP_mem_get_stats(struct HAP_mem_stats *stats);
int HAP_mem_set_grow_size(uint64_t least, uint64_t most);
int HAP_mem_set_heap_thresholds(unsigned int low, unsigned int high);
uint64_t HAP_mem_available_stack(void);

/* The level 2 cache as memory. */
void *HAP_cache_lock(unsigned int size, uint64_t *physical);
int HAP_cache_unlock(void *memory);
int HAP_cache_lock_addr(void *memory, unsigned int size);
int HAP_cache_unlock_addr(void *memory);
int HAP_query_avail_cachelock(void);
int HAP_query_total_cachelock(void);

#ifdef __cplusplus
}
#endif

#endif
