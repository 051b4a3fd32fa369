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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#define COUNT 1000
#define SIZE (COUNT * sizeof(__s32))

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

static struct drm_qda_arg inline_arg(void *bytes, size_t size)
{
	return (struct drm_qda_arg){
		.addr = (size_t)bytes,
		.size = size,
		.type = DRM_QDA_ARG_INLINE,
	};
}

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

static int open_calculator(int fd, __u32 session, const char *domain, __u32 *handle)
{
	struct {
		__u32 handle;
		__s32 error;
	} answer = { 0 };
	char uri[128], text[256] = "";
	__u32 sizes[2];
	const struct drm_qda_arg args[] = {
		inline_arg(sizes, sizeof(sizes)),
		inline_arg(uri, snprintf(uri, sizeof(uri), CALCULATOR, domain) + 1),
		inline_arg(&answer, sizeof(answer)),
		inline_arg(text, sizeof(text) - 1),
	};

	/* The lengths of the two texts, as the DSP wants them. */
	sizes[0] = args[1].size;
	sizes[1] = args[3].size;

	if (call_method(fd, session, OPENER, OPENER_OPEN, args, 4) < 0)
		return -1;
	if (answer.error) {
		fprintf(stderr, "the DSP can't open the calculator: %#x %s\n",
			(unsigned int)answer.error, text);
		return -1;
	}
	*handle = answer.handle;

	return 0;
}

static int create_buffer(int fd, __u32 *handle, __s32 **numbers)
{
	struct drm_qda_gem_create create = { .size = SIZE };
	struct drm_qda_gem_mmap_offset map = { 0 };

	if (call_driver(fd, DRM_IOCTL_QDA_GEM_CREATE, &create, "create a buffer") < 0)
		return -1;
	map.handle = create.handle;
	if (call_driver(fd, DRM_IOCTL_QDA_GEM_MMAP_OFFSET, &map, "find the buffer") < 0)
		return -1;

	*numbers = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, map.offset);
	if (*numbers == MAP_FAILED) {
		perror("mmap");
		return -1;
	}
	*handle = create.handle;

	return 0;
}

/* The numbers stay where they are; the DSP reads them there. */
static int sum_numbers(int fd, __u32 session, __u32 calculator, __u32 buffer, __s64 *sum)
{
	__u32 count = COUNT;
	const struct drm_qda_arg args[] = {
		inline_arg(&count, sizeof(count)),
		{ .type = DRM_QDA_ARG_GEM, .handle = buffer, .addr = 0, .size = SIZE },
		inline_arg(sum, sizeof(*sum)),
	};

	return call_method(fd, session, calculator, CALCULATOR_SUM, args, 3);
}

/* Whatever it leaves open, the end of the file closes. */
static int run(int fd)
{
	struct drm_qda_query_device device;
	struct drm_qda_session_close close_session = { 0 };
	struct drm_gem_close close_buffer = { 0 };
	__u32 session, calculator, buffer;
	__s32 *numbers;
	__s64 sum;

	if (check_driver(fd) < 0 || query_device(fd, &device) < 0)
		return -1;
	if (!(device.flags & DRM_QDA_DEVICE_UNSIGNED_PD)) {
		fprintf(stderr, "%s takes signed code only\n", (char *)device.domain);
		return -1;
	}

	if (create_session(fd, &session) < 0)
		return -1;
	if (open_calculator(fd, session, (char *)device.domain, &calculator) < 0)
		return -1;
	if (create_buffer(fd, &buffer, &numbers) < 0)
		return -1;

	for (int i = 0; i < COUNT; i++)
		numbers[i] = i;
	if (sum_numbers(fd, session, calculator, buffer, &sum) < 0)
		return -1;
	printf("%s: the sum of 0 to %d is %lld\n", (char *)device.domain, COUNT - 1,
	       (long long)sum);

	munmap(numbers, SIZE);
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
