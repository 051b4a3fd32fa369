/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_POWER_H
#define HAP_POWER_H

/*
 * Votes for clocks and power, and questions about them. The shell has one speed: it keeps
 * class and DCVS of the last vote for those who ask, and agrees to everything else.
 * Members are found by their names here; libraries that were compiled with other headers
 * are understood in the kind of a request, in class and in DCVS (dsp/shell/hap/hap_power.c).
 */
#include <stdint.h>

#include "AEEStdDef.h"
#include "AEEStdErr.h"

#define HAP_POWER_ERR_UNKNOWN		(-1)
#define HAP_POWER_ERR_INVALID_PARAM	(-2)
#define HAP_POWER_ERR_UNSUPPORTED_API	(-3)

typedef enum {
	HAP_POWER_UNKNOWN_CLIENT_CLASS = 0x00,
	HAP_POWER_AUDIO_CLIENT_CLASS = 0x01,
	HAP_POWER_VOICE_CLIENT_CLASS = 0x02,
	HAP_POWER_COMPUTE_CLIENT_CLASS = 0x04,
	HAP_POWER_STREAMING_1HVX_CLIENT_CLASS = 0x08,
	HAP_POWER_STREAMING_2HVX_CLIENT_CLASS = 0x10,
} HAP_power_app_type_payload;

/* How the DSP may move its clocks by itself. */
typedef enum {
	HAP_DCVS_ADJUST_UP_DOWN,
	HAP_DCVS_ADJUST_ONLY_UP,
} HAP_power_dcvs_option;

enum {
	HAP_DCVS_V2_ADJUST_UP_DOWN = 0x01,
	HAP_DCVS_V2_ADJUST_ONLY_UP = 0x02,
	HAP_DCVS_V2_POWER_SAVER_MODE = 0x04,
	HAP_DCVS_V2_POWER_SAVER_AGGRESSIVE_MODE = 0x08,
	HAP_DCVS_V2_PERFORMANCE_MODE = 0x10,
	HAP_DCVS_V2_DUTY_CYCLE_MODE = 0x20,
};
typedef uint8_t HAP_dcvs_v2_option_t;

enum {
	HAP_DCVS_VCORNER_DISABLE,
	HAP_DCVS_VCORNER_SVS2,
	HAP_DCVS_VCORNER_SVS,
	HAP_DCVS_VCORNER_SVS_PLUS,
	HAP_DCVS_VCORNER_NOM,
	HAP_DCVS_VCORNER_NOM_PLUS,
	HAP_DCVS_VCORNER_TURBO,
	HAP_DCVS_VCORNER_TURBO_PLUS,
	HAP_DCVS_VCORNER_TURBO_L2,
	HAP_DCVS_VCORNER_TURBO_L3,
	HAP_DCVS_VCORNER_MAX = 255,
};
typedef uint8_t HAP_dcvs_voltage_corner_t;

#define HAP_DCVS_EXP_VCORNER_MAX	0xffff
typedef uint32_t HAP_dcvs_exp_voltage_corner_t;

enum {
	HAP_DCVS_CLK_PERF_HIGH,
	HAP_DCVS_CLK_PERF_LOW,
	HAP_CLK_PERF_HIGH = 0,
	HAP_CLK_PERF_LOW,
};
typedef uint8_t HAP_dcvs_clk_perf_mode_t;

/* Of core and bus: between which corners, and which. */
typedef struct {
	HAP_dcvs_voltage_corner_t target_corner;
	HAP_dcvs_voltage_corner_t min_corner;
	HAP_dcvs_voltage_corner_t max_corner;
	HAP_dcvs_clk_perf_mode_t perf_mode;
	uint32_t param1;
	uint32_t param2;
	uint32_t param3;
} HAP_core_params_t;
typedef HAP_core_params_t HAP_bus_params_t;

typedef struct {
	boolean set_mips;
	uint32_t mipsPerThread;
	uint32_t mipsTotal;
	boolean set_bus_bw;
	uint64_t bwBytePerSec;
	uint16_t busbwUsagePercentage;
	boolean set_latency;
	int32_t latency;		/* microseconds */
} HAP_power_mips_bw_payload;

typedef struct {
	boolean power_up;
} HAP_power_hvx_payload;
typedef HAP_power_hvx_payload HAP_power_hmx_payload;

