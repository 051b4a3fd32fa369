// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The test library, Hexagon code: its entry, and the methods that are not about
 * threads (probe_threads.c) or faults (probe_faults.c).
 */

#include "dsp.h"
#include "probe.h"
#include "probe_libm.h"
#include "probe_parts.h"

#define PROBE_BAD_PARAMETER	((int)0x8000040e)
#define PROBE_UNSUPPORTED	((int)0x80000414)

extern int no_such_function(void) __attribute__((weak));
int number_get(void);
extern int number_data;

static struct probe_state probe_state;

static void __attribute__((constructor)) probe_construct(void)
{
	probe_state.constructed = 0x600d;
	HAP_debug_v2(2, "dsp/tests/probe_skel.c", __LINE__, "probe: constructed");
}

static void __attribute__((destructor)) probe_destruct(void)
{
	HAP_debug_v2(2, "dsp/tests/probe_skel.c", __LINE__, "probe: destructed");
}

static int probe_echo(union dsp_arg *args)
{
	if (args[0].buffer.len != args[1].buffer.len)
		return PROBE_BAD_PARAMETER;
	memcpy(args[1].buffer.data, args[0].buffer.data, args[0].buffer.len);
	return 0;
}

/* The numbers may lie at any address. */
static int probe_sum(union dsp_arg *args)
{
	const unsigned char *numbers = args[1].buffer.data;
	uint32_t count;
	int64_t sum = 0;

	memcpy(&count, args[0].buffer.data, sizeof(count));
	if (args[1].buffer.len < count * 4)
		return PROBE_BAD_PARAMETER;
	for (uint32_t i = 0; i < count; i++) {
		int32_t number;

		memcpy(&number, numbers + 4 * i, sizeof(number));
		sum += number;
	}
	memcpy(args[2].buffer.data, &sum, sizeof(sum));
	return 0;
}

static int probe_print(union dsp_arg *args)
{
	const char *format = args[0].buffer.data;
	const struct probe_value *value = args[1].buffer.data;
	char *out = args[2].buffer.data;
	size_t size = args[2].buffer.len;

	switch (value->kind) {
	case PROBE_INT:
		return snprintf(out, size, format, value->small);
	case PROBE_LONG_LONG:
		return snprintf(out, size, format, value->large);
	case PROBE_REAL:
		return snprintf(out, size, format, value->real);
	case PROBE_STRING:
		return snprintf(out, size, format, value->text);
	case PROBE_STARS:
		return snprintf(out, size, format, value->small, 7, value->text, value->large);
	default:
		return PROBE_BAD_PARAMETER;
	}
}

static int probe_heap(union dsp_arg *args)
{
	enum { COUNT = 64 };
	uint32_t rounds = *(uint32_t *)args[0].buffer.data, seed = 1, wrong = 0;
	unsigned char *blocks[COUNT] = {0};
	uint32_t sizes[COUNT] = {0};

	for (uint32_t round = 0; round < rounds; round++) {
		uint32_t i = (seed = seed * 1103515245u + 12345u) >> 16 & (COUNT - 1);

		for (uint32_t at = 0; at < sizes[i]; at += 61)
			wrong += blocks[i][at] != (unsigned char)(i + at);
		if (seed >> 8 & 1) {
			free(blocks[i]);
			blocks[i] = NULL;
			sizes[i] = 0;
			continue;
		}
		sizes[i] = seed >> 12 & 0x3fff;
		if (!blocks[i] && seed >> 9 & 1) {
			blocks[i] = memalign(1u << (5 + (seed >> 10 & 7)), sizes[i]);
			wrong += (uintptr_t)blocks[i] % (1u << (5 + (seed >> 10 & 7))) != 0;
		} else {
			blocks[i] = realloc(blocks[i], sizes[i] + 1);
		}
		wrong += !blocks[i] || (uintptr_t)blocks[i] % 8;
		for (uint32_t at = 0; at < sizes[i]; at++)
			blocks[i][at] = (unsigned char)(i + at);
	}
	for (uint32_t i = 0; i < COUNT; i++)
		free(blocks[i]);
	/* What is too much is refused; tens of MB are not. */
	wrong += malloc(0x7fffffff) != NULL;
	wrong += calloc(0x10000, 0x10001) != NULL;
	blocks[0] = calloc(1, 48 << 20);
	wrong += !blocks[0] || blocks[0][0] || blocks[0][(48 << 20) - 1];
	free(blocks[0]);
	*(uint32_t *)args[1].buffer.data = wrong;
	return 0;
}

