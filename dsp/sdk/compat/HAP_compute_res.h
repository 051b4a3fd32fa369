/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_COMPUTE_RES_H
#define HAP_COMPUTE_RES_H

#include <stddef.h>

/* Vector memory (VTCM) and other things of which there is one for all. */
#define HAP_COMPUTE_RES_NOT_SUPPORTED 0x80000404
#define HAP_COMPUTE_RES_PAGES 8

/* What is wanted; opaque. */
typedef struct {
	unsigned long long words[8];
} compute_res_attr_t;

typedef struct {
	unsigned int page_size;
	unsigned int num_pages;
} compute_res_vtcm_page_info_t;

typedef struct {
	unsigned int block_size;
	unsigned int page_list_len;
	compute_res_vtcm_page_info_t page_list[HAP_COMPUTE_RES_PAGES];
} compute_res_vtcm_page_t;

#ifdef __cplusplus
extern "C" {
#endif

int HAP_compute_res_attr_init(compute_res_attr_t *attr);
int HAP_compute_res_attr_set_serialize(compute_res_attr_t *attr, unsigned char serialize);
int HAP_compute_res_attr_set_hmx_param(compute_res_attr_t *attr, unsigned char enable);
int HAP_compute_res_attr_set_vtcm_param(compute_res_attr_t *attr, unsigned int size,
					unsigned char single_page);
int HAP_compute_res_attr_set_vtcm_param_v2(compute_res_attr_t *attr, unsigned int size,
					   unsigned int min_page_size, unsigned int min_size);
int HAP_compute_res_attr_set_app_type(compute_res_attr_t *attr, unsigned int application);
int HAP_compute_res_attr_set_cache_mode(compute_res_attr_t *attr, unsigned char enable);
int HAP_compute_res_attr_set_release_callback(compute_res_attr_t *attr,
					      int (*callback)(unsigned int context, void *client),
					      void *client);
void *HAP_compute_res_attr_get_vtcm_ptr(compute_res_attr_t *attr);
int HAP_compute_res_attr_get_vtcm_ptr_v2(compute_res_attr_t *attr, void **vtcm,
					 unsigned int *size);

/* A context; 0: not had in time. */
unsigned int HAP_compute_res_acquire(compute_res_attr_t *attr, unsigned int timeout_us);
int HAP_compute_res_release(unsigned int context);
int HAP_compute_res_acquire_cached(unsigned int context, unsigned int timeout_us);
int HAP_compute_res_release_cached(unsigned int context);
int HAP_compute_res_check_release_request(unsigned int context);
int HAP_compute_res_update_priority(unsigned int context, unsigned short priority);
int HAP_compute_res_hmx_lock(unsigned int context);
int HAP_compute_res_hmx_unlock(unsigned int context);
int HAP_compute_res_query_VTCM(unsigned int application, unsigned int *total,
			       compute_res_vtcm_page_t *total_layout, unsigned int *available,
			       compute_res_vtcm_page_t *available_layout);
int HAP_compute_res_query_capability(unsigned int capability, unsigned int *value);

/* The older way to VTCM. */
void *HAP_request_VTCM(unsigned int size, unsigned int single_page);
/* As the former; it waits until there is enough, or for so long. */
void *HAP_request_async_VTCM(unsigned int size, unsigned int single_page, unsigned int timeout_us);
int HAP_release_VTCM(void *vtcm);
int HAP_query_total_VTCM(unsigned int *page_size, unsigned int *page_count);
int HAP_query_avail_VTCM(unsigned int *block_size, unsigned int *page_size,
			 unsigned int *page_count);

#ifdef __cplusplus
}
#endif

#endif
