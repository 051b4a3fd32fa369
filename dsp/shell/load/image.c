// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Files of the guest. A DSP has none of its own: it asks the listener thread of
 * the client, by reverse calls of apps_std, whose methods are numbered as in
 * Qualcomm's IDL. As DSPs do, it asks for "./NAME", and first for memory that the
 * file has been read into; clients that know no such method have it read in pieces.
 */

#include <string.h>

#include "guest/guest.h"
#include "guest/map.h"
#include "load/library.h"
#include "os/error.h"
#include "os/pages.h"
#include "os/syscall.h"

#define IMAGE_FCLOSE		3u
#define IMAGE_FREAD		4u
#define IMAGE_FOPEN_WITH_ENV	19u
/* By the escape: the number of the method is the first word of the first input. */
#define IMAGE_ESCAPE		31u
#define IMAGE_FCLOSE_FD		35u
#define IMAGE_FOPEN_WITH_ENV_FD	36u

#define IMAGE_CHUNK		0x8000u		/* bytes of one read */
#define IMAGE_SIZE_MAX		0x04000000u
#define IMAGE_PATH_SIZE		(LIBRARY_NAME_SIZE + 2u)

/* What clients answer if there is no such file: errno, and two AEE codes. */
#define IMAGE_ENOENT		2
#define IMAGE_NO_SUCH		0x27
#define IMAGE_NO_SUCH_FILE	0x45

/* Ask for the file @path by @method; its scalars have an output of @size bytes. */
static int32_t image_fopen(uint32_t apps_std, uint32_t method, const char *path, void *out,
			   size_t size)
{
	static const char variable[] = "ADSP_LIBRARY_PATH", delimiter[] = ";", mode[] = "rb";
	uint32_t words[5] = {
		method, sizeof(variable), sizeof(delimiter), strlen(path) + 1, sizeof(mode),
	};
	uint32_t escaped = method > IMAGE_ESCAPE;
	const struct upcall_buffer buffers[] = {
		{words + !escaped, sizeof(words) - !escaped * sizeof(words[0])},
		{(void *)variable, words[1]},
		{(void *)delimiter, words[2]},
		{(void *)path, words[3]},
		{(void *)mode, words[4]},
		{out, size},
	};

	return upcall_reverse(apps_std, UPCALL_SC(escaped ? IMAGE_ESCAPE : method, 5, 1), buffers);
}

static void image_fclose_fd(uint32_t apps_std, uint32_t fd)
{
	uint32_t words[2] = {IMAGE_FCLOSE_FD, fd};
	const struct upcall_buffer buffers[] = {{words, sizeof(words)}};

	upcall_reverse(apps_std, UPCALL_SC(IMAGE_ESCAPE, 1, 0), buffers);
}

