/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_POWER_H
#define HAP_POWER_H

/*
 * Votes for power, as far as llama.cpp's DSP code makes them. The shell has one speed and
 * looks at the kind of a request only (dsp/shell/hap/hap_power.c), so members that it skips
 * have no places to be right about.
 */
#include <stdint.h>

enum {
	HAP_power_set_HVX = 2,
	HAP_power_set_apptype = 3,
	HAP_power_set_DCVS_v3 = 12,
	HAP_power_set_HMX = 20,
	HAP_power_set_HMX_v2 = 23,
};

#define HAP_POWER_COMPUTE_CLIENT_CLASS 4
#define HAP_DCVS_VCORNER_MAX 255
#define HAP_DCVS_EXP_VCORNER_MAX 0xffff
#define HAP_CLK_PERF_HIGH 0

struct hap_power_corners {
	uint8_t target_corner, min_corner, max_corner;
	uint32_t reserved[3];
};

typedef struct {
	uint8_t type;
	uint8_t reserved[7];
	union {
		uint8_t apptype;
		struct {
			uint8_t power_up;
		} hvx, hmx;
		struct {
			uint8_t set_dcvs_enable, dcvs_enable, dcvs_option, set_latency;
			uint32_t latency;
			uint8_t set_core_params;
			struct hap_power_corners core_params;
			uint8_t set_bus_params;
			struct hap_power_corners bus_params;
			uint8_t set_sleep_disable, sleep_disable;
		} dcvs_v3;
		struct {
			uint8_t set_power, power_up, set_clock, pick_default;
			uint32_t target_corner, min_corner, max_corner;
			uint8_t perf_mode;
		} hmx_v2;
		uint64_t room[8];
	};
} HAP_power_request_t;

int HAP_power_set(void *context, HAP_power_request_t *request);

static inline int HAP_set_dcvs_v3_protected_bus_corners(HAP_power_request_t *request, int on)
{
	(void)request;
	(void)on;
	return 0;
}

#endif
