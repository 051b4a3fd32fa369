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

/* Lines of pixels: how many, and how far apart. The first pixel of the first one: @in, @out. */
struct sobel_inside {
	const uint8_t *in;
	uint8_t *out;
	uint32_t count;
	uint32_t lines;
	uint32_t in_stride;
	uint32_t out_stride;
};

/* Makes all of them; there is one more pixel on each side of @in. */
typedef void sobel_method(const struct sobel_inside *inside);

/* Bytes from the first pixel to the last one. */
static uint64_t sobel_size(const struct sobel_geometry *g, uint32_t stride)
{
	return (uint64_t)stride * (g->height - 1) + g->width;
}

static int sobel_magnitude(int n)
{
	return n < 0 ? -n : n;
}

static void sobel_line(const uint8_t *in, uint32_t stride, uint8_t *out, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *here = in + i, *up = here - stride, *down = here + stride;
		int gx = up[1] - up[-1] + 2 * (here[1] - here[-1]) + down[1] - down[-1];
		int gy = down[-1] + 2 * down[0] + down[1] - up[-1] - 2 * up[0] - up[1];
		int sum = sobel_magnitude(gx) + sobel_magnitude(gy);

		out[i] = sum > 255 ? 255 : (uint8_t)sum;
	}
}

static void sobel_scalar(const struct sobel_inside *inside)
{
	for (uint32_t y = 0; y < inside->lines; y++)
		sobel_line(inside->in + y * inside->in_stride, inside->in_stride,
			   inside->out + y * inside->out_stride, inside->count);
}

/* 128 bytes from @in, wherever it points. */
static HVX_Vector sobel_load(const uint8_t *in)
{
	return *(const sobel_vector *)in;
}

/*
 * Pixels 0, 2, 4 ... and 1, 3, 5 ... are done apart, as 16-bit numbers. What is at their
 * left and right begins one pixel before them and one behind, so four sets of pixels serve
 * both:
 *
 *	-1 1 3 ...	 0 2 4 ...	 1 3 5 ...	 2 4 6 ...
 *	left		middle		right			of the even ones
 *			left		middle		right	of the odd ones
 */
struct sobel_pixels {
	HVX_Vector set[4];
};

static struct sobel_pixels sobel_pixels_at(const uint8_t *in)
{
	HVX_Vector left = sobel_load(in - 1), right = sobel_load(in + 1);
	HVX_Vector even = Q6_Vh_vsplat_R(0xff);

	return (struct sobel_pixels){{
		Q6_V_vand_VV(left, even), Q6_Vuh_vlsr_VuhR(left, 8),
		Q6_V_vand_VV(right, even), Q6_Vuh_vlsr_VuhR(right, 8),
	}};
}

/* @sum: of three pixels above each other, the middle one twice; @slope: lower - upper. */
static HVX_Vector sobel_edges(const HVX_Vector *sum, const HVX_Vector *slope)
{
	HVX_Vector gx = Q6_Vh_vsub_VhVh(sum[2], sum[0]);
	HVX_Vector gy = Q6_Vh_vadd_VhVh(Q6_Vh_vadd_VhVh(slope[0], slope[1]),
					Q6_Vh_vadd_VhVh(slope[1], slope[2]));

	return Q6_Vh_vadd_VhVh(Q6_Vh_vabs_Vh(gx), Q6_Vh_vabs_Vh(gy));
}

/*
 * 128 columns from @at on, from top to bottom: what one line has loaded and added serves the
 * next two. The saturating pack at the end puts even and odd pixels back in order.
 */
static void sobel_columns(const struct sobel_inside *inside, uint32_t at)
{
	const uint8_t *in = inside->in + at;
	uint8_t *out = inside->out + at;
	struct sobel_pixels up = sobel_pixels_at(in - inside->in_stride);
	struct sobel_pixels here = sobel_pixels_at(in);
	HVX_Vector upper[4];

	for (int i = 0; i < 4; i++)
		upper[i] = Q6_Vh_vadd_VhVh(up.set[i], here.set[i]);
	for (uint32_t y = 0; y < inside->lines; y++) {
		struct sobel_pixels down = sobel_pixels_at(in += inside->in_stride);
		HVX_Vector sum[4], slope[4];

		for (int i = 0; i < 4; i++) {
			HVX_Vector lower = Q6_Vh_vadd_VhVh(here.set[i], down.set[i]);

			sum[i] = Q6_Vh_vadd_VhVh(upper[i], lower);
			slope[i] = Q6_Vh_vsub_VhVh(lower, upper[i]);
			upper[i] = lower;
		}
		*(sobel_vector *)out = Q6_Vub_vsat_VhVh(sobel_edges(sum + 1, slope + 1),
							sobel_edges(sum, slope));
		here = down;
		out += inside->out_stride;
	}
}

/*
 * No byte outside the picture may be touched: the page may be somebody else's. So
 * the last columns end with the lines and do some pixels again, and a picture that
 * is narrower than a vector is left to the other way. The second ones too do some
 * again, so that most are stored at multiples of 128 if the lines begin at such.
 */
static void sobel_hvx(const struct sobel_inside *inside)
{
	uint32_t count = inside->count;

	if (count < SOBEL_VECTOR) {
		sobel_scalar(inside);
		return;
	}
	for (uint32_t x = 0; x < count;
	     x += SOBEL_VECTOR - (uintptr_t)(inside->out + x) % SOBEL_VECTOR)
		sobel_columns(inside, x < count - SOBEL_VECTOR ? x : count - SOBEL_VECTOR);
}

static void sobel_blank(uint8_t *line, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		line[i] = 0;
}

static int sobel_run(struct skel_arg *in, struct skel_arg *out, sobel_method *method)
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
		uint8_t *line = dst + y * g->dst_stride;

		line[0] = line[g->width - 1] = 0;
	}
	sobel_blank(dst + (g->height - 1) * g->dst_stride, g->width);
	method(&(struct sobel_inside){
		.in = src + g->src_stride + 1,
		.out = dst + g->dst_stride + 1,
		.count = g->width - 2,
		.lines = g->height - 2,
		.in_stride = g->src_stride,
		.out_stride = g->dst_stride,
	});
	return 0;
}

int sobel_filter(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return sobel_run(in, out, sobel_scalar);
}

int sobel_filter_hvx(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return sobel_run(in, out, sobel_hvx);
}

/* The four numbers: width, height, bytes from line to line of source and destination. */
#define SOBEL_METHODS(METHOD)							\
	METHOD(2, sobel_filter, "filter in:u32[4]:shape in:u8[]:src out:u8[]:dst") \
	METHOD(3, sobel_filter_hvx, "filter_hvx in:u32[4]:shape in:u8[]:src out:u8[]:dst")

SKEL(sobel, SOBEL_METHODS);
