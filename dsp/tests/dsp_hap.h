/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_DSP_HAP_H
#define DSP_TESTS_DSP_HAP_H

/* What the test libraries import of the DSP: HAP, Qualcomm's own interface. */

#include <stddef.h>
#include <stdint.h>

struct dsp_power_request {
	uint8_t type, pad[7];
	uint8_t payload[120];
};

struct dsp_power_response {
	uint8_t type, pad[7];
	union {
		uint32_t word;
		uint64_t wide;
		uint8_t truth;
	} value;
};

struct dsp_mem_stats {
	uint64_t bytes_free, bytes_used, segments_free, segments_used, least_grow;
};

struct dsp_mem_request {
	uint8_t type, pad[7];
	union {
		struct {
			uint8_t ends, pad;
			uint16_t instance;
		} marker;
		uint64_t words[8];
	} payload;
};

struct dsp_process_request {
	uint8_t type, pad[3];
	int32_t pid;
};

void HAP_debug_v2(int level, const char *file, int line, const char *format, ...);
int HAP_timer_sleep(uint64_t us);
void *HAP_mmap(void *address, int len, int protection, int flags, int fd, long offset);
int HAP_munmap(void *address, int len);
int HAP_mmap_get(int fd, void **address, uint64_t *physical);
int HAP_mmap_put(int fd);
int adsp_mmap_fd_getinfo(int fd, uint32_t *len);
int remote_handle_open(const char *name, uint32_t *handle);
int remote_handle_invoke(uint32_t handle, uint32_t sc, void *args);
int remote_handle_close(uint32_t handle);
int remote_handle64_open(const char *name, uint64_t *handle);
int remote_handle64_invoke(uint64_t handle, uint32_t sc, void *args);
int remote_handle64_close(uint64_t handle);
int HAP_pls_add_lookup(uintptr_t type, uintptr_t key, uint32_t size,
		       int (*constructor)(void *, void *), void *context,
		       void (*destructor)(void *), void **data);
int HAP_pls_add(uintptr_t type, uintptr_t key, uint32_t size,
		int (*constructor)(void *, void *), void *context, void (*destructor)(void *),
		void **data);
int HAP_pls_lookup(uintptr_t type, uintptr_t key, void **data);
int adsp_addref_mmap(void *address, int len, uint32_t flags);
int adsp_release_mmap(void *address, int len);
int HAP_get_userpd_params(struct dsp_process_request *request);
int HAP_get_thread_priority_ceiling(void);
int HAP_set_process_name(const char *name);
int HAP_mem_get_stats(struct dsp_mem_stats *stats);
int HAP_mem_set_grow_size(uint64_t least, uint64_t most);
int HAP_mem_request(struct dsp_mem_request *request);
uint64_t HAP_mem_available_stack(void);
void *HAP_cache_lock(unsigned int size, uint64_t *physical);
int HAP_cache_unlock(void *memory);
int HAP_cache_lock_addr(void *memory, unsigned int size);
int HAP_cache_unlock_addr(void *memory);
int HAP_query_avail_cachelock(void);
int HAP_query_total_cachelock(void);
int HAP_power_set(void *context, struct dsp_power_request *request);
int HAP_power_get(void *context, struct dsp_power_response *response);
uint64_t HAP_perf_qtimer_count_to_us(uint64_t count);
int compute_resource_attr_init(uint64_t *attributes);
int compute_resource_attr_set_serialize(uint64_t *attributes, unsigned char serialize);
int compute_resource_attr_set_hmx_param(uint64_t *attributes, unsigned char enable);
int compute_resource_hmx_lock(unsigned int context);
int compute_resource_hmx_unlock(unsigned int context);
int compute_resource_attr_set_vtcm_param(uint64_t *attributes, unsigned int size,
					 unsigned char single_page);
int compute_resource_attr_set_vtcm_param_v2(uint64_t *attributes, unsigned int size,
					    unsigned int least_page, unsigned int least_size);
int compute_resource_attr_set_release_callback(uint64_t *attributes,
					       int (*callback)(unsigned int, void *),
					       void *client);
int compute_resource_attr_get_vtcm_ptr_v2(uint64_t *attributes, void **vtcm,
					  unsigned int *size);
unsigned int compute_resource_acquire(uint64_t *attributes, unsigned int timeout_us);
int compute_resource_release(unsigned int context);
int compute_resource_check_release_request(unsigned int context);
void *HAP_request_async_VTCM(unsigned int size, unsigned int single_page, unsigned int timeout_us);
int HAP_release_VTCM(void *vtcm);
int compute_resource_query_VTCM(unsigned int application, unsigned int *total,
				void *total_layout, unsigned int *available,
				void *available_layout);

#endif
