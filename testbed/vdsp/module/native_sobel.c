// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: sobel
 *
 * Edge detection on a grey 8-bit picture. Pictures are megabytes of scattered pages and
 * of any width, so the filter walks down strips of columns and keeps three short lines
 * of the source at a time. Source and destination must not overlap.
 */
#include <stdlib.h>
#include <string.h>

#include "fastrpc/call.h"
#include "module/module.h"

/* Columns computed per strip; a source line has one more on either side. */
#define SOBEL_STRIP	4096u
#define SOBEL_LINE	(SOBEL_STRIP + 2)

struct sobel_geometry {
	uint32_t width;
	uint32_t height;
	uint32_t src_stride;
	uint32_t dst_stride;
};

/* Bytes from the first pixel to the last one. */
static uint64_t sobel_picture_size(const struct sobel_geometry *g, uint32_t stride)
{
	return (uint64_t)stride * (g->height - 1) + g->width;
}

static int32_t sobel_read_geometry(const struct payload *p, struct sobel_geometry *g)
{
	int32_t ret;

	ret = payload_fetch(p, 0, g, sizeof(*g));
	if (ret)
		return ret;
	if (g->width < 3 || g->height < 3 || g->src_stride < g->width ||
	    g->dst_stride < g->width ||
	    p->args[1].len < sobel_picture_size(g, g->src_stride) ||
	    p->args[payload_out(p, 0)].len < sobel_picture_size(g, g->dst_stride))
		return WIRE_EBADPARM;
	return 0;
}

static uint8_t sobel_pixel(const uint8_t *above, const uint8_t *here, const uint8_t *below)
{
	int gx = above[2] - above[0] + 2 * (here[2] - here[0]) + below[2] - below[0];
	int gy = below[0] + 2 * below[1] + below[2] - above[0] - 2 * above[1] - above[2];
	int magnitude = abs(gx) + abs(gy);

	return magnitude > 255 ? 255 : (uint8_t)magnitude;
}

/* Columns @x to @x + @count of the inner picture; column @x - 1 is the first one read. */
static int32_t sobel_strip(const struct payload *p, const struct sobel_geometry *g, uint32_t x,
			   uint32_t count)
{
	uint8_t lines[3][SOBEL_LINE];
	uint8_t result[SOBEL_STRIP];
	int32_t ret = 0;

	for (uint32_t y = 0; !ret && y < g->height; y++) {
		const uint8_t *above = lines[(y + 1) % 3];
		const uint8_t *here = lines[(y + 2) % 3];
		uint8_t *below = lines[y % 3];

		ret = payload_read(p, 1, (uint64_t)y * g->src_stride + x - 1, below, count + 2);
		if (ret || y < 2)
			continue;
		for (uint32_t i = 0; i < count; i++)
			result[i] = sobel_pixel(above + i, here + i, below + i);
		ret = payload_write(p, payload_out(p, 0), (uint64_t)(y - 1) * g->dst_stride + x,
				    result, count);
	}
	return ret;
}

static int32_t sobel_blank_line(const struct payload *p, const struct sobel_geometry *g,
				uint32_t y)
{
	static const uint8_t black[SOBEL_STRIP];
	int32_t ret = 0;

	for (uint32_t x = 0; !ret && x < g->width; x += SOBEL_STRIP) {
		uint32_t count = g->width - x < SOBEL_STRIP ? g->width - x : SOBEL_STRIP;

		ret = payload_write(p, payload_out(p, 0), (uint64_t)y * g->dst_stride + x,
				    black, count);
	}
	return ret;
}

static int32_t sobel_blank_border(const struct payload *p, const struct sobel_geometry *g)
{
	unsigned int out = payload_out(p, 0);
	const uint8_t black = 0;
	int32_t ret;

	ret = sobel_blank_line(p, g, 0);
	if (!ret)
		ret = sobel_blank_line(p, g, g->height - 1);
	for (uint32_t y = 1; !ret && y < g->height - 1; y++) {
		uint64_t line = (uint64_t)y * g->dst_stride;

		ret = payload_write(p, out, line, &black, 1);
		if (!ret)
			ret = payload_write(p, out, line + g->width - 1, &black, 1);
	}
	return ret;
}

static int32_t sobel_filter(struct call *call)
{
	const struct payload *p = call->payload;
	struct sobel_geometry g;
	uint32_t inner;
	int32_t ret;

	ret = sobel_read_geometry(p, &g);
	if (ret)
		return ret;
	inner = g.width - 2;
	for (uint32_t x = 0; !ret && x < inner; x += SOBEL_STRIP)
		ret = sobel_strip(p, &g, x + 1, inner - x < SOBEL_STRIP ? inner - x : SOBEL_STRIP);
	return ret ? ret : sobel_blank_border(p, &g);
}

static const struct object_method sobel_methods[] = {
	{ .sc = 0x02020100, .serve = sobel_filter },
};

const struct object native_sobel = OBJECT_INIT("sobel", sobel_methods);
