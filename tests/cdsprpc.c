// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * FastRPC's own library: programs of remote.h and rpcmem.h on the accel node.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <remote.h>
#include <rpcmem.h>

#include "tools/raw.h"
#include "tools/skeleton.h"
#include "tools/t.h"
#include "tools/watch.h"

#define CDSPRPC_URI(name)	"file:///lib" name "_skel.so?" name "_skel_handle_invoke&_modver=1.0"

/* Methods of the library "mapped". */
enum cdsprpc_mapped {
	MAPPED_SUM = 2,
	MAPPED_INVERT,
	MAPPED_HANDLE,
	MAPPED_ASK,
};

static const struct {
	const char *name;
	int id;
} cdsprpc_domain = { "cdsp", CDSP_DOMAIN_ID };

static void cdsprpc_unsigned(int domain)
{
	struct remote_rpc_control_unsigned_module wish = { domain, 1 };

	T_SYS(setenv("DSP_LIBRARY_PATH", SKELETON_TESTS, 1));
	T_EQ(remote_session_control(DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish)), 0);
}

/* An unsigned process with @name in it. */
static remote_handle64 cdsprpc_open(const char *name)
{
	remote_handle64 handle = 0;
	char uri[128];

	snprintf(uri, sizeof(uri), "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0&_dom=%s",
		 name, name, cdsprpc_domain.name);
	cdsprpc_unsigned(cdsprpc_domain.id);
	T_EQ(remote_handle64_open(uri, &handle), 0);
	T_CHECK(handle);
	return handle;
}

/* The driver lets a session go when the DSP has answered, which may be later. */
static void cdsprpc_sessions(long count)
{
	T_STEP("the number of sessions");
	for (int ms = 0; watch_counter("sessions") != count; ms += 10) {
		if (ms > 10000 * (int)t_slowdown())
			t_fail("is %ld, expected %ld", watch_counter("sessions"), count);
		t_sleep_ms(10);
	}
}

static uint32_t cdsprpc_alive(remote_handle64 handle)
{
	uint32_t number = 0;
	remote_arg arg = { .buf = { &number, sizeof(number) } };

	T_EQ(remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(CRASH_ALIVE, 0, 1), &arg), 0);
	return number;
}

/* Situation: two modules of one process are opened, called and closed.
 * Expectation: their calls work; a handle that is closed, or none, is refused.
 */
T_CASE(cdsprpc_handles, "handles")
{
	remote_handle64 first = cdsprpc_open("crash"), second = cdsprpc_open("mapped"), none;
	remote_arg arg = { .buf = { &none, 4 } };

	T_CHECK(first != second);
	cdsprpc_sessions(1);
	T_EQ(cdsprpc_alive(first), 1);
	T_EQ(cdsprpc_alive(first), 2);
	T_EQ(remote_handle64_close(first), 0);
	T_EQ(remote_handle64_invoke(first, REMOTE_SCALARS_MAKE(CRASH_ALIVE, 0, 1), &arg), 0x2c);
	T_EQ(remote_handle64_close(first), 0x2c);
	T_EQ(remote_handle64_close(0), 0x2c);
	cdsprpc_sessions(1);
	T_EQ(remote_handle64_close(second), 0);
	cdsprpc_sessions(0);
	T_EQ(remote_handle64_open(NULL, &none), 0x0e);
}

/* Situation: URIs that name no domain, one that does not exist, or a file that is none.
 * Expectation: the code of each, and no process stays.
 */
T_CASE(cdsprpc_uris, "uris")
{
	remote_handle64 handle;

	cdsprpc_unsigned(CDSP_DOMAIN_ID);
	T_EQ(remote_handle64_open(CDSPRPC_URI("crash"), &handle), 0x0e);
	T_EQ(remote_handle64_open(CDSPRPC_URI("crash") "&_dom=nodsp", &handle), 0x0e);
	T_EQ(remote_handle64_open(CDSPRPC_URI("crash") "&_dom=cdsp&_session=4", &handle), 0x0e);
	T_EQ(remote_handle64_open(CDSPRPC_URI("crash") "&_dom=mdsp", &handle), 0x72);
	T_EQ(remote_handle64_open(CDSPRPC_URI("nowhere") "&_dom=cdsp", &handle),
	     (int)0x8000043e);
	cdsprpc_sessions(0);
}

