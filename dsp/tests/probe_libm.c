// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Calls the mathematical functions that the DSP offers, as the SDK declares them.
 */

#include "../sdk/include/math.h"
#include "dsp.h"
#include "probe_libm.h"
#include "probe_parts.h"

static void libm_one(uint32_t function, const struct probe_libm_in *in, struct probe_libm_out *out)
{
	double whole;
	int exponent = 0;

	switch (function) {
#define PROBE_LIBM_CALL_1(name)	case PROBE_LIBM_##name: out->value = name(in->x); break;
#define PROBE_LIBM_CALL_2(name)	case PROBE_LIBM_##name: out->value = name(in->x, in->y); break;
	PROBE_LIBM_1(PROBE_LIBM_CALL_1)
	PROBE_LIBM_2(PROBE_LIBM_CALL_2)
	case PROBE_LIBM_fma:
		out->value = fma(in->x, in->y, in->z);
		break;
	case PROBE_LIBM_ldexp:
		out->value = ldexp(in->x, (int)in->y);
		break;
	case PROBE_LIBM_frexp:
		out->value = frexp(in->x, &exponent);
		out->integer = exponent;
		break;
	case PROBE_LIBM_modf:
		out->value = modf(in->x, &whole);
		out->integer = (int64_t)whole;
		break;
	case PROBE_LIBM_ilogb:
		out->integer = ilogb(in->x);
		break;
	case PROBE_LIBM_lround:
		out->integer = lround(in->x);
		break;
	case PROBE_LIBM_llrint:
		out->integer = llrint(in->x);
		break;
	}
}

static void libm_one_float(uint32_t function, const struct probe_libm_in *in,
			   struct probe_libm_out *out)
{
	float x = (float)in->x, y = (float)in->y, whole;
	int exponent = 0;

	switch (function) {
#define PROBE_LIBM_CALL_1F(name) case PROBE_LIBM_##name: out->value = name##f(x); break;
#define PROBE_LIBM_CALL_2F(name) case PROBE_LIBM_##name: out->value = name##f(x, y); break;
	PROBE_LIBM_1(PROBE_LIBM_CALL_1F)
	PROBE_LIBM_2(PROBE_LIBM_CALL_2F)
	case PROBE_LIBM_fma:
		out->value = fmaf(x, y, (float)in->z);
		break;
	case PROBE_LIBM_ldexp:
		out->value = ldexpf(x, (int)y);
		break;
	case PROBE_LIBM_frexp:
		out->value = frexpf(x, &exponent);
		out->integer = exponent;
		break;
	case PROBE_LIBM_modf:
		out->value = modff(x, &whole);
		out->integer = (int64_t)whole;
		break;
	case PROBE_LIBM_ilogb:
		out->integer = ilogbf(x);
		break;
	case PROBE_LIBM_lround:
		out->integer = lroundf(x);
		break;
	case PROBE_LIBM_llrint:
		out->integer = llrintf(x);
		break;
	}
}

void probe_libm(uint32_t function, uint32_t is_float, const void *numbers, void *results,
		uint32_t count)
{
	const struct probe_libm_in *in = numbers;
	struct probe_libm_out *out = results;

	memset(out, 0, count * sizeof(*out));
	for (uint32_t i = 0; i < count; i++) {
		if (is_float)
			libm_one_float(function, &in[i], &out[i]);
		else
			libm_one(function, &in[i], &out[i]);
	}
}
