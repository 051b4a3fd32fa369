// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The DSP's end of reverse calls, written from the protocol. Buffers lie in a
 * memory file, which is the "node" too.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <drm/qda_accel.h>

#include "fake_ioctl.h"
#include "fake_listener.h"
#include "tap.h"

#define FAKE_PACKED_MAX	(20u << 20)

struct fake_listener fake;

/* The call under way; @lock protects it. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum { CALL_NONE, CALL_WANTED, CALL_TAKEN, CALL_DONE } state;
	uint32_t context;
	uint32_t handle;
	uint32_t scalars;
	uint32_t size;		/* of @in, as told */
	uint32_t in_size;	/* of @in, in truth */
	uint8_t *in;
	int32_t result;
	uint8_t *out;
	uint32_t out_size;
	bool waiting;		/* next2 is under way */
	int fd;
} call = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

/* Takes the outcome that next2 brings. */
static void fake_take_outcome(const struct drm_qda_arg *args)
{
	const uint32_t *outcome = fake_bytes(&args[0]);

	TAP_EXPECT(args[0].size == 16 && outcome[2] == args[1].size);
	TAP_EXPECT(outcome[3] == args[3].size);
	if (fake.nexts < sizeof(fake.brought) / sizeof(fake.brought[0]))
		fake.brought[fake.nexts] = outcome[0];
	if (call.state != CALL_TAKEN)
		return;
	if (!TAP_EXPECT(outcome[0] == call.context))
		return;
	call.result = (int32_t)outcome[1];
	call.out_size = outcome[2];
	free(call.out);
	call.out = malloc(call.out_size + 1);
	if (call.out_size)
		memcpy(call.out, fake_bytes(&args[1]), call.out_size);
	call.state = CALL_DONE;
	pthread_cond_broadcast(&call.changed);
}

static int fake_next(struct drm_qda_invoke *invoke)
{
	const struct drm_qda_arg *args =
		(void *)(uintptr_t)invoke->args.pointer;
	uint32_t *request = fake_bytes(&args[2]);
	uint32_t room = (uint32_t)args[3].size;
	int ret = 0;

	pthread_mutex_lock(&call.lock);
	fake_take_outcome(args);
	fake.nexts++;
	call.waiting = true;
	pthread_cond_broadcast(&call.changed);
	while (call.state != CALL_WANTED && !fake.ended && !fake.next_says)
		pthread_cond_wait(&call.changed, &call.lock);
	call.waiting = false;
	invoke->result = fake.next_says;
	fake.next_says = 0;
	if (fake.ended) {
		ret = fake.gone ? -ECONNRESET : -ESHUTDOWN;
	} else if (!invoke->result) {
		request[0] = call.context;
		request[1] = call.handle;
		request[2] = call.scalars;
		request[3] = call.size;
		memcpy(fake_bytes(&args[3]), call.in,
		       call.in_size < room ? call.in_size : room);
		call.state = CALL_TAKEN;
	}
	pthread_mutex_unlock(&call.lock);
	return ret;
}

static int fake_more(struct drm_qda_invoke *invoke)
{
	const struct drm_qda_arg *args =
		(void *)(uintptr_t)invoke->args.pointer;
	const uint32_t *in = fake_bytes(&args[0]);
	uint32_t *needed = fake_bytes(&args[1]);

	pthread_mutex_lock(&call.lock);
	TAP_EXPECT(in[0] == call.context && in[2] == args[2].size);
	*needed = call.size + fake.more_needs;
	if (TAP_EXPECT(in[1] + in[2] <= call.in_size))
		memcpy(fake_bytes(&args[2]), call.in + in[1], in[2]);
	invoke->result = 0;
	pthread_mutex_unlock(&call.lock);
	return 0;
}

static void fake_open(struct drm_qda_invoke *invoke)
{
	const struct drm_qda_arg *args =
		(void *)(uintptr_t)invoke->args.pointer;
	uint32_t *answer = fake_bytes(&args[2]);

	memcpy(fake.opened, fake_bytes(&args[1]), args[1].size);
	if (fake.while_open)
		fake.while_open();
	answer[0] = 0x1000;
	answer[1] = (uint32_t)fake.open_error;
	if (fake.open_text)
		strcpy(fake_bytes(&args[3]), fake.open_text);
}