static uint64_t probe_bits(double value)
{
	union {
		double value;
		uint64_t bits;
	} both = {.value = value};

	return both.bits;
}

static uint32_t probe_float_bits(float value)
{
	union {
		float value;
		uint32_t bits;
	} both = {.value = value};

	return both.bits;
}

static void probe_math_one(const struct probe_pair *pair, struct probe_result *result)
{
	uint32_t word = (uint32_t)pair->left, divisor = (uint32_t)pair->right;
	double left, right;
	float small, other;

	memcpy(&left, &pair->left, sizeof(left));
	memcpy(&right, &pair->right, sizeof(right));
	memcpy(&small, &pair->left, sizeof(small));
	memcpy(&other, &pair->right, sizeof(other));
	memset(result, 0, sizeof(*result));
	if (pair->right) {
		result->quotient = pair->left / pair->right;
		result->remainder = pair->left % pair->right;
	}
	if (pair->right && pair->right != UINT64_MAX) {
		result->signed_quotient = (int64_t)pair->left / (int64_t)pair->right;
		result->signed_remainder = (int64_t)pair->left % (int64_t)pair->right;
	}
	if (divisor) {
		result->word_quotient = word / divisor;
		result->word_remainder = word % divisor;
	}
	if (divisor && divisor != UINT32_MAX) {
		result->signed_word_quotient = (int32_t)word / (int32_t)divisor;
		result->signed_word_remainder = (int32_t)word % (int32_t)divisor;
	}
	result->double_quotient = probe_bits(left / right);
	result->double_root = probe_bits(sqrt(left));
	result->float_quotient = probe_float_bits(small / other);
	result->float_root = probe_float_bits(sqrtf(small));
}

static int probe_math(union dsp_arg *args)
{
	uint32_t count = args[0].buffer.len / sizeof(struct probe_pair);
	const struct probe_pair *pairs = args[0].buffer.data;
	struct probe_result *results = args[1].buffer.data;

	if (args[1].buffer.len < count * sizeof(*results))
		return PROBE_BAD_PARAMETER;
	for (uint32_t i = 0; i < count; i++)
		probe_math_one(&pairs[i], &results[i]);
	return 0;
}

/* Reads the counter as inlined code of headers does, alone in its packet. */
static uint64_t probe_ticks(void)
{
	uint64_t ticks;

	asm volatile("{ %0 = c31:30 }" : "=r"(ticks));
	return ticks;
}

static int probe_sleep(union dsp_arg *args)
{
	uint64_t before = probe_ticks(), ticks;

	HAP_timer_sleep(*(uint32_t *)args[0].buffer.data);
	ticks = probe_ticks() - before;
	memcpy(args[1].buffer.data, &ticks, sizeof(ticks));
	return 0;
}

static int probe_maps(union dsp_arg *args)
{
	int32_t fd = *(int32_t *)args[0].buffer.data, handle = args[2].dma.fd;
	struct probe_maps maps = {{0}, 0, 0, 0};
	uint64_t physical;
	void *address;

	maps.results[0] = HAP_mmap_get(fd, &address, &physical);
	maps.first_word = maps.results[0] ? 0 : *(uint32_t *)address;
	maps.results[1] = HAP_mmap_put(fd);
	maps.results[2] = HAP_mmap_put(fd);
	maps.results[3] = adsp_mmap_fd_getinfo(handle, &maps.info_len);
	address = HAP_mmap(NULL, (int)maps.info_len, 3, 0, handle, 0);
	maps.results[4] = address == (void *)-1;
	if (!maps.results[4])
		maps.handle_word = *(uint32_t *)address;
	maps.results[5] = HAP_munmap(address, (int)maps.info_len);
	maps.results[6] = HAP_mmap(NULL, (int)maps.info_len + 1, 3, 0, handle, 0) == (void *)-1;
	maps.results[7] = HAP_mmap_get(12345, &address, &physical);
	memcpy(args[1].buffer.data, &maps, sizeof(maps));
	return 0;
}

