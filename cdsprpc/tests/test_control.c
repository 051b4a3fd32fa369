// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Requests that need no DSP: numbers, texts and refusals. There is none on this
 * machine, which is one of the situations.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "remote.h"
#include "rpcmem.h"
#include "tap.h"

#define URI	"file:///libx_skel.so?x_skel_handle_invoke&_modver=1.0"

/* Layouts that programs are compiled with. */
_Static_assert(sizeof(void *) != 8 || sizeof(remote_arg) == 16, "remote_arg");
_Static_assert(sizeof(void *) != 8 || sizeof(remote_rpc_reserve_new_session_t) == 40, "13");
_Static_assert(sizeof(void *) != 8 || sizeof(remote_rpc_effective_domain_id_t) == 24, "14");
_Static_assert(sizeof(void *) != 8 || sizeof(remote_rpc_get_uri_t) == 48, "15");
_Static_assert(sizeof(void *) != 8 || sizeof(remote_rpc_notif_register_t) == 24, "11");
_Static_assert(sizeof(void *) != 8 || sizeof(fastrpc_context_create) == 32, "17");
_Static_assert(sizeof(remote_dma_handle64) == 12 && sizeof(remote_arg64) == 16, "64");
_Static_assert(FASTRPC_CONTEXT_DESTROY == 18 && FASTRPC_MAP_FD_NOMAP == 16 &&
	       DSPRPC_SET_MODE == 14 && MCID_MULTICAST == 11, "numbers");

static void uris(void)
{
	char text[128] = "";
	remote_rpc_get_uri_t get = {
		.domain_name = (char *)"cdsp", .domain_name_len = 4,
		.module_uri = (char *)URI, .module_uri_len = sizeof(URI) - 1,
		.uri = text, .uri_len = sizeof(text),
	};

	TAP_EXPECT(!remote_session_control(FASTRPC_GET_URI, &get, sizeof(get)));
	TAP_EXPECT(!strcmp(text, URI "&_dom=cdsp&_session=0"));
	get.session_id = 3;
	get.domain_name = (char *)"gdsp1";
	get.domain_name_len = 5;
	TAP_EXPECT(!remote_session_control(FASTRPC_GET_URI, &get, sizeof(get)));
	TAP_EXPECT(!strcmp(text, URI "&_dom=gdsp1&_session=3"));
	get.session_id = 4;
	TAP_EXPECT(remote_session_control(FASTRPC_GET_URI, &get, sizeof(get)) == 0x0e);
	get.session_id = 0;
	get.uri_len = sizeof(URI) + 5;
	TAP_EXPECT(remote_session_control(FASTRPC_GET_URI, &get, sizeof(get)) == 0x4d);
	get.uri_len = sizeof(URI) - 1;
	TAP_EXPECT(remote_session_control(FASTRPC_GET_URI, &get, sizeof(get)) == 0x0e);
	get.domain_name = (char *)"nodsp";
	TAP_EXPECT(remote_session_control(FASTRPC_GET_URI, &get, sizeof(get)) == 0x0e);
	TAP_EXPECT(remote_session_control(FASTRPC_GET_URI, &get, sizeof(get) - 1) == 0x0e);
	TAP_EXPECT(remote_session_control(FASTRPC_GET_URI, NULL, sizeof(get)) == 0x0e);
}

/* Sessions 1 to 3 can be had, once each. */
static void reservations(void)
{
	remote_rpc_reserve_new_session_t reserve = {
		.domain_name = (char *)"adsp", .domain_name_len = 4,
		.session_name = (char *)"a", .session_name_len = 1,
	};
	remote_rpc_effective_domain_id_t effective = {
		.domain_name = (char *)"cdsp1", .domain_name_len = 5, .session_id = 2,
	};

	for (uint32_t i = 1; i < 4; i++) {
		TAP_EXPECT(!remote_session_control(FASTRPC_RESERVE_NEW_SESSION, &reserve,
						   sizeof(reserve)));
		TAP_EXPECT(reserve.session_id == i && reserve.effective_domain_id == 8 * i);
	}
	TAP_EXPECT(remote_session_control(FASTRPC_RESERVE_NEW_SESSION, &reserve,
					  sizeof(reserve)) == 0x8a);
	TAP_EXPECT(reserve.session_id == 4 && reserve.effective_domain_id == 32);
	TAP_EXPECT(!remote_session_control(FASTRPC_GET_EFFECTIVE_DOMAIN_ID, &effective,
					   sizeof(effective)));
	TAP_EXPECT(effective.effective_domain_id == 20);
}

static int ignore(void *context, int domain, int session, remote_rpc_status_flags_t status)
{
	(void)context;
	(void)domain;
	(void)session;
	(void)status;
	return 0;
}

