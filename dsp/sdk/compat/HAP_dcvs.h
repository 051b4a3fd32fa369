/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_DCVS_H
#define HAP_DCVS_H

#include <string.h>

#include "HAP_power.h"

/*
 * Requests of the kind HAP_power_set_DCVS_v3, made more easily: these change one that the
 * caller then gives to HAP_power_set(), but for the first. 0, or an AEE code.
 */

/* Lets the clocks rest between two activities, of a period; milliseconds, which are not used. */
static inline int HAP_set_dcvs_v3_duty_cycle(void *context, uint32_t active_ms, uint32_t period_ms)
{
	HAP_power_request_t request;

	(void)active_ms;
	(void)period_ms;
	memset(&request, 0, sizeof(request));
	request.type = HAP_power_set_DCVS_v3;
	request.dcvs_v3.set_dcvs_enable = 1;
	request.dcvs_v3.dcvs_enable = 1;
	request.dcvs_v3.dcvs_option = HAP_DCVS_V2_DUTY_CYCLE_MODE;
	return HAP_power_set(context, &request);
}

static inline int HAP_set_dcvs_v3_core_perf_mode(HAP_power_request_t *request, int mode)
{
	if (request->type != HAP_power_set_DCVS_v3)
		return AEE_EBADPARM;
	request->dcvs_v3.core_params.perf_mode = (HAP_dcvs_clk_perf_mode_t)mode;
	return 0;
}

static inline int HAP_set_dcvs_v3_bus_perf_mode(HAP_power_request_t *request, int mode)
{
	if (request->type != HAP_power_set_DCVS_v3)
		return AEE_EBADPARM;
	request->dcvs_v3.bus_params.perf_mode = (HAP_dcvs_clk_perf_mode_t)mode;
	return 0;
}

/* Corners of the bus that only DSPs from v79 on protect. */
static inline int HAP_set_dcvs_v3_protected_bus_corners(HAP_power_request_t *request, int on)
{
	(void)request;
	(void)on;
	return AEE_EVERSIONNOTSUPPORT;
}

#endif
