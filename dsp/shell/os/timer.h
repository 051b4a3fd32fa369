/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_TIMER_H
#define DSP_SHELL_TIMER_H

#include <stddef.h>
#include <stdint.h>

uint64_t timer_ticks(void);
uint64_t timer_cycles(void);
uint64_t timer_ticks_to_us(uint64_t ticks);
size_t timer_stubs_size(const uint8_t *code, size_t size);
uint8_t *timer_patch(uint8_t *code, size_t size, uint8_t *stubs);

#endif
