// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: it asks HAP and QuRT for power and for memory, by their headers.
 * Each method says where the first thing went wrong: a line of this file, 0 for none.
 */
#include <HAP_dcvs.h>
#include <HAP_power.h>
#include <qda/skel.h>
#include <qurt_memory.h>
#include <string.h>

#define SYSTEM_EXPECT(good)		\
	do {				\
		if (!(good))		\
			return __LINE__; \
	} while (0)

static uint32_t system_votes(void)
{
	HAP_power_request_t request;
	HAP_power_response_t response;
	int client;

	memset(&request, 0, sizeof(request));
	request.type = HAP_power_set_apptype;
	request.apptype = HAP_POWER_STREAMING_1HVX_CLIENT_CLASS;
	SYSTEM_EXPECT(!HAP_power_set(&client, &request));
	response.type = HAP_power_get_client_class;
	SYSTEM_EXPECT(!HAP_power_get(&client, &response));
	SYSTEM_EXPECT(response.client_class == HAP_POWER_STREAMING_1HVX_CLIENT_CLASS);
	response.type = HAP_power_get_dcvsEnabled;
	SYSTEM_EXPECT(!HAP_power_get(&client, &response) && response.dcvsEnabled);

	memset(&request, 0, sizeof(request));
	request.type = HAP_power_set_DCVS_v3;
	request.dcvs_v3.set_dcvs_enable = 1;
	request.dcvs_v3.set_core_params = 1;
	request.dcvs_v3.core_params.max_corner = HAP_DCVS_VCORNER_MAX;
	SYSTEM_EXPECT(!HAP_set_dcvs_v3_core_perf_mode(&request, HAP_DCVS_CLK_PERF_LOW));
	SYSTEM_EXPECT(!HAP_power_set(&client, &request));
	SYSTEM_EXPECT(!HAP_power_get(&client, &response) && !response.dcvsEnabled);
	SYSTEM_EXPECT(!HAP_set_dcvs_v3_duty_cycle(&client, 10, 33));
	SYSTEM_EXPECT(!HAP_power_get(&client, &response) && response.dcvsEnabled);

	request.type = HAP_power_set_HVX;
	request.hvx.power_up = 1;
	SYSTEM_EXPECT(!HAP_power_set(&client, &request));
	SYSTEM_EXPECT(HAP_power_set(&client, NULL) == HAP_POWER_ERR_INVALID_PARAM);
	response.type = HAP_power_get_max_bus_bw;
	SYSTEM_EXPECT(!HAP_power_get(&client, &response) && response.max_bus_bw > UINT32_MAX);
	return HAP_power_destroy_client(&client) ? __LINE__ : 0;
}

static uint32_t system_region(uint32_t region, uint32_t size)
{
	qurt_mem_region_attr_t attr;
	qurt_mem_region_t found = 0;
	qurt_size_t there = 0;
	uint8_t *bytes;

	SYSTEM_EXPECT(qurt_mem_region_attr_get(region, &attr) == QURT_EOK);
	qurt_mem_region_attr_get_size(&attr, &there);
	SYSTEM_EXPECT(there == (size + 4095) / 4096 * 4096);
	bytes = (uint8_t *)(uintptr_t)attr.virtaddr;
	for (uint32_t i = 0; i < there; i++)
		bytes[i] = (uint8_t)(bytes[i] + i);
	SYSTEM_EXPECT(bytes[there - 1] == 0xff);
	SYSTEM_EXPECT(qurt_mem_region_query(&found, attr.virtaddr + there - 1,
					    (qurt_paddr_t)-1) == QURT_EOK && found == region);
	SYSTEM_EXPECT(qurt_lookup_physaddr_64(attr.virtaddr) == attr.physaddr);
	SYSTEM_EXPECT(qurt_mapping_create_64(attr.virtaddr, attr.physaddr, there,
					     QURT_MEM_CACHE_WRITEBACK, QURT_PERM_READ) ==
		      QURT_EOK);
	SYSTEM_EXPECT(qurt_mapping_create(attr.virtaddr, 0x80000000, there,
					  QURT_MEM_CACHE_DEVICE, QURT_PERM_FULL) == QURT_EMEM);
	SYSTEM_EXPECT(qurt_mapping_remove_64(attr.virtaddr, attr.physaddr, there + 1) ==
		      QURT_EMEM);
	return 0;
}

static uint32_t system_regions(void)
{
	qurt_mem_region_attr_t attr;
	qurt_mem_region_t region = 0, none;
	qurt_mem_pool_t pool = 0;
	uint32_t wrong;

	qurt_mem_region_attr_init(&attr);
	SYSTEM_EXPECT(qurt_mem_region_create(&region, 100000, qurt_mem_default_pool, &attr) ==
		      QURT_EOK);
	wrong = system_region(region, 100000);
	if (wrong)
		return wrong;
	SYSTEM_EXPECT(qurt_mem_region_delete(region) == QURT_EOK);
	SYSTEM_EXPECT(qurt_mem_region_delete(region) == QURT_EVAL);
	SYSTEM_EXPECT(qurt_mem_region_attr_get(region, &attr) == QURT_EVAL);
	SYSTEM_EXPECT(qurt_mem_region_query(&none, region, (qurt_paddr_t)-1) == QURT_EMEM);

	qurt_mem_region_attr_init(&attr);
	qurt_mem_region_attr_set_mapping(&attr, QURT_MEM_MAPPING_PHYS_CONTIGUOUS);
	qurt_mem_region_attr_set_cache_mode(&attr, QURT_MEM_CACHE_NONE_SHARED);
	SYSTEM_EXPECT(qurt_mem_pool_attach((char *)"DEFAULT_PHYSPOOL", &pool) == QURT_EOK);
	SYSTEM_EXPECT(qurt_mem_region_create(&region, 1, pool, &attr) == QURT_EOK);
	SYSTEM_EXPECT(qurt_mem_region_delete(region) == QURT_EOK);
	qurt_mem_region_attr_set_physaddr(&attr, 0xd9000000);
	SYSTEM_EXPECT(qurt_mem_region_create(&region, 4096, pool, &attr) == QURT_EMEM);
	SYSTEM_EXPECT(qurt_mem_pool_attach((char *)"TCM_PHYSPOOL", &pool) != QURT_EOK);
	SYSTEM_EXPECT(qurt_mem_region_create(&region, 4096, pool + 1, &attr) == QURT_EMEM);
	return 0;
}

int system_power(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(uint32_t *)out[0].data = system_votes();
	return 0;
}

int system_memory(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(uint32_t *)out[0].data = system_regions();
	return 0;
}

#define SYSTEM_METHODS(METHOD)				\
	METHOD(2, system_power, "power out:u32:line")	\
	METHOD(3, system_memory, "memory out:u32:line")

SKEL(system, SYSTEM_METHODS);
