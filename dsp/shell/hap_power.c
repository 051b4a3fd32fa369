// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Power votes and clocks. The machine has one speed: votes are taken and counted
 * for nothing, and what is asked for is a cDSP's usual numbers. Numbers of
 * requests as in Qualcomm's HAP_power.h.
 */

#include "export.h"
#include "libc.h"
#include "syscall.h"
#include "timer.h"

#define HAP_POWER_INVALID	(-2)
#define HAP_POWER_UNSUPPORTED	(-3)
#define HAP_POWER_CLOCK_HZ	1000000000u	/* timer.c counts one cycle a nanosecond */
#define HAP_POWER_MIPS		(HAP_POWER_CLOCK_HZ / 1000000u * 6)
#define HAP_POWER_BUS_BYTES	12800000000ull
#define HAP_POWER_CLASS_COMPUTE	4u

enum hap_power_request {
	HAP_POWER_SET_FIRST = 1,
	HAP_POWER_SET_LAST = 24,
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

/* The type of the request is its first byte. */
int HAP_power_set(void *context, const uint8_t *request)
{
	(void)context;
	if (!request)
		return HAP_POWER_INVALID;
	if (*request < HAP_POWER_SET_FIRST || *request > HAP_POWER_SET_LAST)
		return HAP_POWER_UNSUPPORTED;
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
		response->value.word = HAP_POWER_CLASS_COMPUTE;
		return 0;
	case HAP_POWER_GET_CLOCK:
		response->value.word = HAP_POWER_CLOCK_HZ;
		return 0;
	case HAP_POWER_GET_DCVS:
		response->value.truth = 0;
		return 0;
	default:
		if (response->type > HAP_POWER_GET_LAST || !response->type)
			return HAP_POWER_UNSUPPORTED;
		/* Clocks of units that there are not. */
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
	syscall_sleep(us > UINT64_MAX / 1000 ? UINT64_MAX / 2 : us * 1000);
	return 0;
}
EXPORT(HAP_timer_sleep);
