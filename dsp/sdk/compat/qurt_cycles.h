/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_CYCLES_H
#define QURT_CYCLES_H

/* Cycles of the processor. */
#ifdef __cplusplus
extern "C" {
#endif

unsigned long long qurt_get_core_pcycles(void);
unsigned long long qurt_profile_get_thread_pcycles(void);

#ifdef __cplusplus
}
#endif

#endif
