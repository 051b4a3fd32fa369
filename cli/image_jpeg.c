// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * JPEG through libjpeg-turbo. The library reports errors by a jump; here they
 * become return values. Damage that it would paint over is an error as well.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h>

#include "image.h"

/* A small file can ask for endless passes over a large picture. */
#define IMAGE_JPEG_SCANS_MAX	500

/**
 * struct image_jpeg - a JPEG file being read
 */
struct image_jpeg {
	/** @cinfo: the library's state */
	struct jpeg_decompress_struct cinfo;
	/** @errors: where the library reports errors */
	struct jpeg_error_mgr errors;
	/** @progress: where it reports progress */
	struct jpeg_progress_mgr progress;
	/** @escape: where an error leads to */
	jmp_buf escape;
	/** @image: whose state this is */
	struct image *image;
};

__attribute__((noreturn))
static void image_jpeg_error(j_common_ptr cinfo)
{
	struct image_jpeg *jpeg = cinfo->client_data;
	char message[JMSG_LENGTH_MAX];

	cinfo->err->format_message(cinfo, message);
	image_fail(jpeg->image, "damaged or unusual JPEG file (%s)", message);
	longjmp(jpeg->escape, 1);
}

/* Level -1 is a warning: data is wrong or missing. */
static void image_jpeg_message(j_common_ptr cinfo, int level)
{
	if (level < 0 && cinfo->err->msg_code != JWRN_EXTRANEOUS_DATA)
		image_jpeg_error(cinfo);
}

static void image_jpeg_progress(j_common_ptr cinfo)
{
	struct image_jpeg *jpeg = cinfo->client_data;

	if (jpeg->cinfo.input_scan_number > IMAGE_JPEG_SCANS_MAX) {
		image_fail(jpeg->image, "damaged or unusual JPEG file (too many scans)");
		longjmp(jpeg->escape, 1);
	}
}

static int image_jpeg_open(struct image *image)
{
	struct image_jpeg *jpeg;

	jpeg = calloc(1, sizeof(*jpeg));
	if (!jpeg)
		return image_fail(image, "not enough memory");

	jpeg->image = image;
	jpeg->cinfo.client_data = jpeg;
	jpeg->cinfo.err = jpeg_std_error(&jpeg->errors);
	jpeg->errors.error_exit = image_jpeg_error;
	jpeg->errors.emit_message = image_jpeg_message;
	jpeg->progress.progress_monitor = image_jpeg_progress;
	image->state = jpeg;
	if (setjmp(jpeg->escape))
		return -1;

	jpeg_create_decompress(&jpeg->cinfo);
	jpeg->cinfo.progress = &jpeg->progress;
	jpeg_stdio_src(&jpeg->cinfo, image->file);
	jpeg_read_header(&jpeg->cinfo, TRUE);
	image->width = jpeg->cinfo.image_width;
	image->height = jpeg->cinfo.image_height;
	return 0;
}

/* Inks to grey; Adobe's files store how much ink is missing. */
static void image_jpeg_from_inks(const struct image_jpeg *jpeg,
				 const uint8_t *inks, uint8_t *grey)
{
	uint8_t flip = jpeg->cinfo.saw_Adobe_marker ? 0 : 255;

	for (uint32_t x = 0; x < jpeg->image->width; x++, inks += 4) {
		unsigned int light = 299u * (inks[0] ^ flip) +
				     587u * (inks[1] ^ flip) +
				     114u * (inks[2] ^ flip);

		grey[x] = (uint8_t)(light * (inks[3] ^ flip) / 255000);
	}
}

/* The library turns the other colour spaces into grey, but not this one. */
static void image_jpeg_read_inks(struct image_jpeg *jpeg, uint8_t *grey,
				 size_t stride)
{
	struct jpeg_decompress_struct *cinfo = &jpeg->cinfo;
	JSAMPARRAY row;

	cinfo->out_color_space = JCS_CMYK;
	jpeg_start_decompress(cinfo);
	row = cinfo->mem->alloc_sarray((j_common_ptr)cinfo, JPOOL_IMAGE,
				       cinfo->output_width * 4, 1);
	while (cinfo->output_scanline < cinfo->output_height) {
		uint8_t *out = grey + cinfo->output_scanline * stride;

		jpeg_read_scanlines(cinfo, row, 1);
		image_jpeg_from_inks(jpeg, row[0], out);
	}
}

static void image_jpeg_read_grey(struct image_jpeg *jpeg, uint8_t *grey,
				 size_t stride)
{
	struct jpeg_decompress_struct *cinfo = &jpeg->cinfo;

	cinfo->out_color_space = JCS_GRAYSCALE;
	jpeg_start_decompress(cinfo);
	while (cinfo->output_scanline < cinfo->output_height) {
		JSAMPROW row = grey + cinfo->output_scanline * stride;

		jpeg_read_scanlines(cinfo, &row, 1);
	}
}

static int image_jpeg_read(struct image *image, uint8_t *grey, size_t stride)
{
	struct image_jpeg *jpeg = image->state;

	if (setjmp(jpeg->escape))
		return -1;

	if (jpeg->cinfo.jpeg_color_space == JCS_CMYK ||
	    jpeg->cinfo.jpeg_color_space == JCS_YCCK)
		image_jpeg_read_inks(jpeg, grey, stride);
	else
		image_jpeg_read_grey(jpeg, grey, stride);
	jpeg_finish_decompress(&jpeg->cinfo);
	return 0;
}

static void image_jpeg_close(struct image *image)
{
	struct image_jpeg *jpeg = image->state;

	jpeg_destroy_decompress(&jpeg->cinfo);
	free(jpeg);
}

const struct image_format image_jpeg = {
	.name = "JPEG",
	.magic = "\xff\xd8\xff",
	.magic_size = 3,
	.open = image_jpeg_open,
	.read = image_jpeg_read,
	.close = image_jpeg_close,
};
