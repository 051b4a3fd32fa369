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

/* half.c */
float __extendhfsf2(uint16_t half);
uint16_t __truncsfhf2(float number);
uint16_t __truncdfhf2(double number);

/* complex.c: (a + bi) * (c + di), (a + bi) / (c + di), base to the power of an integer */
_Complex float __mulsc3(float a, float b, float c, float d);
_Complex double __muldc3(double a, double b, double c, double d);
_Complex float __divsc3(float a, float b, float c, float d);
_Complex double __divdc3(double a, double b, double c, double d);
_Complex _Float16 __mulhc3(_Float16 a, _Float16 b, _Float16 c, _Float16 d);
_Complex _Float16 __divhc3(_Float16 a, _Float16 b, _Float16 c, _Float16 d);
float __powisf2(float base, int power);
double __powidf2(double base, int power);

#endif