static bool fake_has_ended(void)
{
	bool ended;

	pthread_mutex_lock(&call.lock);
	ended = fake.ended;
	pthread_mutex_unlock(&call.lock);
	return ended;
}

/* The log's object: init3, wait, deinit. */
static int fake_log(struct drm_qda_invoke *invoke)
{
	const struct drm_qda_arg *args =
		(void *)(uintptr_t)invoke->args.pointer;
	const uint64_t *init3 = fake_bytes(&args[0]);

	if (!fake.log_init)
		return 0;
	invoke->result = 0;
	if (invoke->scalars == 0x04010100)
		invoke->result = fake.log_init(init3[2],
			fake_bytes(&args[1]));
	else if (invoke->scalars == 0x05000100)
		return fake.log_wait();
	else if (invoke->scalars == 0x03000000)
		fake.log_deinits++;
	return 0;
}

static int fake_invoke(struct drm_qda_invoke *invoke)
{
	uint32_t older = invoke->handle == 3 ? 2 : 0;

	invoke->result = (int32_t)0x80000414;
	if (fake_has_ended())
		return fake.gone ? -ENODEV : -ENOENT;
	if (invoke->handle == 8) {
		invoke->result = 0;
		if (invoke->scalars == 0x02020200)
			fake_open(invoke);
		return 0;
	}
	if (invoke->handle == 5)
		return fake_log(invoke);
	if (!fake.handle || invoke->handle != fake.handle)
		return 0;
	if (invoke->scalars == (5 - older) << 24)
		invoke->result = 0;
	else if (invoke->scalars == ((6 - older) << 24 | 0x20200))
		return fake_next(invoke);
	else if (invoke->scalars == ((7 - older) << 24 | 0x10200))
		return fake_more(invoke);
	return 0;
}

/* Buffers that are not the library's own for bytes: one more, one less. */
static int fake_counts(unsigned long request, const void *arg)
{
	const struct drm_qda_gem_create *create = arg;
	const struct drm_gem_close *close = arg;

	if (request == DRM_IOCTL_QDA_GEM_CREATE)
		return create->size != FAKE_SCRATCH;
	if (request == DRM_IOCTL_GEM_CLOSE)
		return -(close->handle < FAKE_SCRATCHES);
	return 0;
}

static int fake_map(struct drm_qda_map *map)
{
	fake.map_flags = (int32_t)map->map_flags;
	fake.map_request = map->request;
	if (fake.map_error)
		return fake.map_error;
	fake.maps++;
	map->map = map->handle + 100;
	map->dsp_address = 0xd0000000u + map->handle * 0x10000u;
	return 0;
}

/* The capabilities: an architecture, if the DSP tells. */
static int fake_query(struct drm_qda_query *query)
{
	uint32_t *values = (void *)(uintptr_t)query->pointer;

	if (!fake.arch)
		return -EUSERS;
	memset(values, 0, query->size);
	values[6] = fake.arch;
	return 0;
}

static int fake_kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_session_attach *attach = arg;
	struct drm_qda_session_create *create = arg;

	TAP_EXPECT(fd == call.fd);
	switch (request) {
	case DRM_IOCTL_QDA_SESSION_CREATE:
		create->session = 5;
		return 0;
	case DRM_IOCTL_QDA_SESSION_ATTACH:
		attach->session = 6;
		return fake.attach_error;
	case DRM_IOCTL_QDA_SESSION_CLOSE:
		pthread_mutex_lock(&call.lock);
		fake.ended = true;
		pthread_cond_broadcast(&call.changed);
		pthread_mutex_unlock(&call.lock);
		return fake.gone ? -ENODEV : 0;
	case DRM_IOCTL_QDA_QUERY:
		return fake_query(arg);
	case DRM_IOCTL_QDA_INVOKE:
		return fake_invoke(arg);
	case DRM_IOCTL_QDA_GEM_CREATE:
	case DRM_IOCTL_QDA_GEM_MMAP_OFFSET:
	case DRM_IOCTL_GEM_CLOSE:
		fake.gems += fake_counts(request, arg);
		return fake_gem(request, arg);
	case DRM_IOCTL_QDA_MAP:
		return fake_map(arg);
	case DRM_IOCTL_QDA_MUNMAP:
		fake.maps--;
		return 0;
	default:
		TAP_EXPECT(!"an operation of sessions");
		return -ENOTTY;
	}
}

