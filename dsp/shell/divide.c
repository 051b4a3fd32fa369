// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the compiler calls because the processor cannot do it: division of
 * integers. Names and meaning are those of its run-time library, which Debian
 * does not have for Hexagon. Nothing here may itself divide.
 */

#include <stdint.h>

#include "export.h"

struct divide_result {
	uint64_t quotient;
	uint64_t remainder;
};

/* A division by 0 gives all ones, as the loop does; the DSP's library does not trap either. */
static struct divide_result divide(uint64_t left, uint64_t right)
{
	struct divide_result result = {0, left};
	int shift;

	if (!right)
		return (struct divide_result){UINT64_MAX, left};
	if (left < right)
		return result;
	shift = __builtin_clzll(right) - __builtin_clzll(left);
	right <<= shift;
	for (; shift >= 0; shift--, right >>= 1) {
		result.quotient <<= 1;
		if (result.remainder >= right) {
			result.remainder -= right;
			result.quotient |= 1;
		}
	}
	return result;
}

static uint64_t divide_absolute(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

uint64_t __hexagon_udivdi3(uint64_t left, uint64_t right)
{
	return divide(left, right).quotient;
}
EXPORT(__hexagon_udivdi3);
EXPORT_AS(__udivdi3, &__hexagon_udivdi3);
EXPORT_AS(__qdsp_udivdi3, &__hexagon_udivdi3);

uint64_t __hexagon_umoddi3(uint64_t left, uint64_t right)
{
	return divide(left, right).remainder;
}
EXPORT(__hexagon_umoddi3);
EXPORT_AS(__umoddi3, &__hexagon_umoddi3);
EXPORT_AS(__qdsp_umoddi3, &__hexagon_umoddi3);

int64_t __hexagon_divdi3(int64_t left, int64_t right)
{
	uint64_t quotient = divide(divide_absolute(left), divide_absolute(right)).quotient;

	return (int64_t)((left < 0) != (right < 0) ? 0 - quotient : quotient);
}
EXPORT(__hexagon_divdi3);
EXPORT_AS(__divdi3, &__hexagon_divdi3);
EXPORT_AS(__qdsp_divdi3, &__hexagon_divdi3);

int64_t __hexagon_moddi3(int64_t left, int64_t right)
{
	uint64_t remainder = divide(divide_absolute(left), divide_absolute(right)).remainder;

	return (int64_t)(left < 0 ? 0 - remainder : remainder);
}
EXPORT(__hexagon_moddi3);
EXPORT_AS(__moddi3, &__hexagon_moddi3);
EXPORT_AS(__qdsp_moddi3, &__hexagon_moddi3);

/* 32 bits have a loop of their own: it is what code divides most. */
static uint32_t divide_word(uint32_t left, uint32_t right, uint32_t *remainder)
{
	uint32_t quotient = 0;
	int shift;

	*remainder = left;
	if (!right)
		return UINT32_MAX;
	if (left < right)
		return 0;
	shift = __builtin_clz(right) - __builtin_clz(left);
	right <<= shift;
	for (; shift >= 0; shift--, right >>= 1) {
		quotient <<= 1;
		if (left >= right) {
			left -= right;
			quotient |= 1;
		}
	}
	*remainder = left;
	return quotient;
}

uint32_t __hexagon_udivsi3(uint32_t left, uint32_t right)
{
	uint32_t remainder;

	return divide_word(left, right, &remainder);
}
EXPORT(__hexagon_udivsi3);
EXPORT_AS(__udivsi3, &__hexagon_udivsi3);
EXPORT_AS(__qdsp_udivsi3, &__hexagon_udivsi3);

uint32_t __hexagon_umodsi3(uint32_t left, uint32_t right)
{
	uint32_t remainder;

	divide_word(left, right, &remainder);
	return remainder;
}
EXPORT(__hexagon_umodsi3);
EXPORT_AS(__umodsi3, &__hexagon_umodsi3);
EXPORT_AS(__qdsp_umodsi3, &__hexagon_umodsi3);

int32_t __hexagon_divsi3(int32_t left, int32_t right)
{
	uint32_t remainder;
	uint32_t quotient = divide_word((uint32_t)divide_absolute(left),
					(uint32_t)divide_absolute(right), &remainder);

	return (int32_t)((left < 0) != (right < 0) ? 0 - quotient : quotient);
}
EXPORT(__hexagon_divsi3);
EXPORT_AS(__divsi3, &__hexagon_divsi3);
EXPORT_AS(__qdsp_divsi3, &__hexagon_divsi3);

int32_t __hexagon_modsi3(int32_t left, int32_t right)
{
	uint32_t remainder;

	divide_word((uint32_t)divide_absolute(left), (uint32_t)divide_absolute(right), &remainder);
	return (int32_t)(left < 0 ? 0 - remainder : remainder);
}
EXPORT(__hexagon_modsi3);
EXPORT_AS(__modsi3, &__hexagon_modsi3);
EXPORT_AS(__qdsp_modsi3, &__hexagon_modsi3);
