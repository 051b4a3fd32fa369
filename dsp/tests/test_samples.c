// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The machine code of the samples, run by qemu-hexagon, against references that
 * were written for this test or, for sobel, for the command.
 *
 * usage: test_samples QEMU-HEXAGON FOLDER-OF-SOLOS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../cli/sobel.h"
#include "solo.h"
#include "caller.h"
#include "tap.h"

#define SAMPLES_BADPARM		((int32_t)0x8000040e)
#define SAMPLES_UNSUPPORTED	((int32_t)0x80000414)
#define SAMPLES_FAILED		((int32_t)0x80000401)

static uint32_t samples_seed = 1;

static uint32_t samples_random(void)
{
	samples_seed = samples_seed * 1664525 + 1013904223;
	return samples_seed >> 8;
}

static void samples_fill(void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] = (uint8_t)samples_random();
}

static void *samples_room(size_t size)
{
	void *room = calloc(size + 1, 1);

	if (!room)
		abort();
	return room;
}

/* ---------------------------------------------------------- calculator -- */

/* Vectors of many lengths. Sum and maximum are those of the same numbers here. */
static void calculator_numbers(void)
{
	struct caller solo = caller_start("calculator");

	for (uint32_t count = 0; count < 300; count += 1 + count / 9) {
		int32_t *numbers = samples_room(count * sizeof(*numbers));
		int64_t sum = 0, want_sum = 0;
		int32_t max = 0, want_max = INT32_MIN;
		struct caller_arg args[3] = {
			{ .in = &count, .size = sizeof(count) },
			{ .in = numbers, .size = count * sizeof(*numbers) },
			{ .out = &sum, .size = sizeof(sum) },
		};

		samples_fill(numbers, count * sizeof(*numbers));
		for (uint32_t i = 0; i < count; i++) {
			want_sum += numbers[i];
			want_max = numbers[i] > want_max ? numbers[i] : want_max;
		}
		TAP_EXPECT(caller_call(&solo, CALLER_SCALARS(2, 2, 1), args) == 0);
		TAP_EXPECT(sum == want_sum);
		args[2] = (struct caller_arg){ .out = &max, .size = sizeof(max) };
		TAP_EXPECT(caller_call(&solo, CALLER_SCALARS(3, 2, 1), args) ==
			   (count ? 0 : SAMPLES_BADPARM));
		if (count)
			TAP_EXPECT(max == want_max);
		free(numbers);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* One thing is wrong in each call: it is refused, and the next one works. */
static void calculator_wrong(void)
{
	static const struct { uint32_t scalars, sizes[3]; int32_t want; } calls[] = {
		{ CALLER_SCALARS(2, 2, 1), { 4, 12, 8 }, 0 },
		{ CALLER_SCALARS(2, 2, 1), { 3, 12, 8 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 2, 1), { 8, 12, 8 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 2, 1), { 4, 11, 8 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 2, 1), { 4, 16, 8 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 2, 1), { 4, 12, 7 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 2, 1), { 4, 12, 0 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 2, 0), { 4, 12, 0 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 3, 0), { 4, 12, 8 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(4, 2, 1), { 4, 12, 8 }, SAMPLES_UNSUPPORTED },
		{ CALLER_SCALARS(31, 0, 0), { 0 }, SAMPLES_UNSUPPORTED },
		{ CALLER_SCALARS(0, 2, 0), { 4, 12, 0 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(1, 2, 0), { 4, 12, 0 }, SAMPLES_BADPARM },
		{ CALLER_SCALARS(2, 2, 1), { 4, 12, 8 }, 0 },
	};
	struct caller solo = caller_start("calculator");
	uint32_t in[4] = { 3, 1, 2, 3 }, out[4];

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct caller_arg args[3];

		for (int k = 0; k < 3; k++)
			args[k] = (struct caller_arg){ in, out, calls[i].sizes[k] };
		TAP_EXPECT(caller_call(&solo, calls[i].scalars, args) == calls[i].want);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* Numbers at an odd address are refused; reading them would end the process. */
static void calculator_misaligned(void)
{
	struct caller solo = caller_start("calculator");
	uint32_t in[4] = { 3, 1, 2, 3 };
	int64_t sum = 0;
	struct caller_arg args[3] = {
		{ .in = in, .size = 4 }, { .in = in, .size = 12 },
		{ .out = &sum, .size = sizeof(sum) },
	};
	int32_t result;

	for (uint32_t gap = 0; gap < 16; gap++) {
		TAP_EXPECT(caller_call_at(&solo, CALLER_SCALARS(2, 2, 1), 1, gap, args,
					   &result));
		TAP_EXPECT(result == (gap % 8 ? SAMPLES_BADPARM : 0));
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* --------------------------------------------------------------- sobel -- */

struct samples_picture {
	uint32_t width, height, src_stride, dst_stride;
};

/* Bytes between the lines of the result are compared too: they stay as they were. */
static void sobel_compare(struct caller *solo, const struct samples_picture *p,
			  uint32_t at_start, uint32_t gap)
{
	size_t src_size = (size_t)p->src_stride * (p->height - 1) + p->width;
	size_t dst_size = (size_t)p->dst_stride * (p->height - 1) + p->width;
	uint8_t *src = samples_room(src_size), *want = samples_room(dst_size);
	uint8_t *dst = samples_room(dst_size);
	struct caller_arg args[3] = {
		{ .in = p, .size = sizeof(*p) }, { .in = src, .size = src_size },
		{ .out = dst, .size = dst_size },
	};

	samples_fill(src, src_size);
	memset(want, SOLO_FILL, dst_size);
	sobel_filter(src, p->src_stride, want, p->dst_stride, p->width, p->height);
	for (uint32_t method = 2; method <= 3; method++) {
		int32_t result = -1;

		memset(dst, 0x11, dst_size);
		TAP_EXPECT(caller_call_at(solo, CALLER_SCALARS(method, 2, 1), at_start, gap,
					   args, &result));
		TAP_EXPECT(!result);
		if (!TAP_EXPECT(!memcmp(dst, want, dst_size)))
			printf("# method %u, %u x %u\n", method, p->width, p->height);
	}
	free(src);
	free(dst);
	free(want);
}

/* All widths around one and two vectors, and the smallest; scalar == HVX == CPU. */
static void sobel_widths(void)
{
	struct caller solo = caller_start("sobel");

	for (uint32_t width = 3; width < 400; width += width > 5 && width < 120 ? 7 : 1) {
		struct samples_picture p = { width, 3 + width % 4, width, width };

		sobel_compare(&solo, &p, 0, 0);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* Strides larger than the width, odd ones too; pictures at the start of a page. */
static void sobel_strides(void)
{
	struct caller solo = caller_start("sobel");

	for (uint32_t i = 0; i < 40; i++) {
		struct samples_picture p = {
			.width = 3 + samples_random() % 300,
			.height = 3 + samples_random() % 12,
		};

		p.src_stride = p.width + samples_random() % 150;
		p.dst_stride = p.width + samples_random() % 150;
		sobel_compare(&solo, &p, i % 2, 0);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* Pictures at all places in a vector, with the numbers that describe them aligned. */
static void sobel_offsets(void)
{
	struct caller solo = caller_start("sobel");
	struct samples_picture p = { 131, 4, 131, 133 };

	for (uint32_t gap = 0; gap < 132; gap += 4)
		sobel_compare(&solo, &p, 1, gap);
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* Only black and white: the largest gradients, which saturate. */
static void sobel_extremes(void)
{
	struct caller solo = caller_start("sobel");
	struct samples_picture p = { 200, 20, 200, 200 };
	uint8_t src[200 * 20], dst[200 * 20], want[200 * 20];
	struct caller_arg args[3] = {
		{ .in = &p, .size = sizeof(p) }, { .in = src, .size = sizeof(src) },
		{ .out = dst, .size = sizeof(dst) },
	};

	for (size_t i = 0; i < sizeof(src); i++)
		src[i] = samples_random() % 2 ? 255 : 0;
	sobel_filter(src, 200, want, 200, 200, 20);
	for (uint32_t method = 2; method <= 3; method++) {
		memset(dst, 0x11, sizeof(dst));
		TAP_EXPECT(!caller_call(&solo, CALLER_SCALARS(method, 2, 1), args));
		TAP_EXPECT(!memcmp(dst, want, sizeof(dst)));
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* One number of the shape is wrong. */
static void sobel_wrong(void)
{
	static const struct samples_picture pictures[] = {
		{ 2, 5, 10, 10 }, { 10, 2, 10, 10 }, { 10, 5, 9, 10 }, { 10, 5, 10, 9 },
		{ 10, 6, 10, 10 }, { 10, 5, 11, 10 }, { 10, 5, 10, 11 },
		{ 0xffffffff, 5, 0xffffffff, 10 }, { 10, 0xffffffff, 10, 10 },
	};
	struct caller solo = caller_start("sobel");
	uint8_t src[50] = { 0 }, dst[50];

	for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
		struct caller_arg args[3] = {
			{ .in = &pictures[i], .size = sizeof(pictures[i]) },
			{ .in = src, .size = sizeof(src) },
			{ .out = dst, .size = sizeof(dst) },
		};

		for (uint32_t method = 2; method <= 3; method++)
			TAP_EXPECT(caller_call(&solo, CALLER_SCALARS(method, 2, 1), args) ==
				   SAMPLES_BADPARM);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* -------------------------------------------------------------- matmul -- */

static void matmul_compare(struct caller *solo, uint32_t rows, uint32_t depth,
			   uint32_t columns, bool extreme)
{
	uint32_t shape[3] = { rows, depth, columns };
	int8_t *a = samples_room(rows * depth), *b = samples_room(depth * columns);
	int32_t *c = samples_room(rows * columns * sizeof(*c));
	int32_t *want = samples_room(rows * columns * sizeof(*want));
	struct caller_arg args[4] = {
		{ .in = shape, .size = sizeof(shape) }, { .in = a, .size = rows * depth },
		{ .in = b, .size = depth * columns },
		{ .out = c, .size = rows * columns * sizeof(*c) },
	};

	samples_fill(a, rows * depth);
	samples_fill(b, depth * columns);
	if (extreme) {
		memset(a, -128, rows * depth);
		memset(b, -128, depth * columns);
	}
	for (uint32_t i = 0; i < rows; i++)
		for (uint32_t k = 0; k < depth; k++)
			for (uint32_t j = 0; j < columns; j++)
				want[i * columns + j] += a[i * depth + k] * b[k * columns + j];
	for (uint32_t method = 2; method <= 3; method++) {
		memset(c, 0x11, rows * columns * sizeof(*c));
		TAP_EXPECT(!caller_call(solo, CALLER_SCALARS(method, 3, 1), args));
		if (!TAP_EXPECT(!memcmp(c, want, rows * columns * sizeof(*c))))
			printf("# method %u, %u x %u x %u\n", method, rows, depth, columns);
	}
	free(a);
	free(b);
	free(c);
	free(want);
}

/* Depths around multiples of 4, columns around multiples of 128; scalar == HVX == CPU. */
static void matmul_shapes(void)
{
	static const uint32_t depths[] = { 1, 2, 3, 4, 5, 7, 8, 9, 63, 64 };
	static const uint32_t columns[] = { 1, 2, 31, 32, 33, 64, 127, 128, 129, 255, 256, 300 };
	struct caller solo = caller_start("matmul");

	for (size_t k = 0; k < sizeof(depths) / sizeof(depths[0]); k++)
		for (size_t j = 0; j < sizeof(columns) / sizeof(columns[0]); j++)
			matmul_compare(&solo, 1 + (k + j) % 4, depths[k], columns[j], false);
	matmul_compare(&solo, 17, 300, 130, false);
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* The largest products, and nothing at all. */
static void matmul_extremes(void)
{
	struct caller solo = caller_start("matmul");

	matmul_compare(&solo, 2, 1001, 129, true);
	matmul_compare(&solo, 0, 4, 4, false);
	matmul_compare(&solo, 4, 0, 4, false);
	matmul_compare(&solo, 4, 4, 0, false);
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* A shape that does not fit the matrices, also one that overflows. */
static void matmul_wrong(void)
{
	static const uint32_t shapes[][3] = {
		{ 3, 2, 2 }, { 2, 3, 2 }, { 2, 2, 3 }, { 0x80000002, 2, 2 }, { 2, 2, 0x40000002 },
		{ 0xffffffff, 0xffffffff, 0xffffffff },
	};
	struct caller solo = caller_start("matmul");
	int8_t matrix[4] = { 0 };
	int32_t c[4];

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct caller_arg args[4] = {
			{ .in = shapes[i], .size = sizeof(shapes[i]) },
			{ .in = matrix, .size = 4 }, { .in = matrix, .size = 4 },
			{ .out = c, .size = sizeof(c) },
		};

		for (uint32_t method = 2; method <= 3; method++)
			TAP_EXPECT(caller_call(&solo, CALLER_SCALARS(method, 3, 1), args) ==
				   SAMPLES_BADPARM);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* ----------------------------------------------------------- histogram -- */

/* Bytes of many sizes, none too. The counts are those of the same bytes here. */
static void histogram_sizes(void)
{
	struct caller solo = caller_start("histogram");

	for (uint32_t size = 0; size < 20000; size = size * 3 + 1) {
		uint8_t *bytes = samples_room(size);
		uint32_t counts[256], want[256] = { 0 };
		struct caller_arg args[2] = {
			{ .in = bytes, .size = size }, { .out = counts, .size = sizeof(counts) },
		};

		samples_fill(bytes, size);
		for (uint32_t i = 0; i < size; i++)
			want[bytes[i]]++;
		TAP_EXPECT(!caller_call(&solo, CALLER_SCALARS(2, 1, 1), args));
		TAP_EXPECT(!memcmp(counts, want, sizeof(want)));
		free(bytes);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

/* No thread can be made: the method says so, and gives its memory back. */
static void histogram_no_threads(void)
{
	static const struct { uint32_t threads; int32_t want; } calls[] = {
		{ 0, SAMPLES_BADPARM }, { 9, SAMPLES_BADPARM }, { 1, SAMPLES_FAILED },
		{ 8, SAMPLES_FAILED },
	};
	struct caller solo = caller_start("histogram");
	uint32_t counts[256];
	uint8_t bytes[100] = { 0 };

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct caller_arg args[3] = {
			{ .in = &calls[i].threads, .size = sizeof(calls[i].threads) },
			{ .in = bytes, .size = sizeof(bytes) },
			{ .out = counts, .size = sizeof(counts) },
		};

		TAP_EXPECT(caller_call(&solo, CALLER_SCALARS(3, 2, 1), args) ==
			   calls[i].want);
	}
	TAP_EXPECT(caller_end(&solo) == 0);
}

static const struct tap_test samples_tests[] = {
	TAP_TEST(calculator_numbers),
	TAP_TEST(calculator_wrong),
	TAP_TEST(calculator_misaligned),
	TAP_TEST(sobel_widths),
	TAP_TEST(sobel_strides),
	TAP_TEST(sobel_offsets),
	TAP_TEST(sobel_extremes),
	TAP_TEST(sobel_wrong),
	TAP_TEST(matmul_shapes),
	TAP_TEST(matmul_extremes),
	TAP_TEST(matmul_wrong),
	TAP_TEST(histogram_sizes),
	TAP_TEST(histogram_no_threads),
};

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	caller_init(argv[1], argv[2]);
	return tap_main(samples_tests, sizeof(samples_tests) / sizeof(samples_tests[0]));
}