/* Wishes for a process that is to come, in and out of range. */
static void wishes(void)
{
	struct remote_rpc_control_unsigned_module wish = { -1, 1 };
	struct remote_rpc_thread_params params = { -1, 255, 16 << 10 };
	struct remote_rpc_relative_thread_priority relative = { 3, -1000 };
	struct remote_process_type type = { 11, 7 };
	struct remote_rpc_pd_initmem_size initmem = { 3, 4 << 20 };
	struct remote_rpc_session_close close = { 3 };
	remote_rpc_notif_register_t notify = { NULL, -1, ignore };
	fastrpc_context_create context = { 0 };

	TAP_EXPECT(!remote_session_control(2, &wish, sizeof(wish)));
	TAP_EXPECT(!remote_session_control(10, &type, sizeof(type)) && type.process_type == 1);
	TAP_EXPECT(remote_session_control(12, &initmem, sizeof(initmem)) == 0x14);
	wish.domain = 32;
	TAP_EXPECT(remote_session_control(2, &wish, sizeof(wish)) == 0x0e);
	wish.domain = 3;
	wish.enable = 0;
	TAP_EXPECT(!remote_session_control(2, &wish, sizeof(wish)));
	TAP_EXPECT(!remote_session_control(12, &initmem, sizeof(initmem)));
	initmem.pd_initmem_size = 1;
	TAP_EXPECT(remote_session_control(12, &initmem, sizeof(initmem)) == 0x0e);
	TAP_EXPECT(!remote_session_control(1, &params, sizeof(params)));
	params.stack_size = 100;
	TAP_EXPECT(remote_session_control(1, &params, sizeof(params)) == 0x0e);
	TAP_EXPECT(!remote_session_control(4, &relative, sizeof(relative)));
	TAP_EXPECT(remote_session_control(6, &close, sizeof(close)) == 0x200);
	TAP_EXPECT(remote_session_control(7, &close, sizeof(close)) == -1);
	TAP_EXPECT(remote_session_control(9, &close, sizeof(close)) == 0x200);
	TAP_EXPECT(remote_session_control(11, &notify, sizeof(notify)) == 0x0e);
	notify.domain = 3;
	TAP_EXPECT(!remote_session_control(11, &notify, sizeof(notify)));
	TAP_EXPECT(remote_session_control(17, &context, sizeof(context)) == 0x14);
	for (uint32_t i = 0; i < 6; i += i == 0 ? 3 : 2)
		TAP_EXPECT(remote_session_control(i, &wish, sizeof(wish)) == 0x14);
	TAP_EXPECT(remote_session_control(16, &wish, sizeof(wish)) == 0x14);
}

/* No DSP is there: each function says so, and nothing hangs. */
static void no_dsp(void)
{
	fastrpc_capability info = { 3, 6, 9 };
	remote_handle64 handle = 0;
	remote_handle old = 0;
	char bytes[16];
	int result;

	if (!access("/dev/accel", F_OK))
		return;
	TAP_EXPECT(remote_handle64_open(URI "&_dom=cdsp", &handle) == 0x72);
	TAP_EXPECT(remote_handle64_open(URI, &handle) == 0x0e);
	TAP_EXPECT(remote_handle64_open("file:///a/b.so?x&_dom=cdsp", &handle) == 0x0e);
	TAP_EXPECT(remote_handle_open("x", &old) == 0x72);
	TAP_EXPECT(remote_handle64_invoke(0x10001, 0, NULL) == 0x2c);
	TAP_EXPECT(remote_handle64_close(0x10001) == 0x2c);
	TAP_EXPECT(remote_handle_invoke(1, 0, NULL) == 0x2c);
	TAP_EXPECT(remote_handle_control(2, &info, sizeof(info)) == 0x72);
	info.attribute_ID = 0;
	TAP_EXPECT(!remote_handle_control(2, &info, sizeof(info)) && !info.capability);
	TAP_EXPECT(!rpcmem_alloc(25, 1, 4096) && rpcmem_to_fd(bytes) == -1);
	TAP_EXPECT(fastrpc_mmap(3, 5, bytes, 0, 4096, FASTRPC_MAP_FD) == 0x6b);
	TAP_EXPECT(fastrpc_munmap(3, 5, bytes, 4096) == 0x6b);
	TAP_EXPECT(fastrpc_async_get_status(1, 0, &result) == 0x14);
	TAP_EXPECT(fastrpc_release_async_job(1) == 0x14);
	TAP_EXPECT(remote_handle64_invoke_async(1, NULL, 0, NULL) == 0x14);
	TAP_EXPECT(!remote_set_mode(0) && remote_set_mode(1) == 0x14);
}

/* Memory from elsewhere: registered under a name, and DMA handles. */
static void registrations(void)
{
	void *name = remote_register_fd2(0, 4096);

	TAP_EXPECT(name);
	remote_register_buf(name, 4096, -1);
	TAP_EXPECT(!remote_register_fd(-1, 4096) && !remote_register_fd(0, 0));
	TAP_EXPECT(remote_register_dma_handle(-1, 5) == 0x0e);
	TAP_EXPECT(remote_register_dma_handle_attr(5, 5, 1) == 0x0e);
	for (int fd = 0; fd < 256; fd++)
		TAP_EXPECT(!remote_register_dma_handle(fd, 4096));
	TAP_EXPECT(remote_register_dma_handle(256, 4096) == 0x2c);
	TAP_EXPECT(!remote_register_dma_handle(255, 4096));
}

static const struct tap_test tests[] = {
	TAP_TEST(uris),
	TAP_TEST(reservations),
	TAP_TEST(wishes),
	TAP_TEST(no_dsp),
	TAP_TEST(registrations),
};

TAP_MAIN(tests)
