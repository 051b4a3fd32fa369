// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What QuRT tells about the machine and does to it: time, HVX. Every thread has
 * vectors here, so most requests simply succeed.
 */

#include <stdlib.h>

#include "os/export.h"
#include "os/pages.h"
#include "os/thread.h"
#include "os/timer.h"
#include "qurt/qurt.h"

/* As a cDSP of version 68 says it: 6 hardware threads, 4 HVX units of 128 bytes. */
#define QURT_HARDWARE_THREADS	6u
#define QURT_ARCHITECTURE	0x68u
#define QURT_HVX_UNITS		0x0408
#define QURT_HVX_MODE_128	1

/* Of POSIX, by musl's numbers. */
#define QURT_SC_PAGESIZE	30
#define QURT_SC_PROCESSORS_CONF	83
#define QURT_SC_PROCESSORS	84

int qurt_timer_sleep(uint64_t us)
{
	thread_sleep(us > UINT64_MAX / 1000 ? UINT64_MAX / 2 : us * 1000);
	return QURT_EOK;
}
EXPORT(qurt_timer_sleep);
EXPORT_AS(qurt_sleep, &qurt_timer_sleep);

uint64_t qurt_sysclock_get_hw_ticks(void)
{
	return timer_ticks();
}
EXPORT(qurt_sysclock_get_hw_ticks);
EXPORT_AS(qurt_timer_get_ticks, &qurt_sysclock_get_hw_ticks);

unsigned int qurt_sysclock_get_hw_ticks_32(void)
{
	return (unsigned int)timer_ticks();
}
EXPORT(qurt_sysclock_get_hw_ticks_32);

unsigned short qurt_sysclock_get_hw_ticks_16(void)
{
	return (unsigned short)timer_ticks();
}
EXPORT(qurt_sysclock_get_hw_ticks_16);

uint64_t qurt_timer_timetick_to_us(uint64_t ticks)
{
	return timer_ticks_to_us(ticks);
}
EXPORT(qurt_timer_timetick_to_us);

uint64_t qurt_timer_timetick_from_us(uint64_t us)
{
	return us / 5 * 96 + us % 5 * 96 / 5;
}
EXPORT(qurt_timer_timetick_from_us);

uint64_t qurt_get_core_pcycles(void)
{
	return timer_cycles();
}
EXPORT(qurt_get_core_pcycles);
EXPORT_AS(qurt_profile_get_thread_pcycles, &qurt_get_core_pcycles);

int qurt_sysenv_get_max_hw_threads(unsigned int *threads)
{
	if (!threads)
		return QURT_EVAL;
	*threads = QURT_HARDWARE_THREADS;
	return QURT_EOK;
}
EXPORT(qurt_sysenv_get_max_hw_threads);

/* Return: -1 for what is not known. */
long sysconf(int name)
{
	switch (name) {
	case QURT_SC_PAGESIZE:
		return PAGES_SIZE;
	case QURT_SC_PROCESSORS_CONF:
	case QURT_SC_PROCESSORS:
		return QURT_HARDWARE_THREADS;
	default:
		return -1;
	}
}
EXPORT(sysconf);

int qurt_sysenv_get_arch_version(unsigned int *version)
{
	if (!version)
		return QURT_EVAL;
	*version = QURT_ARCHITECTURE;
	return QURT_EOK;
}
EXPORT(qurt_sysenv_get_arch_version);

int qurt_hvx_lock(int mode)
{
	return mode == QURT_HVX_MODE_128 ? QURT_EOK : QURT_EVAL;
}
EXPORT(qurt_hvx_lock);
EXPORT_AS(qurt_hvx_try_lock, &qurt_hvx_lock);

int qurt_hvx_unlock(void)
{
	return QURT_EOK;
}
EXPORT(qurt_hvx_unlock);

int qurt_hvx_get_mode(void)
{
	return QURT_HVX_MODE_128;
}
EXPORT(qurt_hvx_get_mode);

int qurt_hvx_get_units(void)
{
	return QURT_HVX_UNITS;
}
EXPORT(qurt_hvx_get_units);

int qurt_hvx_reserve(int units)
{
	int all = QURT_HVX_UNITS & 0xff;

	return units > all ? all : units;
}
EXPORT(qurt_hvx_reserve);

int qurt_hvx_cancel_reserve(void)
{
	return QURT_EOK;
}
EXPORT(qurt_hvx_cancel_reserve);

EXPORT_AS(qurt_malloc, &malloc);
EXPORT_AS(qurt_calloc, &calloc);
EXPORT_AS(qurt_realloc, &realloc);
EXPORT_AS(qurt_free, &free);
