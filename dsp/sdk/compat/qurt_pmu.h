/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_PMU_H
#define QURT_PMU_H

/* Counters of the performance monitor, and what they are to count. */
#define QURT_PMUCNT0 0
#define QURT_PMUCNT1 1
#define QURT_PMUCNT2 2
#define QURT_PMUCNT3 3
#define QURT_PMUCFG 4
#define QURT_PMUEVTCFG 5
#define QURT_PMUCNT4 6
#define QURT_PMUCNT5 7
#define QURT_PMUCNT6 8
#define QURT_PMUCNT7 9
#define QURT_PMUEVTCFG1 10

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
