// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The Sobel filter on the CPU: what the DSP's result is compared with. It
 * shares nothing with the code that runs there.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "sobel.h"

/* Strength of the edge at one pixel; @p points at it. */
static uint8_t sobel_pixel(const uint8_t *p, ptrdiff_t stride)
{
	const uint8_t *up = p - stride;
	const uint8_t *down = p + stride;
	int gx = (up[1] + 2 * p[1] + down[1]) - (up[-1] + 2 * p[-1] + down[-1]);
	int gy = (down[-1] + 2 * down[0] + down[1]) -
		 (up[-1] + 2 * up[0] + up[1]);
	int sum = abs(gx) + abs(gy);

	return sum > 255 ? 255 : (uint8_t)sum;
}

/**
 * sobel_filter() - find the edges of a grey picture
 * @src: the picture
 * @src_stride: bytes from one of its rows to the next
 * @dst: room for the result
 * @dst_stride: bytes from one of its rows to the next
 * @width: pixels of a row, at least %SOBEL_MIN
 * @height: number of rows, at least %SOBEL_MIN
 *
 * A pixel becomes min(255, |gx| + |gy|); those of the border become 0.
 */
void sobel_filter(const uint8_t *src, uint32_t src_stride, uint8_t *dst,
		  uint32_t dst_stride, uint32_t width, uint32_t height)
{
	memset(dst, 0, width);
	for (size_t y = 1; y < height - 1; y++) {
		const uint8_t *in = src + y * src_stride;
		uint8_t *out = dst + y * dst_stride;

		out[0] = 0;
		for (size_t x = 1; x < width - 1; x++)
			out[x] = sobel_pixel(in + x, src_stride);
		out[width - 1] = 0;
	}
	memset(dst + (size_t)(height - 1) * dst_stride, 0, width);
}