struct qda_device *fake_listener_setup(uint32_t handle)
{
	struct qda_device *dev = malloc(sizeof(*dev));

	memset(&fake, 0, sizeof(fake));
	fake.handle = handle;
	free(call.in);
	free(call.out);
	call.in = call.out = NULL;
	call.state = CALL_NONE;
	call.fd = dup(fake_gem_fd());
	*dev = fake_device("cdsp");
	dev->fd = call.fd;
	fake_ioctl = fake_kernel;
	return dev;
}

void fake_listener_cleanup(struct qda_device *dev)
{
	qda_device_close(dev);
	free(call.in);
	free(call.out);
	call.in = call.out = NULL;
}

void fake_memory(uint32_t handle, void *bytes, size_t size)
{
	memcpy(bytes, fake_bytes(&(struct drm_qda_arg){ .handle = handle }), size);
}

void fake_listener_go(void)
{
	pthread_mutex_lock(&call.lock);
	fake.ended = fake.gone = true;
	pthread_cond_broadcast(&call.changed);
	pthread_mutex_unlock(&call.lock);
}

void fake_listener_settle(void)
{
	pthread_mutex_lock(&call.lock);
	while (!call.waiting)
		pthread_cond_wait(&call.changed, &call.lock);
	pthread_mutex_unlock(&call.lock);
}

static void fake_want(uint32_t handle, uint32_t scalars, const void *packed,
		      uint32_t size, uint32_t claimed)
{
	call.context++;
	call.handle = handle;
	call.scalars = scalars;
	call.size = claimed;
	call.in_size = size;
	free(call.in);
	call.in = malloc(size + 1);
	memcpy(call.in, packed, size);
	call.state = CALL_WANTED;
	pthread_cond_broadcast(&call.changed);
}

void fake_reverse_begin(uint32_t handle, uint32_t scalars, const void *packed,
			uint32_t size)
{
	pthread_mutex_lock(&call.lock);
	fake_want(handle, scalars, packed, size, size);
	pthread_mutex_unlock(&call.lock);
}

int32_t fake_reverse_raw(uint32_t handle, uint32_t scalars, const void *packed,
			 uint32_t size, uint32_t claimed)
{
	int32_t result;

	pthread_mutex_lock(&call.lock);
	fake_want(handle, scalars, packed, size, claimed);
	while (call.state != CALL_DONE)
		pthread_cond_wait(&call.changed, &call.lock);
	call.state = CALL_NONE;
	result = call.result;
	pthread_mutex_unlock(&call.lock);
	return result;
}

static uint32_t fake_pack(uint8_t *packed, uint32_t at, const void *bytes,
			  uint32_t size)
{
	memcpy(packed + at, &size, 4);
	at += 4;
	if (!size)
		return at;
	at = (at + 7) & ~7u;
	memcpy(packed + at, bytes, size);
	return at + size;
}

static void fake_unpack(const struct fake_buf *out, unsigned int outs)
{
	uint32_t at = 0;

	for (unsigned int i = 0; i < outs; i++) {
		uint32_t size = 0;

		if (!TAP_EXPECT(at + 4 <= call.out_size))
			return;
		memcpy(&size, call.out + at, 4);
		at += 4;
		if (!TAP_EXPECT(size == out[i].size))
			return;
		if (!size)
			continue;
		at = (at + 7) & ~7u;
		if (!TAP_EXPECT(at + size <= call.out_size))
			return;
		memcpy(out[i].bytes, call.out + at, size);
		at += size;
	}
	TAP_EXPECT(at == call.out_size);
}

int32_t fake_reverse(uint32_t handle, uint32_t method,
		     const struct fake_buf *in, unsigned int ins,
		     const struct fake_buf *out, unsigned int outs)
{
	uint32_t scalars = method << 24 | ins << 16 | outs << 8;
	uint8_t *packed = calloc(1, FAKE_PACKED_MAX);
	uint32_t size = 0;
	int32_t result;

	for (unsigned int i = 0; i < ins; i++)
		size = fake_pack(packed, size, in[i].bytes, in[i].size);
	for (unsigned int i = 0; i < outs; i++) {
		memcpy(packed + size, &out[i].size, 4);
		size += 4;
	}
	result = fake_reverse_raw(handle, scalars, packed, size, size);
	if (result)
		TAP_EXPECT(call.out_size == 0);
	else
		fake_unpack(out, outs);
	free(packed);
	return result;
}