/* Situation: two sessions on one DSP, the second reserved and named by its URI.
 * Expectation: two processes, each with calls of its own.
 */
T_CASE(cdsprpc_two_sessions, "sessions")
{
	remote_rpc_reserve_new_session_t reserve = {
		.domain_name = (char *)"cdsp", .domain_name_len = 4,
		.session_name = (char *)"mine", .session_name_len = 4,
	};
	char uri[160];
	remote_rpc_get_uri_t get = {
		.domain_name = (char *)"cdsp", .domain_name_len = 4,
		.module_uri = (char *)CDSPRPC_URI("crash"),
		.module_uri_len = sizeof(CDSPRPC_URI("crash")) - 1,
		.uri = uri, .uri_len = sizeof(uri),
	};
	remote_rpc_get_domain_t domain = { -1 };
	remote_handle64 first = cdsprpc_open("crash"), second;

	T_EQ(remote_session_control(FASTRPC_RESERVE_NEW_SESSION, &reserve, sizeof(reserve)), 0);
	T_EQ(reserve.session_id, 1);
	T_EQ(reserve.effective_domain_id, CDSP_DOMAIN_ID + 8);
	get.session_id = reserve.session_id;
	T_EQ(remote_session_control(FASTRPC_GET_URI, &get, sizeof(get)), 0);
	T_CHECK(!strcmp(uri, CDSPRPC_URI("crash") "&_dom=cdsp&_session=1"));
	cdsprpc_unsigned((int)reserve.effective_domain_id);
	T_EQ(remote_handle64_open(uri, &second), 0);
	cdsprpc_sessions(2);
	T_EQ(remote_handle64_control(second, DSPRPC_GET_DOMAIN, &domain, sizeof(domain)), 0);
	T_EQ(domain.domain, CDSP_DOMAIN_ID + 8);
	T_EQ(cdsprpc_alive(first), 1);
	T_EQ(cdsprpc_alive(first), 2);
	T_EQ(cdsprpc_alive(second), 1);
	T_EQ(remote_handle64_close(second), 0);
	T_EQ(cdsprpc_alive(first), 3);
	T_EQ(remote_handle64_close(first), 0);
}

/* Situation: arguments in rpcmem memory, at an offset, beside one on the stack.
 * Expectation: the right result in place; one that leaves its memory is refused.
 */
T_CASE(cdsprpc_rpcmem, "rpcmem")
{
	remote_handle64 handle = cdsprpc_open("crash");
	size_t size = 1 << 20;
	uint8_t *bytes = rpcmem_alloc2(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 2 * size);
	uint8_t small[100];
	remote_arg args[2];

	T_CHECK(bytes);
	T_CHECK(rpcmem_to_fd(bytes) > 0);
	T_EQ(rpcmem_to_fd(bytes + 1), -1);
	memset(bytes, 0x5a, size);
	args[0].buf.pv = bytes;
	args[0].buf.nLen = size;
	args[1].buf.pv = bytes + size;
	args[1].buf.nLen = size;
	T_EQ(remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(CRASH_INVERT, 1, 1), args), 0);
	for (size_t i = 0; i < size; i++) {
		if (bytes[size + i] != 0xa5)
			t_fail("byte %zu is %#x", i, bytes[size + i]);
	}
	args[1].buf.pv = small;
	args[0].buf.nLen = args[1].buf.nLen = sizeof(small);
	T_EQ(remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(CRASH_INVERT, 1, 1), args), 0);
	T_EQ(small[99], 0xa5);
	args[0].buf.pv = bytes + 2 * size - 50;
	T_EQ(remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(CRASH_INVERT, 1, 1), args), 0x0e);
	rpcmem_free(bytes);
	rpcmem_free(bytes);
	T_EQ(rpcmem_to_fd(bytes), -1);
	T_CHECK(!rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 0));
	T_EQ(remote_handle64_close(handle), 0);
}

