/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_IMAGE_H
#define QDA_IMAGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* More pixels in a row or column than this are refused. */
#define IMAGE_MAX	16384

struct image;

/**
 * struct image_format - how one kind of file is read
 */
struct image_format {
	/** @name: for people */
	const char *name;
	/** @magic: first bytes of such a file */
	const char *magic;
	/** @magic_size: number of them */
	size_t magic_size;
	/** @open: reads the size; 0, or -1 with image->error */
	int (*open)(struct image *image);
	/** @read: reads the pixels; 0, or -1 with image->error */
	int (*read)(struct image *image, uint8_t *grey, size_t stride);
	/** @close: frees the state */
	void (*close)(struct image *image);
};

extern const struct image_format image_jpeg;
extern const struct image_format image_png;

/**
 * struct image - a picture in a file, being read
 */
struct image {
	/** @path: the file's name */
	const char *path;
	/** @width: pixels of a row */
	uint32_t width;
	/** @height: number of rows */
	uint32_t height;
	/** @error: what went wrong, the file's name included */
	char error[512];
	/** @file: the open file */
	FILE *file;
	/** @format: how to read it */
	const struct image_format *format;
	/** @state: the format's own */
	void *state;
};

int image_open(struct image *image, const char *path);
int image_read(struct image *image, uint8_t *grey, size_t stride);
void image_close(struct image *image);

int image_write(const char *path, const uint8_t *grey, uint32_t width,
		uint32_t height, char *error, size_t size);

/* For the formats: note an error, return -1. */
__attribute__((format(printf, 2, 3)))
int image_fail(struct image *image, const char *format, ...);

#endif
