// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Has a DSP add up numbers: the whole way, with nothing between this program
 * and the driver.
 *
 *	cc -Wall example.c -o example
 *	./example /dev/accel/accel0
 *
 * It wants a DSP that takes unsigned code and finds libcalculator_skel.so.
 */

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#define COUNT 1000
#define SIZE sizeof(struct shared)

/* Remote object that every PD has, and its method that opens a module. */
#define OPENER 8
#define OPENER_OPEN DRM_QDA_SCALARS(2, 2, 2, 0, 0)
#define CALCULATOR \
	"file:///libcalculator_skel.so?calculator_skel_handle_invoke&_modver=1.0&_dom=%s"

/* in: number of numbers, the numbers; out: their sum */
#define CALCULATOR_SUM DRM_QDA_SCALARS(2, 2, 1, 0, 0)

/*
 * EINTR comes only while nothing has been sent to the DSP, and time limits are
 * absolute: trying again is right.
 */
static int call_driver(int fd, unsigned long request, void *arg, const char *what)
{
	int ret;

	do {
		ret = ioctl(fd, request, arg);
	} while (ret < 0 && errno == EINTR);
	if (ret < 0)
		perror(what);

	return ret;
}

static __s64 seconds_from_now(unsigned int seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);

	return (now.tv_sec + seconds) * 1000000000ll + now.tv_nsec;
}

/*
 * Everything that a call passes lies in one buffer, each on cache lines of 128 bytes
 * of its own. Both sides see it, so nothing is copied.
 */
struct shared {
	__u32 sizes[32];
	char uri[128];
	struct {
		__u32 handle;
		__s32 error;
		__u32 rest[30];
	} answer;
	char text[256];
	__u32 count[32];
	__s64 sum[16];
	__s32 numbers[COUNT];
};

#define ARG(buffer, member, bytes)						\
	{ .offset = offsetof(struct shared, member), .size = (bytes), .handle = (buffer) }

/*
 * Another accelerator would take our operations for its own: their numbers mean
 * something else there.
 */
static int check_driver(int fd)
{
	char name[16] = "";
	struct drm_version version = {
		.name_len = sizeof(name) - 1,
		.name = name,
	};

	if (call_driver(fd, DRM_IOCTL_VERSION, &version, "ask for the driver") < 0)
		return -1;
	if (strcmp(name, "qda")) {
		fprintf(stderr, "this is a device of %s, not of qda\n", name);
		return -1;
	}

	return 0;
}

static int query_device(int fd, struct drm_qda_query_device *device)
{
	struct drm_qda_query query = {
		.type = DRM_QDA_QUERY_DEVICE,
		.size = sizeof(*device),
		.pointer = (size_t)device,
	};

	return call_driver(fd, DRM_IOCTL_QDA_QUERY, &query, "query");
}

/* An unsigned PD needs no privilege. Waits for a bank, should all be taken. */
static int create_session(int fd, __u32 *session)
{
	struct drm_qda_session_create create = {
		.timeout_ns = seconds_from_now(5),
		.attrs = DRM_QDA_SESSION_UNSIGNED,
		.flags = DRM_QDA_SESSION_WAIT,
	};
	int ret;

	ret = call_driver(fd, DRM_IOCTL_QDA_SESSION_CREATE, &create, "create a session");
	if (create.result)
		fprintf(stderr, "the DSP says %#x\n", (unsigned int)create.result);
	*session = create.session;

	return ret;
}

/* Two things can fail: the call, and on the DSP what was called. */
static int call_method(int fd, __u32 session, __u32 handle, __u32 scalars,
		       const struct drm_qda_arg *args, unsigned int count)
{
	struct drm_qda_invoke invoke = {
		.args = {
			.stride = sizeof(*args),
			.count = count,
			.pointer = (size_t)args,
		},
		.timeout_ns = seconds_from_now(10),
		.session = session,
		.handle = handle,
		.scalars = scalars,
	};

	if (call_driver(fd, DRM_IOCTL_QDA_INVOKE, &invoke, "call") < 0)
		return -1;
	if (invoke.result) {
		fprintf(stderr, "the method returned %#x\n", (unsigned int)invoke.result);
		return -1;
	}

	return 0;
}