static int cdsprpc_mapped(remote_handle64 handle, uint32_t method, int fd, uint32_t size,
			  uint32_t *sum)
{
	uint32_t range[2] = { (uint32_t)fd, size };
	remote_arg args[2] = {
		{ .buf = { range, sizeof(range) } }, { .buf = { sum, sizeof(*sum) } },
	};

	return remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(method, 1, method == MAPPED_SUM),
				      args);
}

static const enum fastrpc_map_flags cdsprpc_map_kinds[] = {
	FASTRPC_MAP_FD, FASTRPC_MAP_FD_DELAYED,
};

/* Situation: memory is mapped by its file descriptor, twice, and unmapped.
 * Expectation: code on the DSP finds it by that very number, reads and writes it;
 * each wrong step has its code.
 */
static void cdsprpc_map(const void *data)
{
	const enum fastrpc_map_flags *kind = data;
	remote_handle64 handle = cdsprpc_open("mapped");
	uint8_t *bytes = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 8192);
	int fd = rpcmem_to_fd(bytes);
	uint32_t sum = 0;

	memset(bytes, 3, 8192);
	T_CHECK(cdsprpc_mapped(handle, MAPPED_SUM, fd, 8192, &sum) != 0);
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, 8192, *kind), 0);
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, 8192, *kind), 0x1a);
	T_EQ(cdsprpc_mapped(handle, MAPPED_SUM, fd, 8192, &sum), 0);
	T_EQ(sum, 3 * 8192);
	T_EQ(cdsprpc_mapped(handle, MAPPED_INVERT, fd, 100, &sum), 0);
	T_EQ(bytes[99], 0xfc);
	T_EQ(bytes[100], 3);
	T_EQ(fastrpc_munmap(CDSP_DOMAIN_ID, fd, bytes, 8192), 0);
	T_EQ(fastrpc_munmap(CDSP_DOMAIN_ID, fd, bytes, 8192), 0x48);
	T_CHECK(cdsprpc_mapped(handle, MAPPED_SUM, fd, 8192, &sum) != 0);
	rpcmem_free(bytes);
	T_EQ(remote_handle64_close(handle), 0);
}

static const struct t_case cdsprpc_map_cases[] = {
	{ .name = "map-fd", .run_with = cdsprpc_map, .data = &cdsprpc_map_kinds[0] },
	{ .name = "map-fd-delayed", .run_with = cdsprpc_map, .data = &cdsprpc_map_kinds[1] },
};
T_CASES(cdsprpc_map_cases);

/* Situation: code on the DSP maps memory that the program has only registered, in part
 * or all of it, twice; then more than there is, what is not registered, and what was.
 * Expectation: it has the memory while it wants it; it does not get the rest.
 */
T_CASE(cdsprpc_map_registered, "map-registered")
{
	remote_handle64 handle = cdsprpc_open("mapped");
	uint8_t *bytes = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 16384);
	int fd = rpcmem_to_fd(bytes);

	memset(bytes, 3, 16384);
	T_EQ(cdsprpc_mapped(handle, MAPPED_ASK, fd, 5000, NULL), 0);
	T_EQ(cdsprpc_mapped(handle, MAPPED_ASK, fd, 16384, NULL), 0);
	T_EQ(bytes[0], 3);
	T_EQ(bytes[5000], 0xfc);
	T_EQ(bytes[16383], 0xfc);
	T_EQ(fastrpc_munmap(CDSP_DOMAIN_ID, fd, bytes, 16384), 0x48);
	T_CHECK(cdsprpc_mapped(handle, MAPPED_ASK, fd, 16385, NULL) != 0);
	T_CHECK(cdsprpc_mapped(handle, MAPPED_ASK, STDIN_FILENO, 4096, NULL) != 0);
	T_CHECK(cdsprpc_mapped(handle, MAPPED_ASK, -1, 4096, NULL) != 0);
	/* One that the program has mapped stays when code has done with it. */
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, 16384, FASTRPC_MAP_FD_DELAYED), 0);
	T_EQ(cdsprpc_mapped(handle, MAPPED_ASK, fd, 4096, NULL), 0);
	T_EQ(fastrpc_munmap(CDSP_DOMAIN_ID, fd, bytes, 16384), 0);
	rpcmem_free(bytes);
	T_CHECK(cdsprpc_mapped(handle, MAPPED_ASK, fd, 4096, NULL) != 0);
	T_EQ(remote_handle64_close(handle), 0);
}

