/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_HVX_EXACT_H
#define DSP_TESTS_HVX_EXACT_H

#include <stdbool.h>
#include <stdint.h>

/* An exact number: a sign, and a whole multiple of 2^-EXACT_POINT. */
#define EXACT_LIMBS	12
#define EXACT_POINT	384

struct exact {
	bool negative;
	uint64_t limb[EXACT_LIMBS];	/* the lowest first */
};

struct exact exact_make(bool negative, uint64_t whole, int power);
struct exact exact_add(struct exact a, struct exact b);
bool exact_is_zero(const struct exact *a);
int exact_log(const struct exact *a);
int exact_compare(const struct exact *a, const struct exact *b);
int64_t exact_floor(const struct exact *a, int power, bool *half, bool *rest);
uint32_t exact_to_f8(const struct exact *a);

#endif
