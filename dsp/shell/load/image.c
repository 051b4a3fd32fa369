// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Files of the guest. A DSP has none of its own: it asks the listener thread of
 * the client, by reverse calls of apps_std, whose methods are numbered as in
 * Qualcomm's IDL.
 */

#include <string.h>

#include "guest/guest.h"
#include "load/library.h"
#include "os/error.h"
#include "os/pages.h"
#include "os/syscall.h"

#define IMAGE_FCLOSE		3u
#define IMAGE_FREAD		4u
#define IMAGE_FOPEN_WITH_ENV	19u

#define IMAGE_CHUNK		0x8000u		/* bytes of one read */
#define IMAGE_SIZE_MAX		0x04000000u

static int32_t image_fopen(uint32_t apps_std, const char *name, uint32_t *fd)
{
	static const char variable[] = "ADSP_LIBRARY_PATH", delimiter[] = ";", mode[] = "rb";
	char path[sizeof("./") + LIBRARY_NAME_SIZE];
	uint32_t lens[4] = {sizeof(variable), sizeof(delimiter), 0, sizeof(mode)};
	const struct upcall_buffer buffers[] = {
		{lens, sizeof(lens)},
		{(void *)variable, lens[0]},
		{(void *)delimiter, lens[1]},
		{path, strlen(name) + sizeof("./")},
		{(void *)mode, lens[3]},
		{fd, sizeof(*fd)},
	};

	/* So do the loaders of real DSPs. */
	lens[2] = buffers[3].len;
	strlcpy(path, "./", sizeof(path));
	strlcat(path, name, sizeof(path));

	return upcall_reverse(apps_std, UPCALL_SC(IMAGE_FOPEN_WITH_ENV, 5, 1), buffers);
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

static int32_t image_fetch_from(uint32_t apps_std, const char *name, uint8_t **file,
				size_t *size, size_t *len, const struct library_text *where)
{
	uint32_t fd;
	int32_t result = image_fopen(apps_std, name, &fd);

	if (result)
		return library_fail(where, ERROR_NO_SUCH_MODULE,
				    "no such file in the library path of the client (0x%08lx)",
				    (unsigned long)(uint32_t)result);
	*size = 2 * IMAGE_CHUNK;
	*file = pages_get(PAGES_DATA, *size, SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	result = *file ? image_read(apps_std, fd, file, size, len) : ERROR_NO_MEMORY;
	image_fclose(apps_std, fd);
	if (!result)
		return 0;
	if (*file)
		pages_put(PAGES_DATA, *file, *size);
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
	uint32_t apps_std;
	int32_t result = remote_handle_open("apps_std", &apps_std);

	if (result)
		return library_fail(where, ERROR_NO_SUCH_MODULE,
				    "nobody to ask for it: the client has no listener (0x%08lx)",
				    (unsigned long)(uint32_t)result);
	result = image_fetch_from(apps_std, name, &image->file, &image->room, &image->size, where);
	remote_handle_close(apps_std);
	return result;
}

/**
 * image_free() - give back a file of image_fetch()
 */
void image_free(struct image *image)
{
	pages_put(PAGES_DATA, image->file, image->room);
}