/* As many as the DSP serves calls of one process at a time, and more. */
#define CDSPRPC_ASKERS	12
#define CDSPRPC_ASKED	20

static remote_handle64 cdsprpc_asked_handle;

/* All ask for the first one's memory, too. */
static void *cdsprpc_ask(void *data)
{
	uint8_t **all = data;
	uint8_t *own = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 8192);

	for (int i = 0; i < CDSPRPC_ASKED; i++) {
		if (cdsprpc_mapped(cdsprpc_asked_handle, MAPPED_ASK, rpcmem_to_fd(own), 8192,
				   NULL))
			return "its own";
		if (cdsprpc_mapped(cdsprpc_asked_handle, MAPPED_ASK, rpcmem_to_fd(*all), 1, NULL))
			return "the common one";
	}
	rpcmem_free(own);
	return NULL;
}

/* Situation: calls of many threads map registered memory at the same time: as many as the
 * DSP can have of a process wait for the program, which tells the DSP of it by a call.
 * Expectation: all get it.
 */
T_CASE(cdsprpc_map_registered_threads, "map-registered-threads")
{
	uint8_t *all = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 4096);
	pthread_t threads[CDSPRPC_ASKERS];
	void *failed;

	cdsprpc_asked_handle = cdsprpc_open("mapped");
	for (int i = 0; i < CDSPRPC_ASKERS; i++)
		T_EQ(pthread_create(&threads[i], NULL, cdsprpc_ask, &all), 0);
	for (int i = 0; i < CDSPRPC_ASKERS; i++) {
		T_EQ(pthread_join(threads[i], &failed), 0);
		if (failed)
			t_fail("thread %d did not get %s", i, (const char *)failed);
	}
	T_EQ(remote_handle64_close(cdsprpc_asked_handle), 0);
	rpcmem_free(all);
}

/* Situation: maps with wrong arguments, and without a session.
 * Expectation: the code of each.
 */
T_CASE(cdsprpc_map_wrong, "map-wrong")
{
	uint8_t *bytes = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 4096);
	int fd = rpcmem_to_fd(bytes);
	remote_handle64 handle;
	uint64_t address;

	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, 4096, FASTRPC_MAP_FD), 0x6b);
	handle = cdsprpc_open("mapped");
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, -1, bytes, 0, 4096, FASTRPC_MAP_FD), 0x0e);
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 4096, 4096, FASTRPC_MAP_FD), 0x0e);
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, 4096, FASTRPC_MAP_RESERVED), 0x0e);
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, 4096, FASTRPC_MAP_MAX), 0x0e);
	T_EQ(fastrpc_mmap(32, fd, bytes, 0, 4096, FASTRPC_MAP_FD), 0x0e);
	T_EQ(fastrpc_mmap(CDSP_DOMAIN_ID, STDIN_FILENO, bytes, 0, 4096, FASTRPC_MAP_FD), 0x01);
	T_EQ(remote_mmap64(fd, 1, 0, 4096, &address), 0x0e);
	T_EQ(remote_mmap64(fd, 0, 0, 4096, &address), 0);
	T_CHECK(address);
	T_EQ(remote_munmap64(address, 8192), 0x48);
	T_EQ(remote_munmap64(address, 4096), 0);
	T_EQ(remote_mem_map(CDSP_DOMAIN_ID, fd, 0, 0, 4096, &address), 0);
	T_EQ(remote_mem_unmap(CDSP_DOMAIN_ID, address, 4096), 0);
	T_EQ(remote_handle64_close(handle), 0);
	rpcmem_free(bytes);
}

