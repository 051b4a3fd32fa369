// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Edges of a grey 8-bit picture: a pixel becomes min(255, |gx| + |gy|), those of
 * the border become 0. Twice the same: method 2 takes a pixel at a time, method 3
 * takes 128 of them, with HVX. Source and destination must not overlap.
 */
#include <hexagon_types.h>
#include <hvx_hexagon_protos.h>

#include <qda/skel.h>

#define SOBEL_VECTOR 128u

/* A vector at an address that need not be a multiple of 128. */
typedef HVX_Vector __attribute__((aligned(1))) sobel_vector;

struct sobel_geometry {
	uint32_t width;
	uint32_t height;
	uint32_t src_stride;
	uint32_t dst_stride;
};

/* Makes @count pixels at @out from the three lines around @in, the first pixel's place. */
typedef void sobel_line(const uint8_t *in, uint32_t stride, uint8_t *out, uint32_t count);

/* Bytes from the first pixel to the last one. */
static uint64_t sobel_size(const struct sobel_geometry *g, uint32_t stride)
{
	return (uint64_t)stride * (g->height - 1) + g->width;
}

static int sobel_magnitude(int n)
{
	return n < 0 ? -n : n;
}

static void sobel_line_scalar(const uint8_t *in, uint32_t stride, uint8_t *out, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *here = in + i, *up = here - stride, *down = here + stride;
		int gx = up[1] - up[-1] + 2 * (here[1] - here[-1]) + down[1] - down[-1];
		int gy = down[-1] + 2 * down[0] + down[1] - up[-1] - 2 * up[0] - up[1];
		int sum = sobel_magnitude(gx) + sobel_magnitude(gy);

		out[i] = sum > 255 ? 255 : (uint8_t)sum;
	}
}

/* 128 bytes from @in, wherever it points. */
static HVX_Vector sobel_load(const uint8_t *in)
{
	return *(const sobel_vector *)in;
}

/* a + 2b + c of the differences (@a1 - @a0) and so on, as 16-bit numbers. */
static HVX_VectorPair sobel_gradient(HVX_Vector a1, HVX_Vector a0, HVX_Vector b1, HVX_Vector b0,
				     HVX_Vector c1, HVX_Vector c0)
{
	HVX_VectorPair b = Q6_Wh_vsub_VubVub(b1, b0);

	return Q6_Wh_vadd_WhWh(Q6_Wh_vadd_WhWh(Q6_Wh_vsub_VubVub(a1, a0), b),
			       Q6_Wh_vadd_WhWh(Q6_Wh_vsub_VubVub(c1, c0), b));
}

/*
 * The subtractions above put the even pixels into one vector and the odd ones into
 * the other; the saturating pack at the end puts them back in order.
 */
static void sobel_vector_at(const uint8_t *in, uint32_t stride, uint8_t *out)
{
	const uint8_t *up = in - stride, *down = in + stride;
	HVX_Vector up_left = sobel_load(up - 1), up_right = sobel_load(up + 1);
	HVX_Vector down_left = sobel_load(down - 1), down_right = sobel_load(down + 1);
	HVX_VectorPair gx = sobel_gradient(up_right, up_left, sobel_load(in + 1),
					   sobel_load(in - 1), down_right, down_left);
	HVX_VectorPair gy = sobel_gradient(down_left, up_left, sobel_load(down),
					   sobel_load(up), down_right, up_right);
	HVX_Vector even = Q6_Vh_vadd_VhVh(Q6_Vh_vabs_Vh(Q6_V_lo_W(gx)),
					  Q6_Vh_vabs_Vh(Q6_V_lo_W(gy)));
	HVX_Vector odd = Q6_Vh_vadd_VhVh(Q6_Vh_vabs_Vh(Q6_V_hi_W(gx)),
					 Q6_Vh_vabs_Vh(Q6_V_hi_W(gy)));

	*(sobel_vector *)out = Q6_Vub_vsat_VhVh(odd, even);
}

/*
 * No byte outside the picture may be touched: the page may be somebody else's. So
 * the last vector ends with the line and does some pixels again, and a line that
 * is shorter than a vector is left to the other way.
 */
static void sobel_line_hvx(const uint8_t *in, uint32_t stride, uint8_t *out, uint32_t count)
{
	if (count < SOBEL_VECTOR) {
		sobel_line_scalar(in, stride, out, count);
		return;
	}
	for (uint32_t x = 0; x < count; x += SOBEL_VECTOR) {
		uint32_t at = x < count - SOBEL_VECTOR ? x : count - SOBEL_VECTOR;

		sobel_vector_at(in + at, stride, out + at);
	}
}

static void sobel_blank(uint8_t *line, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		line[i] = 0;
}

static int sobel_run(struct skel_arg *in, struct skel_arg *out, sobel_line *line)
{
	const struct sobel_geometry *g = in[0].data;
	const uint8_t *src = in[1].data;
	uint8_t *dst = out[0].data;

	if (g->width < 3 || g->height < 3 || g->src_stride < g->width ||
	    g->dst_stride < g->width || in[1].size < sobel_size(g, g->src_stride) ||
	    out[0].size < sobel_size(g, g->dst_stride))
		return SKEL_EBADPARM;
	sobel_blank(dst, g->width);
	for (uint32_t y = 1; y < g->height - 1; y++) {
		src += g->src_stride;
		dst += g->dst_stride;
		dst[0] = 0;
		line(src + 1, g->src_stride, dst + 1, g->width - 2);
		dst[g->width - 1] = 0;
	}
	sobel_blank(dst + g->dst_stride, g->width);
	return 0;
}

int sobel_filter(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return sobel_run(in, out, sobel_line_scalar);
}

int sobel_filter_hvx(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return sobel_run(in, out, sobel_line_hvx);
}

/* The four numbers: width, height, bytes from line to line of source and destination. */
#define SOBEL_METHODS(METHOD)							\
	METHOD(2, sobel_filter, "filter in:u32[4]:shape in:u8[]:src out:u8[]:dst") \
	METHOD(3, sobel_filter_hvx, "filter_hvx in:u32[4]:shape in:u8[]:src out:u8[]:dst")

SKEL(sobel, SOBEL_METHODS);
