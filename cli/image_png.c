// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * PNG through libpng's simplified interface: any kind of PNG becomes 8-bit
 * grey, what is transparent becomes white.
 */
#include <errno.h>
#include <limits.h>
#include <png.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image.h"

static int image_png_fail(struct image *image, const png_image *png)
{
	return image_fail(image, "damaged or unusual PNG file (%s)", png->message);
}

static int image_png_open(struct image *image)
{
	png_image *png;

	png = calloc(1, sizeof(*png));
	if (!png)
		return image_fail(image, "not enough memory");
	image->state = png;

	png->version = PNG_IMAGE_VERSION;
	if (!png_image_begin_read_from_stdio(png, image->file))
		return image_png_fail(image, png);

	png->format = PNG_FORMAT_GRAY;
	image->width = png->width;
	image->height = png->height;
	return 0;
}

static int image_png_read(struct image *image, uint8_t *grey, size_t stride)
{
	static const png_color white = { 255, 255, 255 };
	png_image *png = image->state;

	if (!png_image_finish_read(png, &white, grey, (png_int_32)stride,
				   NULL))
		return image_png_fail(image, png);
	return 0;
}

static void image_png_close(struct image *image)
{
	png_image_free(image->state);
	free(image->state);
}

const struct image_format image_png = {
	.name = "PNG",
	.magic = "\x89PNG\r\n\x1a\n",
	.magic_size = 8,
	.open = image_png_open,
	.read = image_png_read,
	.close = image_png_close,
};

/* Writes all of a file and closes it. NULL, or why not. */
static const char *image_write_file(const char *path, png_image *png,
				    const uint8_t *grey)
{
	FILE *file = fopen(path, "wbe");
	bool written;

	if (!file)
		return strerror(errno);

	errno = 0;
	written = png_image_write_to_stdio(png, file, 0, grey, 0, NULL);
	if (fclose(file) || !written)
		return errno ? strerror(errno) : png->message;
	return NULL;
}

/* A file of that name is replaced as a whole or not at all. */
static const char *image_write_replace(const char *path, png_image *png,
				       const uint8_t *grey)
{
	char part[PATH_MAX];
	const char *why;

	if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
		return strerror(ENAMETOOLONG);

	why = image_write_file(part, png, grey);
	if (!why && rename(part, path))
		why = strerror(errno);
	if (why)
		unlink(part);
	return why;
}

/**
 * image_write() - write a PNG file
 * @path: its name
 * @grey: the pixels, without a gap between rows
 * @width: pixels of a row
 * @height: number of rows
 * @error: where to put what went wrong, the file's name included
 * @size: bytes at @error
 *
 * Return: 0; -1 with @error, and then no new file is there.
 */
int image_write(const char *path, const uint8_t *grey, uint32_t width,
		uint32_t height, char *error, size_t size)
{
	png_image png = {
		.version = PNG_IMAGE_VERSION,
		.width = width,
		.height = height,
		.format = PNG_FORMAT_GRAY,
	};
	sigset_t ends, before;
	struct stat status;
	const char *why;

	/* Ctrl-C waits until the half-made file has its name or is gone. */
	sigemptyset(&ends);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, &before);

	/* A device or a pipe is written to, not replaced. */
	if (!stat(path, &status) && !S_ISREG(status.st_mode))
		why = image_write_file(path, &png, grey);
	else
		why = image_write_replace(path, &png, grey);

	sigprocmask(SIG_SETMASK, &before, NULL);
	if (!why)
		return 0;
	snprintf(error, size, "%.300s: %s", path, why);
	return -1;
}