/* Situation: memory is passed by its file descriptor alone, as often as it was
 * registered for, and once more.
 * Expectation: the method gets that very number, and the offset; then 0x0e.
 */
T_CASE(cdsprpc_dma_handle, "dma-handle")
{
	remote_handle64 handle = cdsprpc_open("mapped");
	uint8_t *bytes = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, 8192);
	int fd = rpcmem_to_fd(bytes);
	uint32_t seen[2] = { 0 }, scalars = REMOTE_SCALARS_MAKEX(0, MAPPED_HANDLE, 0, 1, 1, 0);
	remote_arg args[2] = {
		{ .buf = { seen, sizeof(seen) } }, { .dma = { fd, 4096 } },
	};

	for (int i = 0; i < 2; i++)
		T_EQ(remote_register_dma_handle(fd, 8192), 0);
	for (int i = 0; i < 2; i++) {
		memset(seen, 0, sizeof(seen));
		T_EQ(remote_handle64_invoke(handle, scalars, args), 0);
		T_EQ(seen[0], fd);
		T_EQ(seen[1], 4096);
	}
	T_EQ(remote_handle64_invoke(handle, scalars, args), 0x0e);
	T_EQ(remote_handle64_close(handle), 0);
	rpcmem_free(bytes);
}

/* Situation: a program asks what DSPs can do.
 * Expectation: what there is, nothing for what is the host's, refusals for the rest.
 */
T_CASE(cdsprpc_capabilities, "capabilities")
{
	fastrpc_capability info = { .domain = CDSP_DOMAIN_ID, .attribute_ID = ARCH_VER };

	T_EQ(remote_handle_control(DSPRPC_GET_DSP_INFO, &info, sizeof(info)), 0);
	T_CHECK((info.capability & 0xff) >= 0x65);
	info.attribute_ID = DOMAIN_SUPPORT;
	T_EQ(remote_handle_control(DSPRPC_GET_DSP_INFO, &info, sizeof(info)), 0);
	T_EQ(info.capability, 1);
	info.attribute_ID = 259;
	T_EQ(remote_handle_control(DSPRPC_GET_DSP_INFO, &info, sizeof(info)), 0);
	T_EQ(info.capability, 0);
	info.attribute_ID = 260;
	T_EQ(remote_handle_control(DSPRPC_GET_DSP_INFO, &info, sizeof(info)), 0x0e);
	info.attribute_ID = DOMAIN_SUPPORT;
	info.domain = MDSP_DOMAIN_ID;
	T_EQ(remote_handle_control(DSPRPC_GET_DSP_INFO, &info, sizeof(info)), 0);
	T_EQ(info.capability, 0);
	T_EQ(remote_handle_control(DSPRPC_SET_PATH, &info, sizeof(info)), 0x14);
}

/* Situation: requests that change an open process, and one that ends it.
 * Expectation: the code of each; after SESSION_CLOSE its handles are none.
 */
