// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: calculator
 *
 * Sum and maximum of a vector, with the interface of the calculator example that comes
 * with Qualcomm's user-space library.
 */
#include "fastrpc/call.h"
#include "module/module.h"

#define CALCULATOR_CHUNK 1024u

/* The vector of input 1, checked against its count in input 0. */
static int32_t calculator_count(const struct payload *p, uint32_t *count)
{
	int32_t ret;

	ret = payload_fetch(p, 0, count, sizeof(*count));
	if (ret)
		return ret;
	return p->args[1].len == (uint64_t)*count * sizeof(int32_t) ? 0 : WIRE_EBADPARM;
}

/* Numbers from index @at on; sets @part to how many. */
static int32_t calculator_read(const struct payload *p, uint32_t count, uint32_t at,
			       int32_t *numbers, uint32_t *part)
{
	*part = count - at < CALCULATOR_CHUNK ? count - at : CALCULATOR_CHUNK;
	return payload_read(p, 1, (uint64_t)at * sizeof(*numbers), numbers,
			    *part * sizeof(*numbers));
}

static int32_t calculator_sum(struct call *call)
{
	const struct payload *p = call->payload;
	int32_t numbers[CALCULATOR_CHUNK];
	uint32_t count, part;
	int64_t sum = 0;
	int32_t ret;

	ret = calculator_count(p, &count);
	for (uint32_t at = 0; !ret && at < count; at += part) {
		ret = calculator_read(p, count, at, numbers, &part);
		for (uint32_t i = 0; !ret && i < part; i++)
			sum += numbers[i];
	}
	return ret ? ret : payload_store(p, payload_out(p, 0), &sum, sizeof(sum));
}

static int32_t calculator_max(struct call *call)
{
	const struct payload *p = call->payload;
	int32_t numbers[CALCULATOR_CHUNK];
	int32_t max = INT32_MIN;
	uint32_t count, part;
	int32_t ret;

	ret = calculator_count(p, &count);
	if (!ret && !count)
		ret = WIRE_EBADPARM;
	for (uint32_t at = 0; !ret && at < count; at += part) {
		ret = calculator_read(p, count, at, numbers, &part);
		for (uint32_t i = 0; !ret && i < part; i++)
			max = numbers[i] > max ? numbers[i] : max;
	}
	return ret ? ret : payload_store(p, payload_out(p, 0), &max, sizeof(max));
}

static const struct object_method calculator_methods[] = {
	{ .sc = 0x02020100, .serve = calculator_sum },
	{ .sc = 0x03020100, .serve = calculator_max },
};

const struct object native_calculator = OBJECT_INIT("calculator", calculator_methods);
