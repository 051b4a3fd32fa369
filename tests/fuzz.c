// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Operations with several things wrong at random. What they return is open; the
 * kernel log must stay silent and nothing may be left behind.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/remote.h"
#include "tools/t.h"
#include "tools/uapi.h"

#define FUZZ_ROUNDS	600u
#define FUZZ_PAGE	4096u
/* No call lasts longer, whatever it is. */
#define FUZZ_CALL_MS	20

static const struct uapi_op *const fuzz_ops[] = {
	&uapi_query, &uapi_gem_create, &uapi_gem_offset, &uapi_attach, &uapi_create,
	&uapi_create_image, &uapi_close, &uapi_map, &uapi_munmap, &uapi_invoke,
	&uapi_invoke_handle,
};

/* Numbers at which checks change their mind. */
static const uint64_t fuzz_numbers[] = {
	0, 1, 2, 3, 7, 8, 15, 16, 31, 127, 128, 255, 256, 4095, 4096, 4097, 8192, 65535, 65536,
	INT32_MAX, 1ull << 31, UINT32_MAX, 1ull << 32, (1ull << 32) + 1, INT64_MAX, 1ull << 63,
	UINT64_MAX - 4095, UINT64_MAX - 1, UINT64_MAX,
};

static uint64_t fuzz_state;

static uint32_t fuzz_random(uint32_t limit)
{
	fuzz_state = fuzz_state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(fuzz_state >> 33) % limit;
}

/*
 * The call lies at the end of its memory, with nothing behind it: an answer that
 * is too long meets a fault, not memory of the test.
 */
static struct uapi_call *fuzz_memory(void)
{
	size_t size = (sizeof(struct uapi_call) + FUZZ_PAGE - 1) / FUZZ_PAGE * FUZZ_PAGE;
	char *memory = mmap(NULL, size + FUZZ_PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	T_CHECK(memory != MAP_FAILED);
	T_SYS(mprotect(memory + size, FUZZ_PAGE, PROT_NONE));
	return (struct uapi_call *)(memory + size - sizeof(struct uapi_call));
}

/* Changes 4 or 8 bytes: another number, one bit, or a little more or less. */
static void fuzz_change(void *bytes, size_t size)
{
	size_t width = size % 8 || fuzz_random(2) ? 4 : 8;
	char *place = (char *)bytes + fuzz_random((uint32_t)(size / width)) * width;
	uint64_t value = 0;

	memcpy(&value, place, width);
	switch (fuzz_random(3)) {
	case 0:
		value = fuzz_numbers[fuzz_random(T_ARRAY(fuzz_numbers))];
		break;
	case 1:
		value ^= 1ull << fuzz_random((uint32_t)width * 8);
		break;
	default:
		value += fuzz_random(17);
		value -= 8;
	}
	memcpy(place, &value, width);
}

/* A program is hurt by its own wrong addresses; these must stay harmless. */
static uint64_t fuzz_pointer(const struct uapi_call *call, uint64_t pointer)
{
	uint64_t start = (uintptr_t)&call->device, end = (uintptr_t)(call + 1);

	if (pointer < FUZZ_PAGE || pointer >> 48 || (pointer >= start && pointer <= end))
		return pointer;
	return (uintptr_t)&call->device;
}

static void fuzz_tame(struct uapi_call *call, const struct uapi_op *op)
{
	int64_t deadline = raw_deadline(FUZZ_CALL_MS);

	if (op->request == DRM_IOCTL_QDA_QUERY)
		call->arg.query.pointer = fuzz_pointer(call, call->arg.query.pointer);
	if (op->request != DRM_IOCTL_QDA_INVOKE)
		return;
	if (!call->arg.invoke.timeout_ns || call->arg.invoke.timeout_ns > deadline)
		call->arg.invoke.timeout_ns = deadline;
}

/* Gets back what a call that went through has taken away. */
static void fuzz_restore(struct uapi_call *call)
{
	struct drm_qda_query_device device;
	__s32 result;

	T_OK(raw_query_device(call->fd, &device));
	if (device.sessions + 2 < device.sessions_max &&
	    raw_invoke(call->fd, call->session, call->echo, ECHO_NOOP, NULL, &result) != -ENOENT)
		return;
	/* A mapping keeps the file open. */
	T_SYS(munmap(call->in, UAPI_OBJECT));
	T_SYS(close(call->fd));
	uapi_setup(call);
}

static void fuzz_round(struct uapi_call *call)
{
	const struct uapi_op *op = fuzz_ops[fuzz_random(T_ARRAY(fuzz_ops))];
	int ret;

	op->fill(call);
	for (uint32_t n = 1 + fuzz_random(3); n; n--) {
		if (op->request == DRM_IOCTL_QDA_INVOKE && fuzz_random(2))
			fuzz_change(call->args, sizeof(call->args));
		else
			fuzz_change(&call->arg, _IOC_SIZE(op->request));
	}
	fuzz_tame(call, op);
	T_STEP("the wrong call");
	ret = raw_ioctl(call->fd, op->request, &call->arg);
	if (!ret && op->undo)
		op->undo(call);
	fuzz_restore(call);
}

/* Situation: 600 operations, each with one to three things changed at random.
 * Expectation: the driver survives, and serves a right call at the end.
 */
static void fuzz_run(const void *data)
{
	struct uapi_call *call = fuzz_memory();

	fuzz_state = *(const uint64_t *)data;
	uapi_setup(call);
	for (uint32_t i = 0; i < FUZZ_ROUNDS; i++)
		fuzz_round(call);
	T_SYS(close(call->fd));
	uapi_setup(call);
	uapi_invoke.fill(call);
	T_OK(raw_ioctl(call->fd, uapi_invoke.request, &call->arg));
	T_CHECK(!memcmp(call->in, call->out, UAPI_BYTES));
}

static const uint64_t fuzz_seeds[] = { 1, 20261122, 0x5eed, 0xfeedface };

static const struct t_case fuzz_run_cases[] = {
	{ .name = "seed-1", .run_with = fuzz_run, .data = &fuzz_seeds[0], .seconds = 60 },
	{ .name = "seed-2", .run_with = fuzz_run, .data = &fuzz_seeds[1], .seconds = 60 },
	{ .name = "seed-3", .run_with = fuzz_run, .data = &fuzz_seeds[2], .seconds = 60 },
	{ .name = "seed-4", .run_with = fuzz_run, .data = &fuzz_seeds[3], .seconds = 60 },
};
T_CASES(fuzz_run_cases);
