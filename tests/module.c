// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The driver comes and goes, as a module and as the driver of its device.
 */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"

/* The driver serves a new client from the beginning. */
static void module_check(void)
{
	struct remote r = remote_setup_again("selftest");

	T_EQ(remote_count(&r), 1);
	T_SYS(close(r.fd));
}

/* Situation: the module is unloaded and loaded 20 times, with a call each time.
 * Expectation: every time as the first.
 */
T_CASE(module_reload, "reload", .log = board_log_node, .seconds = 90)
{
	for (int i = 0; i < 20; i++) {
		T_OK(board_module_unload());
		T_ERR(raw_open(), -ENOENT);
		T_OK(board_module_load());
		module_check();
	}
}

/* Situation: the module is loaded with async_probe, 10 times: its devices are probed by
 * kernel threads, while finit_module() returns.
 * Expectation: node and banks come all the same.
 */
T_CASE(module_async, "async-probe", .log = board_log_node, .seconds = 90)
{
	for (int i = 0; i < 10; i++) {
		T_OK(board_module_unload());
		T_OK(board_module_load_with("async_probe=1"));
		module_check();
	}
}

/* Situation: the module is unloaded while a file is open.
 * Expectation: EAGAIN, which is what rmmod calls "in use"; the file works on.
 */
T_CASE(module_in_use, "in-use")
{
	struct remote r = remote_setup("echo");

	T_ERR(board_module_unload(), -EAGAIN);
	T_OK(remote_noop(&r));
}

/* Situation: the file is closed, but memory of it is still mapped.
 * Expectation: EAGAIN until it is unmapped.
 */
T_CASE(module_mapped, "mapped", .log = board_log_node)
{
	int fd = raw_node();
	__u32 handle = raw_object(fd, 4096);
	void *bytes = raw_mapped(fd, handle, 4096);

	T_SYS(close(fd));
	T_ERR(board_module_unload(), -EAGAIN);
	T_SYS(munmap(bytes, 4096));
	T_OK(board_module_unload());
	T_OK(board_module_load());
	module_check();
}

/* Situation: the DSP restarts while the module is not loaded.
 * Expectation: the module finds it when it is loaded.
 */
T_CASE(module_absent, "dsp-restarts-without", .log = board_log_restart)
{
	T_OK(board_module_unload());
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_OK(board_dsp_write("start"));
	board_dsp_wait("running");
	T_OK(board_module_load());
	module_check();
}

/* Situation: the module is loaded while the DSP is off.
 * Expectation: the node comes when the DSP starts.
 */
T_CASE(module_dsp_off, "dsp-is-off", .log = board_log_restart)
{
	T_OK(board_module_unload());
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_OK(board_module_load());
	T_ERR(raw_open(), -ENOENT);
	T_OK(board_dsp_write("start"));
	module_check();
	board_dsp_wait("running");
}

/* Situation: the driver is taken from its device while two files are open, one
 * with a call in flight.
 * Expectation: ECONNRESET, then ENODEV in the old files; a new file works.
 */
T_CASE(module_unbind, "unbind", .log = board_log_node)
{
	struct drm_qda_query_device device;
	struct background hang;
	struct remote r = remote_setup("selftest");
	int idle = raw_node();

	background_start(&hang, &r, 0);
	board_unbind();
	T_ERR(background_end(&hang), -ECONNRESET);
	T_ERR(raw_query_device(idle, &device), -ENODEV);
	T_ERR(remote_noop(&r), -ENODEV);
	module_check();
	T_ERR(remote_noop(&r), -ENODEV);
}

/* Situation: the same ten times with nothing but an open session.
 * Expectation: every time as the first; the DSP has no PD left over.
 */
T_CASE(module_unbind_often, "unbind-often", .log = board_log_node, .seconds = 60)
{
	for (int i = 0; i < 10; i++) {
		struct remote r;

		r = remote_setup("echo");
		T_OK(remote_noop(&r));
		board_unbind();
		T_SYS(close(r.fd));
		module_check();
	}
	board_stat_wait("processes", 0);
}
