/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_PROBE_LIBM_H
#define DSP_TESTS_PROBE_LIBM_H

#ifdef __hexagon__
#include "../sdk/include/math.h"
#else
#include <math.h>
#endif
#include <stdint.h>

/*
 * Functions of <math.h>, one of each kind, for doubles and, with f behind the name, for
 * floats: what the SDK declares, and what this machine has.
 */
enum probe_libm {
	PROBE_LIBM_COS, PROBE_LIBM_EXP, PROBE_LIBM_LOG, PROBE_LIBM_SQRT, PROBE_LIBM_ERF,
	PROBE_LIBM_TGAMMA, PROBE_LIBM_CBRT, PROBE_LIBM_RINT, PROBE_LIBM_POW, PROBE_LIBM_FMOD,
	PROBE_LIBM_HYPOT, PROBE_LIBM_FMA, PROBE_LIBM_FREXP, PROBE_LIBM_LLRINT, PROBE_LIBM_COUNT,
};

/* in: function, whether it is that for floats; probe_libm_in[n]; out: probe_libm_out[n] */
struct probe_libm_in {
	double x, y, z;
};

struct probe_libm_out {
	double value;
	int64_t integer;
};

#define PROBE_LIBM_CALL(name, type, f)							\
	static inline void name(uint32_t function, const struct probe_libm_in *in,	\
				struct probe_libm_out *out)				\
	{										\
		type x = (type)in->x, y = (type)in->y;					\
		int exponent = 0;							\
											\
		*out = (struct probe_libm_out){0, 0};					\
		switch (function) {							\
		case PROBE_LIBM_COS: out->value = cos##f(x); break;			\
		case PROBE_LIBM_EXP: out->value = exp##f(x); break;			\
		case PROBE_LIBM_LOG: out->value = log##f(x); break;			\
		case PROBE_LIBM_SQRT: out->value = sqrt##f(x); break;			\
		case PROBE_LIBM_ERF: out->value = erf##f(x); break;			\
		case PROBE_LIBM_TGAMMA: out->value = tgamma##f(x); break;		\
		case PROBE_LIBM_CBRT: out->value = cbrt##f(x); break;			\
		case PROBE_LIBM_RINT: out->value = rint##f(x); break;			\
		case PROBE_LIBM_POW: out->value = pow##f(x, y); break;			\
		case PROBE_LIBM_FMOD: out->value = fmod##f(x, y); break;		\
		case PROBE_LIBM_HYPOT: out->value = hypot##f(x, y); break;		\
		case PROBE_LIBM_FMA: out->value = fma##f(x, y, (type)in->z); break;	\
		case PROBE_LIBM_FREXP: out->value = frexp##f(x, &exponent); break;	\
		case PROBE_LIBM_LLRINT: out->integer = llrint##f(x); break;		\
		}									\
		out->integer += exponent;						\
	}

PROBE_LIBM_CALL(probe_libm_double, double, )
PROBE_LIBM_CALL(probe_libm_float, float, f)

#endif