typedef struct {
	boolean dcvs_enable;
	HAP_power_dcvs_option dcvs_option;
} HAP_power_dcvs_payload;

typedef struct {
	HAP_dcvs_voltage_corner_t target_corner;
	HAP_dcvs_voltage_corner_t min_corner;
	HAP_dcvs_voltage_corner_t max_corner;
	uint32_t param1;
	uint32_t param2;
	uint32_t param3;
} HAP_dcvs_params_t;

typedef struct {
	boolean dcvs_enable;
	HAP_dcvs_v2_option_t dcvs_option;
	boolean set_latency;
	uint32_t latency;		/* microseconds */
	boolean set_dcvs_params;
	HAP_dcvs_params_t dcvs_params;
} HAP_power_dcvs_v2_payload;

typedef struct {
	boolean set_dcvs_enable;
	boolean dcvs_enable;
	HAP_dcvs_v2_option_t dcvs_option;
	boolean set_latency;
	uint32_t latency;		/* microseconds */
	boolean set_core_params;
	HAP_core_params_t core_params;
	boolean set_bus_params;
	HAP_bus_params_t bus_params;
	boolean set_sleep_disable;
	uint8_t sleep_disable;
} HAP_power_dcvs_v3_payload;

typedef struct {
	boolean set_power;
	boolean power_up;
	boolean set_clock;
	boolean pick_default;
	HAP_dcvs_exp_voltage_corner_t target_corner;
	HAP_dcvs_exp_voltage_corner_t min_corner;
	HAP_dcvs_exp_voltage_corner_t max_corner;
	HAP_dcvs_clk_perf_mode_t perf_mode;
} HAP_power_hmx_payload_v2;

typedef enum {
	HAP_power_set_mips_bw = 1,
	HAP_power_set_HVX = 2,
	HAP_power_set_apptype = 3,
	HAP_power_set_DCVS = 5,
	HAP_power_set_DCVS_v2 = 7,
	HAP_power_set_DCVS_v3 = 12,
	HAP_power_set_HMX = 20,
	HAP_power_set_HMX_v2 = 23,
} HAP_Power_request_type;

typedef struct {
	HAP_Power_request_type type;
	union {
		HAP_power_mips_bw_payload mips_bw;
		HAP_power_hvx_payload hvx;
		HAP_power_app_type_payload apptype;
		HAP_power_dcvs_payload dcvs;
		HAP_power_dcvs_v2_payload dcvs_v2;
		HAP_power_dcvs_v3_payload dcvs_v3;
		HAP_power_hmx_payload hmx;
		HAP_power_hmx_payload_v2 hmx_v2;
		/* As large as any kind may be. */
		uint64_t room[14];
	};
} HAP_power_request_t;

typedef enum {
	HAP_power_get_max_mips = 1,
	HAP_power_get_max_bus_bw,
	HAP_power_get_client_class,
	HAP_power_get_clk_Freq,
	HAP_power_get_aggregateAVSMpps,
	HAP_power_get_dcvsEnabled,
} HAP_Power_response_type;

typedef struct {
	HAP_Power_response_type type;
	union {
		unsigned int max_mips;
		uint64_t max_bus_bw;		/* bytes a second */
		unsigned int client_class;
		unsigned int clkFreqHz;
		unsigned int aggregateAVSMpps;
		boolean dcvsEnabled;
	};
} HAP_power_response_t;

#ifdef __cplusplus
extern "C" {
#endif

/* @context: who votes; any address that is the caller's own. 0, or HAP_POWER_ERR_*. */
int HAP_power_set(void *context, HAP_power_request_t *request);
int HAP_power_get(void *context, HAP_power_response_t *response);
int HAP_power_destroy_client(void *context);
int HAP_power_destroy(void *context);

void *HAP_utils_create_context(void);
int HAP_utils_destroy_context(void *context);

/* Older: a part of the highest speed, in percent, or MHz; a latency in microseconds. */
int HAP_power_request(int clock, int bus, int latency);
int HAP_power_request_abs(int clock, int bus, int latency);
int HAP_power_get_max_speed(int *clock_mhz, int *bus_mhz);

#ifdef __cplusplus
}
#endif

#endif
