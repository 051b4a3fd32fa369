// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The sobel module against the textbook: the two 3x3 kernels, applied pixel by pixel.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem/mem.h"
#include "fake_guest.h"
#include "fake_mem.h"
#include "tap.h"

#define SRC_IOVA	0x40000000ull
#define DST_IOVA	0x60000000ull
#define DST_FILL	0x5c

struct picture {
	uint32_t width, height, src_stride, dst_stride;
};

static const int kernel_x[3][3] = { { -1, 0, 1 }, { -2, 0, 2 }, { -1, 0, 1 } };
static const int kernel_y[3][3] = { { -1, -2, -1 }, { 0, 0, 0 }, { 1, 2, 1 } };

static uint8_t reference_pixel(const struct picture *p, const uint8_t *src, uint32_t x,
			       uint32_t y)
{
	int gx = 0, gy = 0;

	if (!x || !y || x == p->width - 1 || y == p->height - 1)
		return 0;
	for (int j = 0; j < 3; j++) {
		for (int i = 0; i < 3; i++) {
			int pixel = src[(size_t)(y + j - 1) * p->src_stride + x + i - 1];

			gx += kernel_x[j][i] * pixel;
			gy += kernel_y[j][i] * pixel;
		}
	}
	return abs(gx) + abs(gy) > 255 ? 255 : abs(gx) + abs(gy);
}

static size_t picture_size(const struct picture *p, uint32_t stride)
{
	return (size_t)stride * (p->height - 1) + p->width;
}

/* Every byte of the destination: pixels right, gaps between lines untouched. */
static bool picture_is_right(const struct picture *p, const uint8_t *src, const uint8_t *dst)
{
	for (size_t at = 0; at < picture_size(p, p->dst_stride); at++) {
		uint32_t x = at % p->dst_stride, y = (uint32_t)(at / p->dst_stride);
		uint8_t want = x < p->width ? reference_pixel(p, src, x, y) : DST_FILL;

		if (dst[at] == want)
			continue;
		printf("# pixel %u,%u is %u, want %u\n", x, y, dst[at], want);
		return false;
	}
	return true;
}

static int32_t filter(uint32_t handle, struct picture *p, uint64_t src_iova, uint64_t src_len,
		      uint64_t dst_iova, uint64_t dst_len)
{
	return guest_invoke(handle, 0x02020100, (struct guest_arg[]){
		{ .data = p, .len = sizeof(*p) }, { .iova = src_iova, .len = src_len },
		{ .iova = dst_iova, .len = dst_len } });
}

/* Noise and edges, at odd addresses, in scattered pages. */
static void filter_and_compare(struct picture p)
{
	size_t src_size = picture_size(&p, p.src_stride);
	size_t dst_size = picture_size(&p, p.dst_stride);
	uint64_t src_iova = SRC_IOVA + 77, dst_iova = DST_IOVA + 4001;
	uint8_t *src = malloc(src_size), *dst = malloc(dst_size);
	uint32_t handle;

	guest_start_pd();
	handle = guest_open_module("sobel");
	fake_mem_map(guest.mem, guest_stream(), src_iova, src_size + 4096);
	fake_mem_map(guest.mem, guest_stream(), dst_iova, dst_size + 4096);
	for (size_t i = 0; i < src_size; i++)
		src[i] = i / 97 % 3 ? (uint8_t)rand() : 200;
	memset(dst, DST_FILL, dst_size);
	mem_write(guest.mem, guest_stream(), src_iova, src, src_size);
	mem_write(guest.mem, guest_stream(), dst_iova, dst, dst_size);
	TAP_EQUAL(filter(handle, &p, src_iova, src_size, dst_iova, dst_size), 0);
	mem_read(guest.mem, guest_stream(), dst_iova, dst, dst_size);
	TAP_EXPECT(picture_is_right(&p, src, dst));
	TAP_EQUAL(fake_mem_faults(guest.mem), 0);
	guest_end();
	free(src);
	free(dst);
}

static void small_pictures(void)
{
	filter_and_compare((struct picture){ 3, 3, 3, 3 });
	filter_and_compare((struct picture){ 3, 50, 3, 9 });
	filter_and_compare((struct picture){ 50, 3, 64, 50 });
	filter_and_compare((struct picture){ 4, 4, 100, 200 });
}

/* Widths around the strips in which the filter works. */
static void strip_borders(void)
{
	for (uint32_t width = 4095; width <= 4100; width++)
		filter_and_compare((struct picture){ width, 5, width, width + 3 });
	filter_and_compare((struct picture){ 8194, 4, 8194, 8194 });
	filter_and_compare((struct picture){ 8195, 4, 8200, 8195 });
}

static void large_picture(void)
{
	filter_and_compare((struct picture){ 2048, 1536, 2048, 2048 });
}

static void malformed_geometry(void)
{
	static const struct picture bad[] = {
		{ 2, 10, 10, 10 }, { 10, 2, 10, 10 }, { 0, 0, 0, 0 },
		{ 10, 10, 9, 10 }, { 10, 10, 10, 9 }, { 10, 11, 10, 10 },
		{ 10, 10, 11, 10 }, { 10, 10, 10, 11 },
		{ UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX },
		{ 3, UINT32_MAX, UINT32_MAX, UINT32_MAX }, { 3, UINT32_MAX, 3, 3 },
	};
	struct picture good = { 10, 10, 10, 10 };
	uint32_t handle;

	guest_start_pd();
	handle = guest_open_module("sobel");
	fake_mem_map(guest.mem, guest_stream(), SRC_IOVA, 4096);
	fake_mem_map(guest.mem, guest_stream(), DST_IOVA, 4096);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct picture p = bad[i];

		TAP_EQUAL(filter(handle, &p, SRC_IOVA, 100, DST_IOVA, 100), WIRE_EBADPARM);
	}
	TAP_EQUAL(filter(handle, &good, SRC_IOVA, 99, DST_IOVA, 100), WIRE_EBADPARM);
	TAP_EQUAL(filter(handle, &good, SRC_IOVA, 100, DST_IOVA, 99), WIRE_EBADPARM);
	TAP_EQUAL(filter(handle, &good, SRC_IOVA, 100, DST_IOVA, 100), 0);
	TAP_EQUAL(fake_mem_faults(guest.mem), 0);
	guest_end();
}

/* A picture of 4 GiB that is not there: one fault, and no allocation. */
static void missing_picture(void)
{
	struct picture p = { 60000, 30000, 60000, 60000 };
	uint32_t handle;

	guest_start_pd();
	handle = guest_open_module("sobel");
	TAP_EQUAL(filter(handle, &p, SRC_IOVA, 1800000000, DST_IOVA, 1800000000), WIRE_EBADPARM);
	TAP_EQUAL(fake_mem_faults(guest.mem), 1);
	guest_end();
}

static const struct tap_test cases[] = {
	{ "small pictures", small_pictures },
	{ "strip borders", strip_borders },
	{ "large picture", large_picture },
	{ "malformed geometry", malformed_geometry },
	{ "missing picture", missing_picture },
};

TAP_MAIN(cases)
