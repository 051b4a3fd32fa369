// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Floating point under the names that Qualcomm's compiler and C library have for it.
 * All under C's own names comes from musl, see scripts/build-dsp. What is written as an
 * operator here is one instruction or a few, which the compiler knows.
 */

#include "os/export.h"

double cosh(double x);
float coshf(float x);
double log(double x);
double log10(double x);
float log10f(float x);
float logf(float x);
double sin(double x);
double cos(double x);
float cosf(float x);
float sinf(float x);
double sinh(double x);
float sinhf(float x);
double sqrt(double x);
float sqrtf(float x);

EXPORT_AS(__hexagon_sqrtf, &sqrtf);
EXPORT_AS(__qdsp_sqrtf, &sqrtf);
EXPORT_AS(__hexagon_fast_sqrtf, &sqrtf);
EXPORT_AS(__hexagon_fast2_sqrtf, &sqrtf);
EXPORT_AS(__hexagon_sqrt, &sqrt);
EXPORT_AS(__hexagon_sqrtdf2, &sqrt);
EXPORT_AS(__hexagon_fast2_sqrtdf2, &sqrt);

/* Old processors have no instructions for these. */

double __hexagon_adddf3(double left, double right)
{
	return left + right;
}
EXPORT(__hexagon_adddf3);
EXPORT_AS(__hexagon_fast_adddf3, &__hexagon_adddf3);
EXPORT_AS(__qdsp_adddf3, &__hexagon_adddf3);

double __hexagon_subdf3(double left, double right)
{
	return left - right;
}
EXPORT(__hexagon_subdf3);
EXPORT_AS(__hexagon_fast_subdf3, &__hexagon_subdf3);
EXPORT_AS(__qdsp_subdf3, &__hexagon_subdf3);

double __hexagon_muldf3(double left, double right)
{
	return left * right;
}
EXPORT(__hexagon_muldf3);
EXPORT_AS(__hexagon_fast_muldf3, &__hexagon_muldf3);
EXPORT_AS(__qdsp_muldf3, &__hexagon_muldf3);

/* What the macros of its <math.h> call: sine and cosine are one, by the quarter turn. */

double _Sin(double x, unsigned int quarters)
{
	double value = quarters & 1 ? cos(x) : sin(x);

	return quarters & 2 ? -value : value;
}
EXPORT(_Sin);

float _FSin(float x, unsigned int quarters)
{
	float value = quarters & 1 ? cosf(x) : sinf(x);

	return quarters & 2 ? -value : value;
}
EXPORT(_FSin);

double _Log(double x, int decimal)
{
	return decimal ? log10(x) : log(x);
}
EXPORT(_Log);

float _FLog(float x, int decimal)
{
	return decimal ? log10f(x) : logf(x);
}
EXPORT(_FLog);

double _Cosh(double x, double factor)
{
	return factor * cosh(x);
}
EXPORT(_Cosh);

float _FCosh(float x, float factor)
{
	return factor * coshf(x);
}
EXPORT(_FCosh);

double _Sinh(double x, double factor)
{
	return factor * sinh(x);
}
EXPORT(_Sinh);

float _FSinh(float x, float factor)
{
	return factor * sinhf(x);
}
EXPORT(_FSinh);

static const double real_infinity = __builtin_inf(), real_nan = __builtin_nan("");
static const float real_float_infinity = __builtin_inff(), real_float_nan = __builtin_nanf("");

EXPORT_AS(_Hugeval, &real_infinity);
EXPORT_AS(_Inf, &real_infinity);
EXPORT_AS(_Nan, &real_nan);
EXPORT_AS(_FInf, &real_float_infinity);
EXPORT_AS(_FNan, &real_float_nan);

/* Numbers of texts, with a power of ten on top that only its own scanf() has. */

double strtod(const char *text, char **end);
float strtof(const char *text, char **end);

double _Stod(const char *text, char **end, long ten)
{
	double value = strtod(text, end);

	for (; ten > 0; ten--)
		value *= 10;
	for (; ten < 0; ten++)
		value /= 10;
	return value;
}
EXPORT(_Stod);
EXPORT_AS(_Stold, &_Stod);

float _Stof(const char *text, char **end, long ten)
{
	return ten ? (float)_Stod(text, end, ten) : strtof(text, end);
}
EXPORT(_Stof);
