// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Pictures from files, as 8-bit grey. The file is not trusted: its kind is
 * taken from its bytes, and its size is known and bounded before any memory
 * is asked for.
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "image.h"

static const struct image_format *const image_formats[] = {
	&image_jpeg,
	&image_png,
};

/**
 * image_fail() - note what went wrong with a file
 * @image: the picture
 * @format: as printf(3); the file's name is put before it
 *
 * Return: -1.
 */
int image_fail(struct image *image, const char *format, ...)
{
	va_list args;
	int used;

	used = snprintf(image->error, sizeof(image->error), "%.300s: ",
			image->path);
	va_start(args, format);
	vsnprintf(image->error + used, sizeof(image->error) - (size_t)used,
		  format, args);
	va_end(args);
	return -1;
}

static int image_open_file(struct image *image)
{
	struct stat status;

	/* Before open(2), which would wait for the other end of a pipe. */
	if (stat(image->path, &status))
		return image_fail(image, "%s", strerror(errno));
	if (!S_ISREG(status.st_mode))
		return image_fail(image, "%s: give a PNG or JPEG file",
				  S_ISDIR(status.st_mode) ? "a directory" :
				  "not a regular file");
	if (!status.st_size)
		return image_fail(image,
				  "the file is empty: give a PNG or JPEG file");

	image->file = fopen(image->path, "rbe");
	if (!image->file)
		return image_fail(image, "%s", strerror(errno));
	return 0;
}

static int image_find_format(struct image *image)
{
	char magic[8];
	size_t size;

	size = fread(magic, 1, sizeof(magic), image->file);
	if (ferror(image->file))
		return image_fail(image, "%s", strerror(errno));
	rewind(image->file);

	for (size_t i = 0; i < sizeof(image_formats) / sizeof(*image_formats);
	     i++) {
		const struct image_format *format = image_formats[i];

		if (size >= format->magic_size &&
		    !memcmp(magic, format->magic, format->magic_size)) {
			image->format = format;
			return 0;
		}
	}
	return image_fail(image, "neither a PNG nor a JPEG file: convert it");
}

/**
 * image_open() - open a picture and learn its size
 * @image: what to fill; image_close() it in any case
 * @path: the file; stays the caller's and must live on
 *
 * Return: 0; -1 with @image->error.
 */
int image_open(struct image *image, const char *path)
{
	memset(image, 0, sizeof(*image));
	image->path = path;

	if (image_open_file(image) || image_find_format(image) ||
	    image->format->open(image))
		return -1;

	if (image->width > IMAGE_MAX || image->height > IMAGE_MAX)
		return image_fail(image,
				  "%u x %u pixels are too many: scale it to at most %d x %d",
				  image->width, image->height, IMAGE_MAX,
				  IMAGE_MAX);
	return 0;
}

/**
 * image_read() - read the pixels, once
 * @image: an open picture
 * @grey: room for @image->height rows
 * @stride: bytes from one row to the next, at least @image->width
 *
 * Return: 0; -1 with @image->error, and then any bytes in @grey.
 */
int image_read(struct image *image, uint8_t *grey, size_t stride)
{
	return image->format->read(image, grey, stride);
}

/**
 * image_close() - forget a picture
 * @image: the picture, opened or not
 */
void image_close(struct image *image)
{
	if (image->state)
		image->format->close(image);
	image->state = NULL;
	if (image->file)
		fclose(image->file);
	image->file = NULL;
}
