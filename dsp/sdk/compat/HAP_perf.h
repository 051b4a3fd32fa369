/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef HAP_PERF_H
#define HAP_PERF_H

#include <stdint.h>

/* Time, in microseconds, in ticks of 19.2 MHz and in cycles. */
#ifdef __cplusplus
extern "C" {
#endif

uint64_t HAP_perf_get_time_us(void);
uint64_t HAP_perf_get_qtimer_count(void);
uint64_t HAP_perf_qtimer_count_to_us(uint64_t count);
uint64_t HAP_perf_get_pcycles(void);
int HAP_timer_sleep(unsigned long long us);

#ifdef __cplusplus
}
#endif

#endif