T_CASE(cdsprpc_requests, "requests")
{
	struct remote_rpc_control_unsigned_module wish = { CDSP_DOMAIN_ID, 0 };
	struct remote_rpc_thread_params params = { CDSP_DOMAIN_ID, 100, 65536 };
	struct remote_rpc_control_latency latency = { RPC_PM_QOS, 100 };
	struct remote_rpc_session_close end = { CDSP_DOMAIN_ID };
	struct remote_process_type type = { CDSP_DOMAIN_ID, -1 };
	remote_handle64 handle = cdsprpc_open("crash");
	remote_arg arg = { .buf = { &type, 4 } };

	T_EQ(remote_session_control(DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish)), 0x05);
	wish.enable = 1;
	T_EQ(remote_session_control(DSPRPC_CONTROL_UNSIGNED_MODULE, &wish, sizeof(wish)), 0);
	T_EQ(remote_session_control(FASTRPC_THREAD_PARAMS, &params, sizeof(params)), 0);
	params.prio = 0;
	T_EQ(remote_session_control(FASTRPC_THREAD_PARAMS, &params, sizeof(params)), 0x0e);
	T_EQ(remote_session_control(FASTRPC_THREAD_PARAMS, &params, 4), 0x0e);
	T_EQ(remote_session_control(FASTRPC_MAX_THREAD_PARAM, &params, sizeof(params)), 0x14);
	T_EQ(remote_session_control(99, &params, sizeof(params)), 0x14);
	T_EQ(remote_session_control(FASTRPC_REMOTE_PROCESS_TYPE, &type, sizeof(type)), 0);
	T_EQ(type.process_type, PROCESS_TYPE_UNSIGNED);
	T_EQ(remote_handle64_control(handle, DSPRPC_CONTROL_LATENCY, &latency, sizeof(latency)),
	     0);
	T_EQ(remote_session_control(FASTRPC_SESSION_CLOSE, &end, sizeof(end)), 0);
	T_EQ(remote_session_control(FASTRPC_SESSION_CLOSE, &end, sizeof(end)), -1);
	T_EQ(remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(CRASH_ALIVE, 0, 1), &arg), 0x2c);
	cdsprpc_sessions(0);
	handle = cdsprpc_open("crash");
	T_EQ(cdsprpc_alive(handle), 1);
	T_EQ(remote_handle64_close(handle), 0);
}

/* Situation: a program wants its calls to poll, and no more, of a DSP that can, or cannot.
 * Expectation: calls work in each state; what the DSP cannot do is refused.
 */
T_CASE(cdsprpc_poll, "poll")
{
	static const uint32_t wishes[] = { RPC_POLL_QOS, RPC_DISABLE_QOS, RPC_POLL_QOS };
	remote_handle64 handle = cdsprpc_open("crash");
	struct drm_qda_query_device device;
	uint32_t calls = 0;
	int fd;

	T_OK(fd = raw_open());
	T_OK(raw_query_device(fd, &device));
	close(fd);
	for (size_t i = 0; i < T_ARRAY(wishes); i++) {
		struct remote_rpc_control_latency latency = { wishes[i], 1000 };

		T_EQ(remote_handle64_control(handle, DSPRPC_CONTROL_LATENCY, &latency,
					     sizeof(latency)),
		     device.flags & DRM_QDA_DEVICE_POLL ? 0 : 0x200);
		while (calls++ < 20 * (i + 1))
			T_EQ(cdsprpc_alive(handle), calls);
		calls--;
	}
	T_EQ(remote_handle64_close(handle), 0);
}

/* What a program has been told, as a list of numbers. */
static volatile int cdsprpc_told[8];
static volatile int cdsprpc_told_count;

static int cdsprpc_notified(void *context, int domain, int session,
			    remote_rpc_status_flags_t status)
{
	if (context == &cdsprpc_told && domain == CDSP_DOMAIN_ID && !session &&
	    cdsprpc_told_count < 8)
		cdsprpc_told[cdsprpc_told_count++] = (int)status;
	return 0;
}

static void cdsprpc_wait_told(int count)
{
	T_STEP("a notification");
	for (int ms = 0; cdsprpc_told_count < count; ms += 10) {
		if (ms > 10000 * (int)t_slowdown())
			t_fail("there are %d of %d", cdsprpc_told_count, count);
		t_sleep_ms(10);
	}
}

/* Situation: a program that wants to hear; its process comes, dies in a call, and goes.
 * Expectation: up, exception, exit; the call and the next one fail with 104; the next
 * process works.
 */
