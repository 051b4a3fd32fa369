// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Pictures: what goes in comes out; what is damaged gives one sentence, never
 * a crash (run this with sanitizers too).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jpeglib.h>
#include <png.h>

#include "image.h"
#include "tap.h"

#define W	37
#define H	23
#define FILE_MAX	65536

/* In memory: tens of thousands of files are written. */
static char path[64];
static uint8_t picture[W * H];
static uint8_t grey[IMAGE_MAX];

static void picture_make(void)
{
	for (int i = 0; i < W * H; i++)
		picture[i] = (uint8_t)(i * 7 % 251);
}

static void file_set(const uint8_t *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	TAP_EXPECT(file && fwrite(bytes, 1, size, file) == size);
	fclose(file);
}

static size_t file_get(uint8_t *bytes)
{
	FILE *file = fopen(path, "rb");
	size_t size = fread(bytes, 1, FILE_MAX, file);

	fclose(file);
	return size;
}

static void file_png(uint32_t format, const void *pixels)
{
	png_image png = {
		.version = PNG_IMAGE_VERSION,
		.width = W,
		.height = H,
		.format = format,
	};

	TAP_EXPECT(png_image_write_to_file(&png, path, 0, pixels, 0, NULL));
}

static void file_jpeg(J_COLOR_SPACE space, int components, boolean progressive)
{
	static uint8_t row[W * 4];
	struct jpeg_compress_struct cinfo;
	struct jpeg_error_mgr errors;
	FILE *file = fopen(path, "wb");

	cinfo.err = jpeg_std_error(&errors);
	jpeg_create_compress(&cinfo);
	jpeg_stdio_dest(&cinfo, file);
	cinfo.image_width = W;
	cinfo.image_height = H;
	cinfo.input_components = components;
	cinfo.in_color_space = space;
	jpeg_set_defaults(&cinfo);
	jpeg_set_quality(&cinfo, 95, TRUE);
	if (progressive)
		jpeg_simple_progression(&cinfo);
	jpeg_start_compress(&cinfo, TRUE);
	for (int y = 0; y < H; y++) {
		JSAMPROW rows = row;

		for (int i = 0; i < W * components; i++)
			row[i] = (uint8_t)(y * 8 + i / components);
		jpeg_write_scanlines(&cinfo, &rows, 1);
	}
	jpeg_finish_compress(&cinfo);
	jpeg_destroy_compress(&cinfo);
	fclose(file);
}

/* Reads the file; NULL, or the sentence. */
static const char *file_read(void)
{
	static struct image image;
	int ret;

	memset(grey, 0xaa, sizeof(grey));
	ret = image_open(&image, path);
	if (!ret && (size_t)image.width * image.height > sizeof(grey))
		ret = image_fail(&image, "larger than the test's room");
	if (!ret)
		ret = image_read(&image, grey, image.width);
	image_close(&image);
	return ret ? image.error : NULL;
}

static void png_grey(void)
{
	file_png(PNG_FORMAT_GRAY, picture);
	TAP_EXPECT(!file_read());
	TAP_EXPECT(!memcmp(grey, picture, sizeof(picture)));
}

/* Grey in colour stays what it is; transparent is white; black stays black. */
static void png_colours(void)
{
	static uint8_t rgba[W * H * 4];

	for (int i = 0; i < W * H; i++) {
		memset(rgba + 4 * i, picture[i], 3);
		rgba[4 * i + 3] = 255;
	}
	rgba[3] = 0;
	file_png(PNG_FORMAT_RGBA, rgba);
	TAP_EXPECT(!file_read());
	TAP_EXPECT(grey[0] == 255);
	for (int i = 1; i < W * H; i++)
		TAP_EXPECT(abs(grey[i] - picture[i]) <= 1);
}

static void jpeg_kinds(void)
{
	static const struct {
		J_COLOR_SPACE space;
		int components;
		boolean progressive;
	} cases[] = {
		{ JCS_GRAYSCALE, 1, FALSE },
		{ JCS_RGB, 3, FALSE },
		{ JCS_RGB, 3, TRUE },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		file_jpeg(cases[i].space, cases[i].components,
			  cases[i].progressive);
		TAP_EXPECT(!file_read());
		TAP_EXPECT(grey[0] <= 3);
		TAP_EXPECT(abs(grey[10 * W + 20] - 100) <= 3);
	}
}

/* Inks: libjpeg marks such files as Adobe's, where 255 is no ink. */
static void jpeg_inks(void)
{
	int expected = 100 * 100 / 255;

	file_jpeg(JCS_CMYK, 4, FALSE);
	TAP_EXPECT(!file_read());
	TAP_EXPECT(abs(grey[10 * W + 20] - expected) <= 4);
}

