/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_MEM_H
#define HAP_MEM_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "AEEStdDef.h"
#include "AEEStdErr.h"

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

enum HAP_mem_stats_request {
	USAGE_STATS = 1,
	MAX_USED
};

typedef struct {
	enum HAP_mem_stats_request req_id;
	union {
		struct HAP_mem_stats usage_stats;
		unsigned long max_used;
	};
} HAP_mem_heap_info_t;

typedef enum {
	HAP_MEM_LOG_BLOCKS = 1,
	HAP_MEM_SET_MARKER,
	HAP_MEM_MAP,
	HAP_MEM_UNMAP,
	HAP_RESERVE_VA,
	HAP_UNRESERVE_VA
} HAP_mem_req_t;

typedef enum {
	START,
	END
} marker_t;

typedef struct {
	marker_t marker_type;
	uint16_t instance;
} HAP_mem_marker_payload_t;

typedef struct {
	uint64_t addr;
	uint64_t len;
	int prot;
	int flags;
	int fd;
	uint64_t dsp_pa;
	uint64_t dsp_va;
} HAP_mem_map_t;

typedef struct {
	uint64_t dsp_va;
	uint64_t len;
} HAP_mem_unmap_t;

typedef struct {
	uint64_t len;
	int prot;
	int flags;
	uint64_t dsp_va;
} HAP_mem_reserve_t;

typedef struct {
	uint64_t dsp_va;
	uint64_t len;
} HAP_mem_unreserve_t;

typedef struct {
	HAP_mem_req_t request_id;
	union {
		HAP_mem_marker_payload_t mem_marker_payload;
		HAP_mem_map_t mmap;
		HAP_mem_unmap_t munmap;
		HAP_mem_reserve_t reserve;
		HAP_mem_unreserve_t unreserve;
	};
} HAP_mem_req_payload_t;

#ifdef __cplusplus
extern "C" {
#endif

/* The address, or (void *)-1. The program must have mapped or registered the memory. */
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
int HAP_mem_get_heap_info(HAP_mem_heap_info_t *info);
int HAP_mem_request(HAP_mem_req_payload_t *request);
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

/* Memory of the heap: 0, or AEE_ENOMEMORY. */
static inline int HAP_malloc(uint32 bytes, void **memory)
{
	*memory = malloc(bytes);
	return *memory ? AEE_SUCCESS : AEE_ENOMEMORY;
}

/* 0, or AEE_EBADCLASS for NULL. */
static inline int HAP_free(void *memory)
{
	if (!memory)
		return AEE_EBADCLASS;
	free(memory);
	return AEE_SUCCESS;
}

#ifdef __cplusplus
}
#endif

#endif
