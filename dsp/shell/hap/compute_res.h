/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_COMPUTE_RES_H
#define DSP_SHELL_COMPUTE_RES_H

#include <stdint.h>

#define COMPUTE_RES_NOT_SUPPORTED	((int)0x80000404)
#define COMPUTE_RES_PAGES		7u

typedef int compute_res_callback(unsigned int context, void *client);

/* What is wanted: 64 bytes in the caller's hands, opaque to it. */
struct compute_res_attributes {
	uint32_t magic;
	uint32_t size, least_size, least_page;
	uint32_t serialize, cached;
	uint32_t callback, client;
	uint32_t got, got_size;
	uint32_t unused[6];
};

_Static_assert(sizeof(struct compute_res_attributes) == 64, "compute_res_attr_t");

/* Sizes of pages, the largest first. */
extern const uint32_t compute_res_pages[COMPUTE_RES_PAGES];

int compute_resource_attr_init(struct compute_res_attributes *attributes);
int compute_resource_attr_set_vtcm_param(struct compute_res_attributes *attributes,
					 unsigned int size, unsigned char single_page);
int compute_res_is_good(const struct compute_res_attributes *attributes);

#endif