static void not_pictures(void)
{
	static const char *const texts[] = {
		"", "x", "\x89PNG", "\xff\xd8", "\xff\xd8\xff",
		"\x89PNG\r\n\x1a\n", "GIF89a; and so on",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *error;

		file_set((const uint8_t *)texts[i], strlen(texts[i]));
		error = file_read();
		TAP_EXPECT(error && strstr(error, path) == error);
	}
}

/* Cut anywhere before its end, a file is damaged and said to be. */
static void cut(void)
{
	static uint8_t bytes[FILE_MAX];

	for (int kind = 0; kind < 3; kind++) {
		size_t size;

		if (kind == 0)
			file_png(PNG_FORMAT_GRAY, picture);
		else
			file_jpeg(JCS_RGB, 3, kind == 2);
		size = file_get(bytes);
		/* The last 12 bytes of a PNG are only its end mark. */
		for (size_t i = 0; i < size - (kind ? 2 : 16); i++) {
			file_set(bytes, i);
			if (!TAP_EXPECT(file_read()))
				break;
		}
	}
}

/* Any byte changed: read or refused, and nothing else happens. */
static void changed(void)
{
	static uint8_t bytes[FILE_MAX];
	uint32_t random = 1;

	for (int kind = 0; kind < 4; kind++) {
		size_t size;

		if (kind == 0)
			file_png(PNG_FORMAT_GRAY, picture);
		else if (kind == 3)
			file_jpeg(JCS_CMYK, 4, FALSE);
		else
			file_jpeg(JCS_RGB, 3, kind == 2);
		size = file_get(bytes);
		for (int i = 0; i < 2000; i++) {
			uint8_t *byte, before;

			random = random * 1664525 + 1013904223;
			byte = &bytes[(random >> 8) % size];
			before = *byte;
			*byte = (uint8_t)(random >> 24) ^ (uint8_t)i;
			file_set(bytes, size);
			file_read();
			*byte = before;
		}
	}
}

/* Headers that promise more than is allowed. */
static void too_large(void)
{
	static const uint8_t jpeg[] = {
		0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0x80, 0, 0x80, 0, 1,
		1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0,
	};
	static uint8_t line[IMAGE_MAX + 1];
	png_image png = {
		.version = PNG_IMAGE_VERSION,
		.width = IMAGE_MAX + 1,
		.height = 1,
		.format = PNG_FORMAT_GRAY,
	};
	const char *error;

	file_set(jpeg, sizeof(jpeg));
	error = file_read();
	TAP_EXPECT(error && strstr(error, "32768 x 32768 pixels are too many"));

	TAP_EXPECT(png_image_write_to_file(&png, path, 0, line, 0, NULL));
	error = file_read();
	TAP_EXPECT(error && strstr(error, "16385 x 1 pixels are too many"));

	png.width = IMAGE_MAX;
	TAP_EXPECT(png_image_write_to_file(&png, path, 0, line, 0, NULL));
	TAP_EXPECT(!file_read());
}

/* Written and read again; a failure leaves nothing and breaks nothing. */
static void write_file(void)
{
	char dir[] = "/tmp/qda-test-XXXXXX";
	char error[512], part[80];
	struct stat status;

	mkdtemp(dir);
	snprintf(path, sizeof(path), "%s/x.png", dir);
	TAP_EXPECT(!image_write(path, picture, W, H, error, sizeof(error)));
	TAP_EXPECT(!file_read());
	TAP_EXPECT(!memcmp(grey, picture, sizeof(picture)));
	snprintf(part, sizeof(part), "%s.part", path);
	TAP_EXPECT(stat(part, &status));
	unlink(path);
	rmdir(dir);

	TAP_EXPECT(image_write("/nowhere/x.png", picture, W, H, error,
			       sizeof(error)));
	TAP_EXPECT(!strcmp(error, "/nowhere/x.png: No such file or directory"));
	TAP_EXPECT(image_write("/tmp", picture, W, H, error, sizeof(error)));
	TAP_EXPECT(stat("/tmp.part", &status));

	/* A device is written to and stays a device. */
	TAP_EXPECT(!image_write("/dev/null", picture, W, H, error,
				sizeof(error)));
	TAP_EXPECT(!stat("/dev/null", &status) && S_ISCHR(status.st_mode));
	TAP_EXPECT(image_write("/dev/full", picture, W, H, error,
			       sizeof(error)));
	TAP_EXPECT(strstr(error, "No space left"));
}

static const struct tap_test tests[] = {
	TAP_TEST(png_grey),
	TAP_TEST(png_colours),
	TAP_TEST(jpeg_kinds),
	TAP_TEST(jpeg_inks),
	TAP_TEST(not_pictures),
	TAP_TEST(cut),
	TAP_TEST(changed),
	TAP_TEST(too_large),
	TAP_TEST(write_file),
};

int main(void)
{
	int fd = memfd_create("picture", 0);

	if (fd < 0) {
		puts("Bail out! no memory file");
		return 1;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	picture_make();
	return tap_main(tests, sizeof(tests) / sizeof(tests[0]));
}
