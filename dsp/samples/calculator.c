// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Sum and maximum of a vector, with the methods of the calculator example that
 * comes with Qualcomm's user-space library. The smallest sample: begin here.
 */
#include <qda/skel.h>

/*
 * The sizes of the number and of the result have been checked before a method
 * runs. That the vector is as long as the number says is ours to check.
 */
static int calculator_count(const struct skel_arg *in, uint32_t *count)
{
	*count = *(const uint32_t *)in[0].data;
	return in[1].size == (uint64_t)*count * sizeof(int32_t) ? 0 : SKEL_EBADPARM;
}

int calculator_sum(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const int32_t *numbers = in[1].data;
	int64_t *result = out[0].data;
	int64_t sum = 0;
	uint32_t count;
	int ret;

	ret = calculator_count(in, &count);
	if (ret)
		return ret;
	for (uint32_t i = 0; i < count; i++)
		sum += numbers[i];
	*result = sum;
	return 0;
}

int calculator_max(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const int32_t *numbers = in[1].data;
	int32_t *result = out[0].data;
	int32_t max = INT32_MIN;
	uint32_t count;
	int ret;

	ret = calculator_count(in, &count);
	if (!ret && !count)
		ret = SKEL_EBADPARM;
	if (ret)
		return ret;
	for (uint32_t i = 0; i < count; i++)
		max = numbers[i] > max ? numbers[i] : max;
	*result = max;
	return 0;
}

#define CALCULATOR_METHODS(METHOD)							\
	METHOD(2, calculator_sum, "sum in:u32:count in:i32[]:numbers out:i64:sum")	\
	METHOD(3, calculator_max, "max in:u32:count in:i32[]:numbers out:i32:max")

SKEL(calculator, CALCULATOR_METHODS);