T_CASE(cdsprpc_notifications, "notifications")
{
	remote_rpc_notif_register_t wish = {
		(void *)&cdsprpc_told, CDSP_DOMAIN_ID, cdsprpc_notified,
	};
	remote_handle64 handle;

	T_EQ(remote_session_control(FASTRPC_REGISTER_STATUS_NOTIFICATIONS, &wish, sizeof(wish)),
	     0);
	handle = cdsprpc_open("crash");
	cdsprpc_wait_told(1);
	T_EQ(remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(CRASH_READ_NULL, 0, 0), NULL),
	     104);
	cdsprpc_wait_told(2);
	T_EQ(remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(CRASH_READ_NULL, 0, 0), NULL),
	     104);
	T_EQ(remote_handle64_close(handle), 0);
	cdsprpc_wait_told(3);
	T_EQ(cdsprpc_told[0], FASTRPC_USER_PD_UP);
	T_EQ(cdsprpc_told[1], FASTRPC_USER_PD_EXCEPTION);
	T_EQ(cdsprpc_told[2], FASTRPC_USER_PD_EXIT);
	handle = cdsprpc_open("crash");
	T_EQ(cdsprpc_alive(handle), 1);
	T_EQ(remote_handle64_close(handle), 0);
}

/* Situation: a program asks for one of the DSP's own processes, by a pseudo name; for
 * another one while that is in use, and for what there is none of.
 * Expectation: modules are opened there until the last handle is closed, then in a
 * process of the program's own.
 */
T_CASE(cdsprpc_pseudo, "pseudo-names")
{
	remote_handle64 attached = 0, module = 0, none;
	remote_arg arg = { .buf = { &none, 4 } };

	T_EQ(remote_handle64_open(ITRANSPORT_PREFIX "attachguestos&_dom=cdsp", &attached), 0);
	T_CHECK(attached);
	cdsprpc_sessions(1);
	T_EQ(remote_handle64_invoke(attached, REMOTE_SCALARS_MAKE(2, 0, 1), &arg), 0x2c);
	T_EQ(remote_handle64_open(CDSPRPC_URI("calculator") "&_dom=cdsp", &module), 0);
	cdsprpc_sessions(1);
	T_EQ(remote_handle64_open(ITRANSPORT_PREFIX "createstaticpd:sensorspd&_dom=cdsp", &none),
	     0x05);
	T_EQ(remote_handle64_close(module), 0);
	T_EQ(remote_handle64_close(attached), 0);
	T_EQ(remote_handle64_close(attached), 0x2c);
	cdsprpc_sessions(0);
	T_EQ(remote_handle64_open(ITRANSPORT_PREFIX "geteventfd&_dom=cdsp", &none), 0x14);
	T_EQ(remote_handle64_open(ITRANSPORT_PREFIX "attachguestos", &none), 0x0e);
	T_EQ(remote_handle64_open(ITRANSPORT_PREFIX "attachguestos&_dom=nodsp", &none), 0x0e);
	module = cdsprpc_open("crash");
	T_EQ(remote_handle64_open(ITRANSPORT_PREFIX "attachguestos&_dom=cdsp", &none), 0x05);
	T_EQ(cdsprpc_alive(module), 1);
	T_EQ(remote_handle64_close(module), 0);
}

/* Situation: the older functions, whose handles are numbers of the DSP.
 * Expectation: they mean the domain that the thread has used last.
 */
T_CASE(cdsprpc_old_handles, "old-handles")
{
	uint32_t count = 3, none = 0;
	int32_t numbers[3] = { 1, 2, 3 };
	int64_t sum = 0;
	remote_arg args[3] = {
		{ .buf = { &count, 4 } }, { .buf = { numbers, 12 } }, { .buf = { &sum, 8 } },
	};
	remote_handle handle;

	cdsprpc_unsigned(CDSP_DOMAIN_ID);
	T_EQ(remote_handle_invoke(0x1234, REMOTE_SCALARS_MAKE(2, 2, 1), args), 0x2c);
	T_EQ(remote_handle_open("calculator", &handle), 0);
	T_EQ(remote_handle_invoke(handle, REMOTE_SCALARS_MAKE(2, 2, 1), args), 0);
	T_EQ(sum, 6);
	T_EQ(remote_handle_invoke(UINT32_MAX, REMOTE_SCALARS_MAKE(2, 2, 1), args), 0x2c);
	T_EQ(remote_handle_close(handle), 0);
	T_EQ(remote_handle_close(handle), 0x2c);
	T_EQ(none, 0);
}
