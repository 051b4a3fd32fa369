// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The loader of a fake DSP: calls back for the file of a module.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <drm/qda_accel.h>

#include "fake_loader.h"

/* What the library calls its objects. */
#define LOADER_STD	1u
#define LOADER_MEM	2u

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum { LOADER_IDLE, LOADER_WANTS, LOADER_WAITS, LOADER_GOT } state;
	bool ended;
	uint32_t handle;
	uint32_t scalars;
	uint32_t in[128];
	uint32_t in_size;
	int32_t result;
	uint32_t out[64];
} loader = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

static int loader_next(const struct drm_qda_arg *args)
{
	const uint32_t *outcome = fake_bytes(&args[0]);
	uint32_t *request = fake_bytes(&args[2]);
	int ret = 0;

	pthread_mutex_lock(&loader.lock);
	if (loader.state == LOADER_WAITS) {
		loader.result = (int32_t)outcome[1];
		memcpy(loader.out, fake_bytes(&args[1]),
		       args[1].size < sizeof(loader.out) ? args[1].size :
		       sizeof(loader.out));
		loader.state = LOADER_GOT;
		pthread_cond_broadcast(&loader.changed);
	}
	while (loader.state != LOADER_WANTS && !loader.ended)
		pthread_cond_wait(&loader.changed, &loader.lock);
	if (loader.ended) {
		ret = -ESHUTDOWN;
	} else {
		request[0] = 1;
		request[1] = loader.handle;
		request[2] = loader.scalars;
		request[3] = loader.in_size;
		memcpy(fake_bytes(&args[3]), loader.in,
		       loader.in_size);
		loader.state = LOADER_WAITS;
	}
	pthread_mutex_unlock(&loader.lock);
	return ret;
}

int fake_loader_invoke(struct drm_qda_invoke *invoke)
{
	invoke->result = 0;
	if (invoke->scalars == 0x06020200)
		return loader_next((void *)(uintptr_t)invoke->args.pointer);
	return invoke->scalars == 0x05000000 ? 0 : -EINVAL;
}

void fake_loader_end(void)
{
	pthread_mutex_lock(&loader.lock);
	loader.ended = true;
	pthread_cond_broadcast(&loader.changed);
	pthread_mutex_unlock(&loader.lock);
}

static int32_t loader_call(uint32_t handle, uint32_t scalars, uint32_t size)
{
	int32_t result;

	pthread_mutex_lock(&loader.lock);
	loader.handle = handle;
	loader.scalars = scalars;
	loader.in_size = size;
	loader.state = LOADER_WANTS;
	pthread_cond_broadcast(&loader.changed);
	while (loader.state != LOADER_GOT)
		pthread_cond_wait(&loader.changed, &loader.lock);
	loader.state = LOADER_IDLE;
	result = loader.result;
	pthread_mutex_unlock(&loader.lock);
	return result;
}

/* Packed: a size in 4 bytes, bytes from the next multiple of 8. */
static uint32_t loader_pack(uint32_t at, const void *bytes, uint32_t size)
{
	uint8_t *in = (uint8_t *)loader.in;

	memcpy(in + at, &size, 4);
	at = (at + 4 + 7) & ~7u;
	memcpy(in + at, bytes, size);
	return at + size;
}

static uint32_t loader_pack_out(uint32_t at, uint32_t size)
{
	memcpy((uint8_t *)loader.in + at, &size, 4);
	return at + 4;
}

bool fake_loader_load(const char *uri)
{
	uint32_t sizes[2], numbers[2] = { 0, 16 };
	char name[64] = "";
	uint32_t at;

	sscanf(uri, "file:///%63[^?]", name);
	sizes[0] = (uint32_t)strlen(name) + 1;
	sizes[1] = 3;
	at = loader_pack(0, sizes, 8);
	at = loader_pack(at, name, sizes[0]);
	at = loader_pack(at, "rb", 3);
	at = loader_pack_out(at, 4);
	if (loader_call(LOADER_STD, 0x00030100, at))
		return false;

	numbers[0] = loader.out[2];
	at = loader_pack(0, numbers, 8);
	at = loader_pack_out(at, 8);
	at = loader_pack_out(at, 16);
	return !loader_call(LOADER_STD, 0x04010200, at);
}

void *fake_loader_memory(uint64_t size)
{
	uint64_t numbers[4] = { 0, 0, 0, size };
	uint64_t address;
	uint32_t at;

	at = loader_pack(0, numbers, sizeof(numbers));
	at = loader_pack_out(at, 16);
	if (loader_call(LOADER_MEM, 0x02010100, at))
		return NULL;
	memcpy(&address, &loader.out[2], sizeof(address));
	return (void *)(uintptr_t)address;
}
