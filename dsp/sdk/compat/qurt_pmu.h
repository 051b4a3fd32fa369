/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_PMU_H
#define QURT_PMU_H

/* Counters of the performance monitor. */
#ifdef __cplusplus
extern "C" {
#endif

void qurt_pmu_set(int counter, unsigned int value);
unsigned int qurt_pmu_get(int counter);
void qurt_pmu_enable(int enable);

#ifdef __cplusplus
}
#endif

#endif
