/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_PROBE_PARTS_H
#define DSP_TESTS_PROBE_PARTS_H

#include <stdint.h>

uint32_t probe_threads(uint32_t which);
void probe_libm(uint32_t function, uint32_t is_float, const void *numbers, void *results,
		uint32_t count);
uint32_t probe_rules(uint32_t which);
uint32_t probe_cxx(void);
uint32_t probe_frames(uint32_t seed);
uint32_t probe_casts(void);
uint32_t probe_tls(void);
void probe_throw(void);
uint32_t probe_timers(void);
uint32_t probe_pipes(void);
uint32_t probe_mailboxes(void);
uint32_t probe_posix(void);
uint32_t probe_dl(void);
uint32_t probe_streams(void);
uint32_t probe_small_stack(void);
uint32_t probe_reals(void);
uint32_t probe_remote(void);
void probe_fault(uint32_t kind, void *data, uint32_t len);

#endif
