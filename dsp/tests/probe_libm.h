/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_PROBE_LIBM_H
#define DSP_TESTS_PROBE_LIBM_H

#include <stdint.h>

/*
 * The functions of <math.h>, each also for floats, with f behind its name: of one
 * number, of two, of three, and those that give an integer. Lists for both sides.
 */
#define PROBE_LIBM_1(X)								\
	X(acos) X(acosh) X(asin) X(asinh) X(atan) X(atanh) X(cbrt) X(ceil) X(cos) X(cosh)	\
	X(erf) X(erfc) X(exp) X(exp2) X(expm1) X(fabs) X(floor) X(lgamma) X(log) X(log10)	\
	X(log1p) X(log2) X(logb) X(nearbyint) X(rint) X(round) X(sin) X(sinh) X(sqrt) X(tan)	\
	X(tanh) X(tgamma) X(trunc)

#define PROBE_LIBM_2(X)								\
	X(atan2) X(copysign) X(fdim) X(fmax) X(fmin) X(fmod) X(hypot) X(nextafter) X(pow)	\
	X(remainder)

enum probe_libm {
#define PROBE_LIBM_NAME(name)	PROBE_LIBM_##name,
	PROBE_LIBM_1(PROBE_LIBM_NAME)
	PROBE_LIBM_2(PROBE_LIBM_NAME)
	PROBE_LIBM_fma,
	PROBE_LIBM_ldexp,	/* the second number is an int, as with scalbn() */
	PROBE_LIBM_frexp,	/* the integer is the exponent */
	PROBE_LIBM_modf,	/* the integer is the whole part */
	PROBE_LIBM_ilogb,
	PROBE_LIBM_lround,
	PROBE_LIBM_llrint,
	PROBE_LIBM_COUNT,
#undef PROBE_LIBM_NAME
};

/* in: function, whether it is that for floats; probe_libm_in[n]; out: probe_libm_out[n] */
struct probe_libm_in {
	double x, y, z;
};

struct probe_libm_out {
	double value;
	int64_t integer;
};

#endif
