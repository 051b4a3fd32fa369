/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_MATH_H
#define QDA_MATH_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * C99's mathematics for doubles and floats. A long double is a double here: use
 * the functions for that. They do not set errno.
 */

#define HUGE_VAL	__builtin_huge_val()
#define HUGE_VALF	__builtin_huge_valf()
#define INFINITY	__builtin_inff()
#define NAN		__builtin_nanf("")

#define M_E		2.7182818284590452354
#define M_LN2		0.69314718055994530942
#define M_PI		3.14159265358979323846
#define M_SQRT2		1.41421356237309504880

#define isfinite(x)	__builtin_isfinite(x)
#define isinf(x)	__builtin_isinf(x)
#define isnan(x)	__builtin_isnan(x)
#define isnormal(x)	__builtin_isnormal(x)
#define signbit(x)	__builtin_signbit(x)

/* Each function once for double and once, with f behind its name, for float. */
#define QDA_MATH_1(name)	double name(double x); float name##f(float x)
#define QDA_MATH_2(name)	double name(double x, double y); float name##f(float x, float y)

QDA_MATH_1(acos);
QDA_MATH_1(acosh);
QDA_MATH_1(asin);
QDA_MATH_1(asinh);
QDA_MATH_1(atan);
QDA_MATH_1(atanh);
QDA_MATH_1(cbrt);
QDA_MATH_1(ceil);
QDA_MATH_1(cos);
QDA_MATH_1(cosh);
QDA_MATH_1(erf);
QDA_MATH_1(erfc);
QDA_MATH_1(exp);
QDA_MATH_1(exp2);
QDA_MATH_1(expm1);
QDA_MATH_1(fabs);
QDA_MATH_1(floor);
QDA_MATH_1(lgamma);
QDA_MATH_1(log);
QDA_MATH_1(log10);
QDA_MATH_1(log1p);
QDA_MATH_1(log2);
QDA_MATH_1(logb);
QDA_MATH_1(nearbyint);
QDA_MATH_1(rint);
QDA_MATH_1(round);
QDA_MATH_1(sin);
QDA_MATH_1(sinh);
QDA_MATH_1(sqrt);
QDA_MATH_1(tan);
QDA_MATH_1(tanh);
QDA_MATH_1(tgamma);
QDA_MATH_1(trunc);

QDA_MATH_2(atan2);
QDA_MATH_2(copysign);
QDA_MATH_2(fdim);
QDA_MATH_2(fmax);
QDA_MATH_2(fmin);
QDA_MATH_2(fmod);
QDA_MATH_2(hypot);
QDA_MATH_2(nextafter);
QDA_MATH_2(pow);
QDA_MATH_2(remainder);

double fma(double x, double y, double z);
float fmaf(float x, float y, float z);
double frexp(double x, int *exponent);
float frexpf(float x, int *exponent);
double ldexp(double x, int exponent);
float ldexpf(float x, int exponent);
double modf(double x, double *whole);
float modff(float x, float *whole);
double scalbn(double x, int exponent);
float scalbnf(float x, int exponent);
int ilogb(double x);
int ilogbf(float x);
long lrint(double x);
long lrintf(float x);
long lround(double x);
long lroundf(float x);
long long llrint(double x);
long long llrintf(float x);
long long llround(double x);
long long llroundf(float x);

#undef QDA_MATH_1
#undef QDA_MATH_2

#ifdef __cplusplus
}
#endif

#endif
