// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The part of apps_std that a PD needs to load a library: one file is open at a time.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "fake_files.h"
#include "fake_guest.h"
#include "fake_listener.h"

#define FILES_APPS_STD	7u
#define FILES_NO_SUCH	0x27
#define FILES_NOT_ALLOWED	0x2b
#define FILES_OUT_MAX	0x8100u

struct files_packed {
	uint8_t bytes[FILES_OUT_MAX];
	uint32_t len;
};

static struct {
	const char *folder;
	FILE *file;
	struct fake_listener listener;
	struct files_packed out;
} files;

/* Input buffer @index of the request. */
static const void *files_in(unsigned int index)
{
	const uint8_t *in = files.listener.in;
	uint32_t at = 0, len = 0;

	for (unsigned int i = 0; i <= index; i++) {
		at += len;
		memcpy(&len, in + at, sizeof(len));
		at += 4;
		if (len)
			at = (at + 7) / 8 * 8;
	}
	return in + at;
}

static void files_put(const void *data, uint32_t len)
{
	struct files_packed *out = &files.out;

	memcpy(out->bytes + out->len, &len, sizeof(len));
	out->len += 4;
	if (len)
		out->len = (out->len + 7) / 8 * 8;
	memcpy(out->bytes + out->len, data, len);
	out->len += len;
}

static int32_t files_open_object(void)
{
	const uint32_t answer[2] = { FILES_APPS_STD, 0 };
	static const char text[128];

	if (strcmp(files_in(1), "apps_std"))
		return FILES_NO_SUCH;
	files_put(answer, sizeof(answer));
	files_put(text, sizeof(text));
	return 0;
}

static int32_t files_close_object(void)
{
	static const char text[128];
	const int32_t error = 0;

	files_put(&error, sizeof(error));
	files_put(text, sizeof(text));
	return 0;
}

static int32_t files_open(void)
{
	const uint32_t fd = 3;
	char path[512];

	if (strncmp(files_in(3), "./", 2))
		return FILES_NOT_ALLOWED;
	snprintf(path, sizeof(path), "%s/%s", files.folder, (const char *)files_in(3));
	files.file = fopen(path, "rb");
	if (!files.file)
		return FILES_NO_SUCH;
	files_put(&fd, sizeof(fd));
	return 0;
}

static int32_t files_read(void)
{
	static uint8_t data[0x8000];
	const uint32_t *in = files_in(0);
	uint32_t head[2];

	if (!files.file || in[1] > sizeof(data))
		return 1;
	head[0] = (uint32_t)fread(data, 1, in[1], files.file);
	head[1] = head[0] < in[1];
	files_put(head, sizeof(head));
	files_put(data, in[1]);
	return 0;
}

static int32_t files_close(void)
{
	if (files.file)
		fclose(files.file);
	files.file = NULL;
	return 0;
}

static int32_t files_serve(const struct wire_reverse_request *request)
{
	switch (request->handle << 8 | request->sc >> 24) {
	case 0:
		return files_open_object();
	case 1:
		return files_close_object();
	case FILES_APPS_STD << 8 | 19:
		return files_open();
	case FILES_APPS_STD << 8 | 4:
		return files_read();
	case FILES_APPS_STD << 8 | 3:
		return files_close();
	default:
		return 1;
	}
}

void fake_files_start(const char *folder)
{
	memset(&files, 0, sizeof(files));
	files.folder = folder;
	listener_start(&files.listener, 7, 1024);
	listener_wait(&files.listener, 0, -1, NULL, 0);
}

int32_t fake_files_await(uint64_t ctx)
{
	struct fake_listener *l = &files.listener;

	while (guest_result(ctx) == GUEST_PENDING) {
		int32_t result;

		guest_await_any(ctx, l->call);
		if (guest_result(l->call) == GUEST_PENDING)
			break;
		if (!listener_take(l))
			return guest_await(ctx);
		files.out.len = 0;
		result = files_serve(&l->request);
		guest_forget_answer(l->call);
		listener_wait(l, l->request.ctx, result, files.out.bytes,
			      result ? 0 : files.out.len);
	}
	return guest_result(ctx);
}

void fake_files_end(void)
{
	files_close();
}
