// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What a library wants of the manager of compute resources: attributes, see
 * compute_res.c.
 */

#include <stddef.h>

#include "hap/compute_res.h"
#include "os/error.h"
#include "os/export.h"

#define COMPUTE_RES_ATTRIBUTES_MAGIC	0x43524d31u

const uint32_t compute_res_pages[COMPUTE_RES_PAGES] = {
	0x1000000, 0x400000, 0x100000, 0x40000, 0x10000, 0x4000, 0x1000,
};

int compute_resource_attr_init(struct compute_res_attributes *attributes)
{
	if (!attributes)
		return ERROR_BAD_PARAMETER;
	*attributes = (struct compute_res_attributes){.magic = COMPUTE_RES_ATTRIBUTES_MAGIC};
	return 0;
}
EXPORT(compute_resource_attr_init);
EXPORT_AS(HAP_compute_res_attr_init, &compute_resource_attr_init);

/**
 * compute_res_is_good() - whether attributes have been initialised
 * @attributes: may be NULL
 */
int compute_res_is_good(const struct compute_res_attributes *attributes)
{
	return attributes && attributes->magic == COMPUTE_RES_ATTRIBUTES_MAGIC;
}

int compute_resource_attr_set_serialize(struct compute_res_attributes *attributes,
					unsigned char serialize)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->serialize = serialize != 0;
	return 0;
}
EXPORT(compute_resource_attr_set_serialize);
EXPORT_AS(HAP_compute_res_attr_set_serialize, &compute_resource_attr_set_serialize);

int compute_resource_attr_set_hmx_param(struct compute_res_attributes *attributes,
					unsigned char enable)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	return enable ? COMPUTE_RES_NOT_SUPPORTED : 0;
}
EXPORT(compute_resource_attr_set_hmx_param);
EXPORT_AS(HAP_compute_res_attr_set_hmx_param, &compute_resource_attr_set_hmx_param);

/* The smallest page that holds so much; 0 if none does. */
static uint32_t compute_res_page_for(uint32_t size)
{
	uint32_t page = 0;

	for (unsigned int i = 0; i < COMPUTE_RES_PAGES && compute_res_pages[i] >= size; i++)
		page = compute_res_pages[i];
	return page;
}

int compute_resource_attr_set_vtcm_param(struct compute_res_attributes *attributes,
					 unsigned int size, unsigned char single_page)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->size = size;
	attributes->least_size = size;
	attributes->least_page = single_page && size ? compute_res_page_for(size) : 0;
	return single_page && size && !attributes->least_page ? ERROR_BAD_PARAMETER : 0;
}
EXPORT(compute_resource_attr_set_vtcm_param);
EXPORT_AS(HAP_compute_res_attr_set_vtcm_param, &compute_resource_attr_set_vtcm_param);

int compute_resource_attr_set_vtcm_param_v2(struct compute_res_attributes *attributes,
					    unsigned int size, unsigned int least_page,
					    unsigned int least_size)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->size = size;
	attributes->least_size = least_size && least_size < size ? least_size : size;
	attributes->least_page = least_page ? compute_res_page_for(least_page) : 0;
	return least_page && !attributes->least_page ? ERROR_BAD_PARAMETER : 0;
}
EXPORT(compute_resource_attr_set_vtcm_param_v2);
EXPORT_AS(HAP_compute_res_attr_set_vtcm_param_v2, &compute_resource_attr_set_vtcm_param_v2);

int compute_resource_attr_set_app_type(struct compute_res_attributes *attributes,
				       unsigned int application)
{
	(void)application;
	return compute_res_is_good(attributes) ? 0 : ERROR_BAD_PARAMETER;
}
EXPORT(compute_resource_attr_set_app_type);
EXPORT_AS(HAP_compute_res_attr_set_app_type, &compute_resource_attr_set_app_type);

int compute_resource_attr_set_cache_mode(struct compute_res_attributes *attributes,
					 unsigned char enable)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->cached = enable != 0;
	return 0;
}
EXPORT(compute_resource_attr_set_cache_mode);
EXPORT_AS(HAP_compute_res_attr_set_cache_mode, &compute_resource_attr_set_cache_mode);

int compute_resource_attr_set_release_callback(struct compute_res_attributes *attributes,
					       compute_res_callback *callback, void *client)
{
	if (!compute_res_is_good(attributes) || !callback)
		return ERROR_BAD_PARAMETER;
	attributes->callback = (uint32_t)(uintptr_t)callback;
	attributes->client = (uint32_t)(uintptr_t)client;
	return 0;
}
EXPORT(compute_resource_attr_set_release_callback);
EXPORT_AS(HAP_compute_res_attr_set_release_callback, &compute_resource_attr_set_release_callback);

void *compute_resource_attr_get_vtcm_ptr(struct compute_res_attributes *attributes)
{
	return compute_res_is_good(attributes) ? (void *)(uintptr_t)attributes->got : NULL;
}
EXPORT(compute_resource_attr_get_vtcm_ptr);
EXPORT_AS(HAP_compute_res_attr_get_vtcm_ptr, &compute_resource_attr_get_vtcm_ptr);

int compute_resource_attr_get_vtcm_ptr_v2(struct compute_res_attributes *attributes, void **vtcm,
					  unsigned int *size)
{
	if (!compute_res_is_good(attributes) || !vtcm || !size)
		return ERROR_BAD_PARAMETER;
	*vtcm = (void *)(uintptr_t)attributes->got;
	*size = attributes->got_size;
	return 0;
}
EXPORT(compute_resource_attr_get_vtcm_ptr_v2);
EXPORT_AS(HAP_compute_res_attr_get_vtcm_ptr_v2, &compute_resource_attr_get_vtcm_ptr_v2);
