// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A program of remote.h and rpcmem.h: what the DSP can do, modules, calls, memory in
 * place.
 */
#include <HAP_farf.h>
#include <remote.h>
#include <rpcmem.h>

#include "say.h"

#define CALLS_SUM	2
#define CALLS_MAX	3
#define CALLS_READ_NULL	3

static int calls_vector(remote_handle64 handle, uint32_t method, int32_t *numbers, uint32_t count,
			void *result, size_t size)
{
	remote_arg args[] = {
		{ .buf = { &count, sizeof(count) } },
		{ .buf = { numbers, count * sizeof(*numbers) } },
		{ .buf = { result, size } },
	};

	return remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(method, 2, 1), args);
}

/* The numbers from 0 to @count - 1. */
static void calls_sum(const char *name, remote_handle64 handle, int32_t *numbers, uint32_t count)
{
	int64_t sum = 0;
	int ret;

	for (uint32_t i = 0; i < count; i++)
		numbers[i] = (int32_t)i;
	ret = calls_vector(handle, CALLS_SUM, numbers, count, &sum, sizeof(sum));
	say(name, ret ? (unsigned int)ret : (unsigned int)sum);
}

static void calls_capabilities(void)
{
	static const char *const names[] = {
		"domain", "unsigned", "hvx-64", "hvx-128", "vtcm-page", "vtcm-count", "arch",
	};

	for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		fastrpc_capability info = { .domain = CDSP_DOMAIN_ID, .attribute_ID = i };
		int ret = remote_handle_control(DSPRPC_GET_DSP_INFO, &info, sizeof(info));

		say(names[i], ret ? (unsigned int)ret : info.capability);
	}
}

static void calls_memory(remote_handle64 handle)
{
	size_t large = 64 << 20;
	int32_t *numbers = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 1 << 20);
	char *bytes = rpcmem_alloc2(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, large);

	say("rpcmem", numbers && bytes);
	say("rpcmem-fd", rpcmem_to_fd(numbers) > 0);
	say("rpcmem-fd-inside", (unsigned int)rpcmem_to_fd(numbers + 1));
	calls_sum("in-place", handle, numbers, 60000);
	calls_sum("at-offset", handle, numbers + 1000, 60000);
	bytes[large - 1] = 1;
	calls_sum("at-end", handle, (int32_t *)(bytes + large - 4096), 1024);
	rpcmem_free(numbers);
	rpcmem_free(bytes);
}

static void calls_modules(void)
{
	remote_handle64 none = 0, crash = say_open("open-second", SAY_URI("crash", "cdsp"));

	say_alive("second-first-call", crash);
	say_alive("second-next-call", crash);
	say("missing-module",
	    (unsigned int)remote_handle64_open(SAY_URI("nowhere", "cdsp"), &none));
	say("no-domain", (unsigned int)remote_handle64_open(
		"file:///libcrash_skel.so?crash_skel_handle_invoke&_modver=1.0", &none));
	say("bad-session",
	    (unsigned int)remote_handle64_open(SAY_URI("crash", "cdsp") "&_session=4", &none));
	say("close-second", (unsigned int)remote_handle64_close(crash));
}

/*
 * The plain name of a library, which the virtual DSP also has a module of: what there is
 * of the client comes first. Its method 2 gives a number that the module has not got.
 */
static void calls_plain(void)
{
	unsigned int number = 0;
	remote_arg arg = { .buf = { &number, sizeof(number) } };
	remote_handle handle = 0;
	int ret;

	say("open-plain", (unsigned int)remote_handle_open("echo", &handle));
	ret = remote_handle_invoke(handle, REMOTE_SCALARS_MAKE(2, 0, 1), &arg);
	say("plain", ret ? (unsigned int)ret : number);
	say("close-plain", (unsigned int)remote_handle_close(handle));
}

int main(void)
{
	remote_handle64 handle;
	int32_t numbers[1000], max = 0;
	int good = 0;

	calls_capabilities();
	handle = say_open("open", SAY_URI("calculator", "cdsp"));
	calls_sum("sum", handle, numbers, 1000);
	say("max", (unsigned int)calls_vector(handle, CALLS_MAX, numbers, 1000, &max,
					       sizeof(max)));
	say("max-is", (unsigned int)max);
	say("none-of-none", (unsigned int)calls_vector(handle, CALLS_MAX, numbers, 0, &max,
							sizeof(max)));
	say("unknown-method", (unsigned int)remote_handle64_invoke(
		handle, REMOTE_SCALARS_MAKE(30, 0, 0), NULL));
	for (int i = 0; i < 100; i++)
		good += !calls_vector(handle, CALLS_MAX, numbers, 10, &max, sizeof(max));
	say("small-calls", (unsigned int)good);
	calls_memory(handle);
	calls_modules();
	calls_plain();
	say("close", (unsigned int)remote_handle64_close(handle));
	say("close-none", (unsigned int)remote_handle64_close((remote_handle64)-1));
	say("invoke-none", (unsigned int)remote_handle64_invoke(
		(remote_handle64)-1, REMOTE_SCALARS_MAKE(2, 0, 0), NULL));

	/* The next process has counted no call yet. */
	handle = say_open("open-again", SAY_URI("crash", "cdsp"));
	say_alive("again", handle);
	say("close-again", (unsigned int)remote_handle64_close(handle));
	FARF(ERROR, "clients: the calls are made");
	return 0;
}