/* 1 if a jump over two functions comes back with its value, and what was kept is there. */
static void __attribute__((noinline)) probe_jumps(void *buffer, int depth)
{
	if (depth)
		probe_jumps(buffer, depth - 1);
	longjmp(buffer, 5);
}

static int __attribute__((noinline)) probe_jump(int kept)
{
	uint64_t buffer[32];
	int value = setjmp(buffer);

	if (!value)
		probe_jumps(buffer, 3);
	return value == 5 && kept == 4711;
}

static int probe_compare(const void *left, const void *right)
{
	int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

	return (a > b) - (a < b);
}

/* Words of a text; the third is a number. */
static int probe_text(union dsp_arg *args)
{
	struct probe_text *out = args[2].buffer.data;
	char text[256], *word, *next;

	strlcpy(text, args[0].buffer.data, sizeof(text));
	memset(out, 0, sizeof(*out));
	for (word = strtok_r(text, args[1].buffer.data, &next); word;
	     word = strtok_r(NULL, args[1].buffer.data, &next)) {
		if (++out->count == 3)
			out->strtoul_value = strtoul(word, NULL, 0);
		out->joined_len = strlcat(out->joined, word, sizeof(out->joined));
	}
	out->jumped = probe_jump(4711);
	for (int i = 0; i < 16; i++)
		out->sorted[i] = (i * 7919) % 16 - 8;
	qsort(out->sorted, 16, sizeof(out->sorted[0]), probe_compare);
	return 0;
}

static int probe_state_get(union dsp_arg *args)
{
	probe_state.weak_is_null = !no_such_function;
	probe_state.helped = number_get();
	probe_state.needed_data = number_data;
	probe_state.cxx = probe_cxx();
	memcpy(args[0].buffer.data, &probe_state, sizeof(probe_state));
	return 0;
}

static int probe_log(union dsp_arg *args)
{
	HAP_debug_v2(3, "dsp/tests/probe_skel.c", 42, "%s|%lld|%5.2f|%d", args[0].buffer.data,
		     -1234567890123ll, 3.14159, 7);
	return 0;
}

static int probe_libm_call(union dsp_arg *args)
{
	const uint32_t *what = args[0].buffer.data;
	uint32_t count = args[1].buffer.len / sizeof(struct probe_libm_in);

	if (args[2].buffer.len < count * sizeof(struct probe_libm_out))
		return PROBE_BAD_PARAMETER;
	probe_libm(what[0], what[1], args[1].buffer.data, args[2].buffer.data, count);
	return 0;
}

int probe_skel_handle_invoke(uint64_t handle, uint32_t sc, union dsp_arg *args)
{
	switch (sc >> 24 & 0x1f) {
	case 0:
		probe_state.opened++;
		args[2].handle = 0xabcd0000 + probe_state.opened;
		return 0;
	case 1:
		return args[0].handle >> 16 == 0xabcd ? 0 : PROBE_BAD_PARAMETER;
	}
	if (handle >> 16 != 0xabcd)
		return PROBE_BAD_PARAMETER;
	switch (sc >> 24 & 0x1f) {
	case PROBE_ECHO:
		return probe_echo(args);
	case PROBE_SUM:
		return probe_sum(args);
	case PROBE_PRINT:
		return probe_print(args);
	case PROBE_HEAP:
		return probe_heap(args);
	case PROBE_THREADS:
		*(uint32_t *)args[1].buffer.data = probe_threads(*(uint32_t *)args[0].buffer.data);
		return 0;
	case PROBE_FAULT:
		probe_fault(*(uint32_t *)args[0].buffer.data, args[1].buffer.data,
			    args[1].buffer.len);
		return 0;
	case PROBE_LOG:
		return probe_log(args);
	case PROBE_STATE:
		return probe_state_get(args);
	case PROBE_MATH:
		return probe_math(args);
	case PROBE_SLEEP:
		return probe_sleep(args);
	case PROBE_MAPS:
		return probe_maps(args);
	case PROBE_TEXT:
		return probe_text(args);
	case PROBE_LIBM:
		return probe_libm_call(args);
	case PROBE_RULES:
		*(uint32_t *)args[1].buffer.data = probe_rules(*(uint32_t *)args[0].buffer.data);
		return 0;
	case PROBE_SPIN:
		for (;;)
			asm volatile("");
	default:
		return PROBE_UNSUPPORTED;
	}
}
