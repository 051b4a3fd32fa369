/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_HVX_H
#define QURT_HVX_H

/* Vector units. On the virtual DSP each thread has one of 128 bytes at all times. */
typedef enum {
	QURT_HVX_MODE_64B = 0,
	QURT_HVX_MODE_128B = 1,
	QURT_HVX_MODE_NO_USE = 2,
	QURT_HVX_MODE_UNKNOWN = 3,
} qurt_hvx_mode_t;

/* What qurt_hvx_reserve() takes: a number of units, or one of these. */
#define QURT_HVX_RESERVE_ALL 4
#define QURT_HVX_RESERVE_ALL_AVAILABLE 0xff

#ifdef __cplusplus
extern "C" {
#endif

int qurt_hvx_lock(qurt_hvx_mode_t mode);
int qurt_hvx_try_lock(qurt_hvx_mode_t mode);
int qurt_hvx_unlock(void);
int qurt_hvx_get_mode(void);
int qurt_hvx_get_units(void);
int qurt_hvx_reserve(int units);
int qurt_hvx_cancel_reserve(void);

#ifdef __cplusplus
}
#endif

#endif
