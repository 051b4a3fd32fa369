/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SDK_BUILTINS_H
#define DSP_SDK_BUILTINS_H

#include <stddef.h>
#include <stdint.h>

/* Names and meaning are those of the compiler's run-time library. */
uint64_t __hexagon_udivdi3(uint64_t n, uint64_t d);
uint64_t __hexagon_umoddi3(uint64_t n, uint64_t d);
int64_t __hexagon_divdi3(int64_t n, int64_t d);
int64_t __hexagon_moddi3(int64_t n, int64_t d);
uint32_t __hexagon_udivsi3(uint32_t n, uint32_t d);
uint32_t __hexagon_umodsi3(uint32_t n, uint32_t d);
int32_t __hexagon_divsi3(int32_t n, int32_t d);
int32_t __hexagon_modsi3(int32_t n, int32_t d);
float __hexagon_divsf3(float n, float d);
double __hexagon_divdf3(double n, double d);
void __hexagon_memcpy_likely_aligned_min32bytes_mult8bytes(void *to, const void *from,
							   size_t size);

#endif