static int open_calculator(int fd, __u32 session, __u32 buffer, struct shared *shared,
			   const char *domain)
{
	int length = snprintf(shared->uri, sizeof(shared->uri), CALCULATOR, domain) + 1;
	const struct drm_qda_arg args[] = {
		ARG(buffer, sizes, 2 * sizeof(__u32)),
		ARG(buffer, uri, length),
		ARG(buffer, answer, 8),
		ARG(buffer, text, sizeof(shared->text) - 1),
	};

	/* The lengths of the two texts, as the DSP wants them. */
	shared->sizes[0] = args[1].size;
	shared->sizes[1] = args[3].size;

	if (call_method(fd, session, OPENER, OPENER_OPEN, args, 4) < 0)
		return -1;
	if (shared->answer.error) {
		fprintf(stderr, "the DSP can't open the calculator: %#x %s\n",
			(unsigned int)shared->answer.error, shared->text);
		return -1;
	}

	return 0;
}

static int create_buffer(int fd, __u32 *handle, struct shared **shared)
{
	struct drm_qda_gem_create create = { .size = SIZE };
	struct drm_qda_gem_mmap_offset map = { 0 };

	if (call_driver(fd, DRM_IOCTL_QDA_GEM_CREATE, &create, "create a buffer") < 0)
		return -1;
	map.handle = create.handle;
	if (call_driver(fd, DRM_IOCTL_QDA_GEM_MMAP_OFFSET, &map, "find the buffer") < 0)
		return -1;

	*shared = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, map.offset);
	if (*shared == MAP_FAILED) {
		perror("mmap");
		return -1;
	}
	*handle = create.handle;

	return 0;
}

static int sum_numbers(int fd, __u32 session, __u32 buffer, struct shared *shared)
{
	const struct drm_qda_arg args[] = {
		ARG(buffer, count, sizeof(__u32)),
		ARG(buffer, numbers, sizeof(shared->numbers)),
		ARG(buffer, sum, sizeof(__s64)),
	};

	shared->count[0] = COUNT;
	for (int i = 0; i < COUNT; i++)
		shared->numbers[i] = i;

	return call_method(fd, session, shared->answer.handle, CALCULATOR_SUM, args, 3);
}

/* Whatever it leaves open, the end of the file closes. */
static int run(int fd)
{
	struct drm_qda_query_device device;
	struct drm_qda_session_close close_session = { 0 };
	struct drm_gem_close close_buffer = { 0 };
	struct shared *shared;
	__u32 session, buffer;

	if (check_driver(fd) < 0 || query_device(fd, &device) < 0)
		return -1;
	if (create_session(fd, &session) < 0)
		return -1;
	if (create_buffer(fd, &buffer, &shared) < 0)
		return -1;
	if (open_calculator(fd, session, buffer, shared, (char *)device.domain) < 0)
		return -1;
	if (sum_numbers(fd, session, buffer, shared) < 0)
		return -1;
	printf("%s: the sum of 0 to %d is %lld\n", (char *)device.domain, COUNT - 1,
	       (long long)shared->sum[0]);

	munmap(shared, SIZE);
	close_buffer.handle = buffer;
	call_driver(fd, DRM_IOCTL_GEM_CLOSE, &close_buffer, "close the buffer");
	close_session.session = session;

	return call_driver(fd, DRM_IOCTL_QDA_SESSION_CLOSE, &close_session, "close the session");
}

int main(int argc, char **argv)
{
	const char *node = argc > 1 ? argv[1] : "/dev/accel/accel0";
	int fd, ret;

	fd = open(node, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror(node);
		return EXIT_FAILURE;
	}
	ret = run(fd);
	close(fd);

	return ret < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