/* Copy @len bytes of the memory that the client has mapped by the tag @fd. */
static int32_t image_copy(uint32_t fd, uint32_t len, struct image *image)
{
	int32_t result = ERROR_BAD_PARAMETER;
	struct map map;

	if (map_use((int32_t)fd, &map))
		return ERROR_NO_SUCH_MAP;
	if (len && len <= map.len && len <= IMAGE_SIZE_MAX) {
		image->room = PAGES_ROUND(len);
		image->size = len;
		image->file = pages_get(PAGES_DATA, image->room,
					SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
		result = image->file ? 0 : ERROR_NO_MEMORY;
	}
	if (!result)
		memcpy(image->file, (const void *)map.va, len);
	map_unuse((int32_t)fd, 0);
	return result;
}

/* Have the client lend the whole file. */
static int32_t image_borrow(uint32_t apps_std, const char *path, struct image *image)
{
	struct {
		uint32_t fd;
		uint32_t len;
	} lent = {0, 0};
	int32_t result = image_fopen(apps_std, IMAGE_FOPEN_WITH_ENV_FD, path, &lent, sizeof(lent));

	if (result)
		return result;
	result = image_copy(lent.fd, lent.len, image);
	image_fclose_fd(apps_std, lent.fd);
	return result;
}

static void image_fclose(uint32_t apps_std, uint32_t fd)
{
	const struct upcall_buffer buffers[] = {{&fd, sizeof(fd)}};

	upcall_reverse(apps_std, UPCALL_SC(IMAGE_FCLOSE, 1, 0), buffers);
}

static int32_t image_fread(uint32_t apps_std, uint32_t fd, void *data, uint32_t size,
			   uint32_t *got, uint32_t *at_end)
{
	uint32_t in[2] = {fd, size};
	uint32_t out[2] = {0, 0};
	const struct upcall_buffer buffers[] = {
		{in, sizeof(in)},
		{out, sizeof(out)},
		{data, size},
	};
	int32_t result = upcall_reverse(apps_std, UPCALL_SC(IMAGE_FREAD, 1, 2), buffers);

	*got = out[0] < size ? out[0] : size;
	*at_end = out[1];
	return result;
}

/* Twice as much room, with what is there. */
static uint8_t *image_grow(uint8_t *file, size_t size)
{
	uint8_t *bigger = pages_get(PAGES_DATA, size * 2, SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);

	if (bigger)
		memcpy(bigger, file, size);
	pages_put(PAGES_DATA, file, size);
	return bigger;
}

/* *size is the room of *file before, and stays it; *len becomes the bytes of the file. */
static int32_t image_read(uint32_t apps_std, uint32_t fd, uint8_t **file, size_t *size,
			  size_t *len)
{
	uint32_t at_end = 0;

	for (*len = 0; !at_end;) {
		uint32_t got;
		int32_t result;

		if (*size - *len < IMAGE_CHUNK) {
			if (*size >= IMAGE_SIZE_MAX)
				return ERROR_NO_MEMORY;
			*file = image_grow(*file, *size);
			*size *= 2;
			if (!*file)
				return ERROR_NO_MEMORY;
		}
		result = image_fread(apps_std, fd, *file + *len, IMAGE_CHUNK, &got, &at_end);
		if (result)
			return result;
		*len += got;
		if (!got)
			break;
	}
	return 0;
}

static int32_t image_fail_open(int32_t result, const struct library_text *where)
{
	if (result == IMAGE_ENOENT || result == IMAGE_NO_SUCH || result == IMAGE_NO_SUCH_FILE)
		return library_fail(where, ERROR_NO_SUCH_MODULE,
				    "no such file in the library path of the client (0x%08lx)",
				    (unsigned long)(uint32_t)result);
	return library_fail(where, ERROR_FILE_READ, "the client cannot open it (0x%08lx)",
			    (unsigned long)(uint32_t)result);
}

static int32_t image_fetch_from(uint32_t apps_std, const char *path, struct image *image,
				const struct library_text *where)
{
	uint32_t fd = 0;
	int32_t result;

	if (!image_borrow(apps_std, path, image))
		return 0;
	result = image_fopen(apps_std, IMAGE_FOPEN_WITH_ENV, path, &fd, sizeof(fd));
	if (result)
		return image_fail_open(result, where);
	image->room = 2 * IMAGE_CHUNK;
	image->file = pages_get(PAGES_DATA, image->room, SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	result = image->file ? image_read(apps_std, fd, &image->file, &image->room, &image->size) :
			       ERROR_NO_MEMORY;
	image_fclose(apps_std, fd);
	if (!result)
		return 0;
	if (image->file)
		pages_put(PAGES_DATA, image->file, image->room);
	return library_fail(where, result, "cannot be read (0x%08lx)",
			    (unsigned long)(uint32_t)result);
}

/**
 * image_fetch() - get a file of the guest
 * @name: looked for in the library path of the client
 * @image: gets the file
 * @where: name of the library, and where to say what is wrong
 *
 * Return: 0, ERROR_NO_SUCH_MODULE if nobody has it, or another DSP error.
 */
int32_t image_fetch(const char *name, struct image *image, const struct library_text *where)
{
	/* Kept for the next library, as each call of the guest takes its time. */
	static uint32_t apps_std;
	char path[IMAGE_PATH_SIZE] = "./";
	int32_t result;

	memcpy(path + 2, name, strnlen(name, LIBRARY_NAME_SIZE - 1) + 1);
	if (apps_std) {
		if (!image_fetch_from(apps_std, path, image, where))
			return 0;
		/* Is it the file that is missing, or the listener? */
		remote_handle_close(apps_std);
	}
	result = remote_handle_open("apps_std", &apps_std);
	if (!result)
		return image_fetch_from(apps_std, path, image, where);
	apps_std = 0;
	return library_fail(where, ERROR_NO_SUCH_MODULE,
			    "nobody to ask for it: the client has no listener (0x%08lx)",
			    (unsigned long)(uint32_t)result);
}

/**
 * image_free() - give back a file of image_fetch()
 */
void image_free(struct image *image)
{
	pages_put(PAGES_DATA, image->file, image->room);
}
