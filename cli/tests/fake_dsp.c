// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * A DSP for tests of the command, in the place of the library's ioctl.c. The
 * "node" is a file: its first bytes say how the DSP behaves, buffers are made
 * behind them, at the offset that is their mmap offset too.
 *
 *	good		does what it should
 *	wrong		one pixel of the third call is off by one
 *	full		no free context bank
 *	busy		the same, but one becomes free for a waiting caller
 *	refuse		refuses the process
 *	nomodule	has no module
 *	fail		the method fails
 *	crash		goes away in the first call
 *	nocaps		does not tell its capabilities
 *	files		asks for the files of modules, and has a log of two lines
 *	nolog		has none
 *	old		its driver has interface 1
 *	signed		takes no unsigned processes
 *	user		refuses every attach
 *	dies		its process dies in the first call
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "fake_loader.h"
#include "ioctl.h"

#define FAKE_PAGE	65536u
#define FAKE_MODULE	0x1234u
#define FAKE_CALCULATOR	0x1235u

#define FAKE_FILE	(1ul << 30)

static unsigned int fake_calls;
static int fake_fd;

static int fake_version(struct drm_version *version)
{
	version->version_major = 1;
	version->name_len = 3;
	memcpy(version->name, "qda", 3);
	return 0;
}

static int fake_query(const char *mood, struct drm_qda_query *query)
{
	static const struct drm_qda_query_device device = {
		.domain = "cdsp",
		.uapi_version = DRM_QDA_UAPI_VERSION,
		.banks = 4,
		.sessions_max = 4,
		.sessions = 1,
		.sid_shift = 32,
		.calls_max = 64,
		.args_max = 64,
	};
	uint32_t *values = (void *)(uintptr_t)query->pointer;

	if (query->type == DRM_QDA_QUERY_DEVICE) {
		struct drm_qda_query_device answer = device;

		if (!strcmp(mood, "old"))
			answer.uapi_version = DRM_QDA_UAPI_VERSION - 1;
		memcpy(values, &answer, sizeof(answer));
		return 0;
	}
	if (!strcmp(mood, "nocaps"))
		return -EUSERS;
	values[1] = strcmp(mood, "signed") != 0;
	values[3] = 4;
	values[6] = 0x8c68;
	return 0;
}

/* A buffer's handle is its page number in the file. */
static int fake_gem_create(int fd, struct drm_qda_gem_create *create)
{
	uint64_t size = (create->size + FAKE_PAGE - 1) & ~(FAKE_PAGE - 1ull);
	struct stat status;

	if (fstat(fd, &status))
		return -errno;
	create->handle = (uint32_t)((uint64_t)status.st_size / FAKE_PAGE) + 1;
	create->size = size;
	if (ftruncate(fd, (off_t)(create->handle * (uint64_t)FAKE_PAGE + size)))
		return -errno;
	return 0;
}

/* The file may grow: what lies behind its end now is not touched. */
void *fake_bytes(const struct drm_qda_arg *arg)
{
	static char *file;

	if (!file)
		file = mmap(NULL, FAKE_FILE, PROT_READ | PROT_WRITE, MAP_SHARED, fake_fd, 0);
	return file + arg->handle * (uint64_t)FAKE_PAGE + arg->offset;
}

static int fake_at(const uint8_t *src, const uint32_t *shape, long x, long y)
{
	return src[y * (long)shape[2] + x];
}

/* The definition, step by step and slowly. */
static void fake_filter(const uint8_t *src, uint8_t *dst,
			const uint32_t *shape)
{
	static const int kernel[3][3] = {
		{ -1, 0, 1 }, { -2, 0, 2 }, { -1, 0, 1 },
	};

	memset(dst, 0, (size_t)shape[3] * shape[1]);
	for (long y = 1; y < (long)shape[1] - 1; y++) {
		for (long x = 1; x < (long)shape[0] - 1; x++) {
			int gx = 0, gy = 0, sum;

			for (int i = 0; i < 9; i++) {
				int pixel = fake_at(src, shape, x + i % 3 - 1,
						    y + i / 3 - 1);

				gx += kernel[i / 3][i % 3] * pixel;
				gy += kernel[i % 3][i / 3] * pixel;
			}
			sum = abs(gx) + abs(gy);
			dst[y * (long)shape[3] + x] =
				(uint8_t)(sum > 255 ? 255 : sum);
		}
	}
}

static int fake_sobel(const char *mood, struct drm_qda_invoke *invoke,
		      const struct drm_qda_arg *args)
{
	const uint32_t *shape = fake_bytes(&args[0]);
	uint8_t *src, *dst;

	if (!strcmp(mood, "crash"))
		return -ECONNRESET;
	if (!strcmp(mood, "fail"))
		invoke->result = (int32_t)0x8000040e;

	src = fake_bytes(&args[1]);
	dst = fake_bytes(&args[2]);
	fake_filter(src, dst, shape);
	if (!strcmp(mood, "wrong") && ++fake_calls == 3)
		dst[2 * shape[3] + 1] ^= 1;
	return 0;
}

