// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Power votes and clocks. The machine has one speed: votes are remembered, because
 * code can ask for them, and change nothing; the speeds are the usual ones of a
 * cDSP. Numbers and layouts of requests as in Qualcomm's HAP_power.h, where an
 * enum has one byte.
 */

#include <stdlib.h>

#include "os/export.h"
#include "os/thread.h"
#include "os/timer.h"

#define HAP_POWER_INVALID	(-2)
#define HAP_POWER_UNSUPPORTED	(-3)
#define HAP_POWER_CLOCK_HZ	1000000000u	/* timer.c counts one cycle a nanosecond */
#define HAP_POWER_MIPS		(HAP_POWER_CLOCK_HZ / 1000000u * 6)
#define HAP_POWER_BUS_BYTES	12800000000ull
#define HAP_POWER_CLASS_COMPUTE	4u

enum hap_power_vote {
	HAP_POWER_SET_FIRST = 1,
	HAP_POWER_SET_CLASS = 3,
	HAP_POWER_SET_DCVS = 5,
	HAP_POWER_SET_DCVS_2 = 7,
	HAP_POWER_UPDATE_DCVS_2 = 10,
	HAP_POWER_SET_DCVS_3 = 12,
	HAP_POWER_SET_LAST = 24,
};

struct hap_power_request {
	uint8_t type;
	uint8_t pad[7];
	union {
		uint8_t class;
		/* DCVS and its second version */
		uint8_t dcvs;
		struct {
			uint8_t what;	/* 1: this */
			uint8_t pad[3];
			uint8_t dcvs;
		} update;
		struct {
			uint8_t set;
			uint8_t dcvs;
		} third;
	} vote;
};

enum hap_power_question {
	HAP_POWER_GET_MAX_MIPS = 1,
	HAP_POWER_GET_MAX_BUS,
	HAP_POWER_GET_CLASS,
	HAP_POWER_GET_CLOCK,
	HAP_POWER_GET_DCVS = 6,
	HAP_POWER_GET_LAST = 16,
};

struct hap_power_response {
	uint8_t type;		/* an enum, as short as it can be */
	uint8_t pad[7];
	union {
		uint32_t word;
		uint64_t wide;
		uint8_t truth;
	} value;
};

/* The last vote of any thread; before that, what a cDSP begins with. */
static uint8_t hap_power_class = HAP_POWER_CLASS_COMPUTE;
static uint8_t hap_power_dcvs = 1;

int HAP_power_set(void *context, const struct hap_power_request *request)
{
	(void)context;
	if (!request)
		return HAP_POWER_INVALID;
	if (request->type < HAP_POWER_SET_FIRST || request->type > HAP_POWER_SET_LAST)
		return HAP_POWER_UNSUPPORTED;
	switch (request->type) {
	case HAP_POWER_SET_CLASS:
		hap_power_class = request->vote.class;
		break;
	case HAP_POWER_SET_DCVS:
	case HAP_POWER_SET_DCVS_2:
		hap_power_dcvs = request->vote.dcvs;
		break;
	case HAP_POWER_UPDATE_DCVS_2:
		if (request->vote.update.what == 1)
			hap_power_dcvs = request->vote.update.dcvs;
		break;
	case HAP_POWER_SET_DCVS_3:
		if (request->vote.third.set)
			hap_power_dcvs = request->vote.third.dcvs;
		break;
	}
	return 0;
}
EXPORT(HAP_power_set);

int HAP_power_get(void *context, struct hap_power_response *response)
{
	(void)context;
	if (!response)
		return HAP_POWER_INVALID;
	switch (response->type) {
	case HAP_POWER_GET_MAX_MIPS:
		response->value.word = HAP_POWER_MIPS;
		return 0;
	case HAP_POWER_GET_MAX_BUS:
		response->value.wide = HAP_POWER_BUS_BYTES;
		return 0;
	case HAP_POWER_GET_CLASS:
		response->value.word = hap_power_class;
		return 0;
	case HAP_POWER_GET_CLOCK:
		response->value.word = HAP_POWER_CLOCK_HZ;
		return 0;
	case HAP_POWER_GET_DCVS:
		response->value.truth = hap_power_dcvs != 0;
		return 0;
	default:
		if (response->type > HAP_POWER_GET_LAST || !response->type)
			return HAP_POWER_UNSUPPORTED;
		/* Clocks of units that do not exist here. */
		response->value.word = 0;
		return 0;
	}
}
EXPORT(HAP_power_get);

int HAP_power_destroy_client(void *context)
{
	(void)context;
	return 0;
}
EXPORT(HAP_power_destroy_client);
EXPORT_AS(HAP_power_destroy, &HAP_power_destroy_client);

void *HAP_utils_create_context(void)
{
	return malloc(1);
}
EXPORT(HAP_utils_create_context);

int HAP_utils_destroy_context(void *context)
{
	free(context);
	return 0;
}
EXPORT(HAP_utils_destroy_context);

int HAP_power_request(int clock, int bus, int latency)
{
	(void)clock;
	(void)bus;
	(void)latency;
	return 0;
}
EXPORT(HAP_power_request);
EXPORT_AS(HAP_power_request_abs, &HAP_power_request);

int HAP_power_get_max_speed(int *clock_mhz, int *bus_mhz)
{
	*clock_mhz = HAP_POWER_CLOCK_HZ / 1000000u;
	*bus_mhz = *clock_mhz;
	return 0;
}
EXPORT(HAP_power_get_max_speed);

int HVX_power_request(void)
{
	return 0;
}
EXPORT(HVX_power_request);
EXPORT_AS(HVX_power_release, &HVX_power_request);

/* Time */

uint64_t HAP_perf_get_time_us(void)
{
	return timer_ticks_to_us(timer_ticks());
}
EXPORT(HAP_perf_get_time_us);

uint64_t HAP_perf_get_qtimer_count(void)
{
	return timer_ticks();
}
EXPORT(HAP_perf_get_qtimer_count);

uint64_t HAP_perf_qtimer_count_to_us(uint64_t count)
{
	return timer_ticks_to_us(count);
}
EXPORT(HAP_perf_qtimer_count_to_us);

uint64_t HAP_perf_get_pcycles(void)
{
	return timer_cycles();
}
EXPORT(HAP_perf_get_pcycles);

int HAP_timer_sleep(uint64_t us)
{
	thread_sleep(us > UINT64_MAX / 1000 ? UINT64_MAX / 2 : us * 1000);
	return 0;
}
EXPORT(HAP_timer_sleep);
