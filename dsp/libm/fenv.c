// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * <fenv.h> where there is only one way of rounding, and nobody looks at exceptions:
 * what musl has for machines of that kind.
 */

#include <fenv.h>
#include <stddef.h>

int feclearexcept(int exceptions)
{
	(void)exceptions;
	return 0;
}

int feraiseexcept(int exceptions)
{
	(void)exceptions;
	return 0;
}

int fetestexcept(int exceptions)
{
	(void)exceptions;
	return 0;
}

int fegetround(void)
{
	return FE_TONEAREST;
}

int fesetround(int way)
{
	return way != FE_TONEAREST;
}

int fegetenv(fenv_t *environment)
{
	(void)environment;
	return 0;
}

int fesetenv(const fenv_t *environment)
{
	(void)environment;
	return 0;
}