static void fake_open(const char *mood, const struct drm_qda_arg *args)
{
	const char *uri = fake_bytes(&args[1]);
	uint32_t *answer = fake_bytes(&args[2]);
	char *text = fake_bytes(&args[3]);
	bool loaded = !strcmp(mood, "files") && fake_loader_load(uri);

	answer[0] = FAKE_MODULE;
	if (strstr(uri, "libcalculator_skel.so"))
		answer[0] = FAKE_CALCULATOR;
	if (!strcmp(mood, "nomodule")) {
		answer[1] = 0x8000043e;
		strcpy(text, "\033[31mnot here\n");
	} else if (!loaded && answer[0] == FAKE_MODULE &&
		   !strstr(uri, "libsobel_skel.so")) {
		answer[1] = 0x8000043e;
		strcpy(text, "unknown");
	}
}

/* sum: a count, as many numbers, their sum. Method 3 gives back its input. */
static int fake_calculator(const char *mood, struct drm_qda_invoke *invoke,
			   const struct drm_qda_arg *args)
{
	const uint32_t *count = fake_bytes(&args[0]);
	const int32_t *numbers = fake_bytes(&args[1]);
	int64_t *sum = fake_bytes(&args[2]);

	if (!strcmp(mood, "dies"))
		return -ECONNABORTED;
	if (invoke->scalars == 0x03010100) {
		memcpy(fake_bytes(&args[1]), count,
		       args[0].size < args[1].size ? args[0].size :
		       args[1].size);
		return 0;
	}
	if (invoke->scalars != 0x02020100 || args[1].size != 4 * *count ||
	    args[2].size != 8) {
		invoke->result = (int32_t)0x8000040e;
		return 0;
	}
	*sum = 0;
	for (uint32_t i = 0; i < *count; i++)
		*sum += numbers[i];
	return 0;
}

/* The log: two lines, and then the DSP goes. */
static int fake_log(struct drm_qda_invoke *invoke,
		    const struct drm_qda_arg *args)
{
	static const char lines[] = "cdsp pd 3 thread 1 high a.c:1: one\0two";
	const uint64_t *init3 = fake_bytes(&args[0]);
	uint64_t *answer = fake_bytes(&args[1]);
	char *memory;

	if (invoke->scalars == 0x05000100)
		return -ECONNRESET;
	if (invoke->scalars != 0x04010100)
		return 0;
	memory = fake_loader_memory(init3[2]);
	memcpy(memory, lines, sizeof(lines));
	*(uint32_t *)(void *)(memory + init3[2] - 4) = sizeof(lines);
	*answer = (uintptr_t)memory;
	return 0;
}

static int fake_invoke(const char *mood, struct drm_qda_invoke *invoke)
{
	const struct drm_qda_arg *args =
		(void *)(uintptr_t)invoke->args.pointer;

	invoke->result = 0;
	if (invoke->handle == 7 && (!strcmp(mood, "files") ||
				    !strcmp(mood, "nolog")))
		return fake_loader_invoke(invoke);
	if (invoke->handle == 5 && !strcmp(mood, "files"))
		return fake_log(invoke, args);
	if (invoke->handle == 5) {
		invoke->result = (int32_t)0x80000414;
		return 0;
	}
	if (invoke->handle == FAKE_CALCULATOR)
		return fake_calculator(mood, invoke, args);
	if (invoke->handle == FAKE_MODULE && invoke->scalars == 0x02020100)
		return fake_sobel(mood, invoke, args);
	if (invoke->handle == 8 && invoke->scalars == 0x02020200)
		fake_open(mood, args);
	else if (invoke->handle != 8 || invoke->scalars != 0x03010200)
		return -EINVAL;
	return 0;
}

static int fake_session(const char *mood, struct drm_qda_session_create *create)
{
	create->session = 1;
	if (!strcmp(mood, "full"))
		return -EUSERS;
	if (!strcmp(mood, "busy") && !(create->flags & DRM_QDA_SESSION_WAIT))
		return -EUSERS;
	if (!strcmp(mood, "refuse")) {
		create->result = (int32_t)0x80000406;
		return -EREMOTEIO;
	}
	return create->attrs == DRM_QDA_SESSION_UNSIGNED ? 0 : -EPERM;
}

int qda_ioctl_once(int fd, unsigned long request, void *arg)
{
	struct drm_qda_gem_mmap_offset *offset = arg;
	char mood[16] = "";

	if (pread(fd, mood, sizeof(mood) - 1, 0) < 0)
		return -errno;
	fake_fd = fd;

	switch (request) {
	case DRM_IOCTL_VERSION:
		return fake_version(arg);
	case DRM_IOCTL_QDA_QUERY:
		return fake_query(mood, arg);
	case DRM_IOCTL_QDA_GEM_CREATE:
		return fake_gem_create(fd, arg);
	case DRM_IOCTL_QDA_GEM_MMAP_OFFSET:
		offset->offset = offset->handle * (uint64_t)FAKE_PAGE;
		return 0;
	case DRM_IOCTL_QDA_SESSION_CREATE:
		return fake_session(mood, arg);
	case DRM_IOCTL_QDA_SESSION_ATTACH:
		return strcmp(mood, "user") ? 0 : -EPERM;
	case DRM_IOCTL_QDA_INVOKE:
		return fake_invoke(mood, arg);
	case DRM_IOCTL_QDA_SESSION_CLOSE:
		fake_loader_end();
		return 0;
	default:
		return 0;	/* closing */
	}
}
