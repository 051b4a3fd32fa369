// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls the mathematical functions that the DSP offers, as the SDK declares them.
 */

#include "probe_libm.h"
#include "probe_parts.h"

void probe_libm(uint32_t function, uint32_t is_float, const void *numbers, void *results,
		uint32_t count)
{
	const struct probe_libm_in *in = numbers;
	struct probe_libm_out *out = results;

	for (uint32_t i = 0; i < count; i++) {
		if (is_float)
			probe_libm_float(function, &in[i], &out[i]);
		else
			probe_libm_double(function, &in[i], &out[i]);
	}
}
