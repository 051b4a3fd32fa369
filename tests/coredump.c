// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What is left to read after a crash of the DSP, or of a PD: a device core dump,
 * and an event for listeners.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/dump.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

__attribute__((format(printf, 1, 0)))
static void coredump_want_text(const char *format, unsigned int number)
{
	char text[128];

	snprintf(text, sizeof(text), format, number);
	dump_want(text);
}

/* The time that any dump would have come in has passed. */
static void coredump_none(void)
{
	t_sleep_ms(300 * t_slowdown());
	T_EQ(dump_count(), 0);
}

/* How long a dump or an event may take, milliseconds. */
#define COREDUMP_MS (20000 * (int)t_slowdown())

/* Sleeps in a call with an object and with bytes, until the DSP goes. */
static void *coredump_caller(void *data)
{
	static __u32 ms = 60000;
	const struct remote *r = data;
	struct drm_qda_arg arg = raw_inline(&ms, sizeof(ms));
	char address[32];
	__s32 result;

	/* What must not be in the dump. */
	snprintf(address, sizeof(address), "%llx", (unsigned long long)arg.offset);
	raw_invoke(r->fd, r->session, r->handle, SELF_SLEEP, &arg, &result);
	return strdup(address);
}

static void coredump_restart_check(void)
{
	struct remote r = remote_setup_again("selftest");

	T_EQ(remote_count(&r), 1);
	T_SYS(close(r.fd));
	board_dsp_wait("running");
}

/* Situation: the DSP crashes with two sessions: one has a call that sleeps, one
 * given up, and a buffer that is mapped in the PD; the other is idle.
 * Expectation: all of it is in the dump, by device address only, and so are the
 * DSP's last answers.
 */
T_CASE(coredump_crash, "crash")
{
	struct drm_qda_map map = { .size = 4096, .request = DRM_QDA_MAP_ATTR };
	unsigned int clients[2];
	pthread_t thread;
	struct remote a;
	void *address;
	long calls;

	dump_clear();
	a = remote_setup("selftest");
	remote_setup_on(a.fd, "selftest");
	T_EQ(watch_clients(clients, 2), 2);
	map.session = a.session;
	T_OK(raw_gem_create(a.fd, 8192, &map.handle));
	T_OK(raw_map(a.fd, &map));
	T_ERR(remote_hang(&a, raw_deadline(50)), -ETIMEDOUT);
	calls = board_stat("calls");
	T_OK(-pthread_create(&thread, NULL, coredump_caller, &a));
	board_stat_reach("calls", calls + 1);
	board_tell("crash fatal");
	T_OK(-pthread_join(thread, &address));
	dump_read();
	dump_want("qda core dump, format 1\n");
	dump_want("\ndriver: qda 1.");
	dump_want("\ndomain: cdsp\n");
	dump_want("\ntime: ");
	dump_want("\nreason: the DSP has crashed\n");
	coredump_want_text("\nsession: client %u, running, error 0, PD type 1, PD status 0\n",
			   clients[0]);
	coredump_want_text("\nsession: client %u, running, error 0, PD type 1, PD status 0\n",
			   clients[1]);
	dump_want("method 4, scalars 0x04000000, sent ");
	dump_want(" us ago, given up\n");
	dump_want("method 2, scalars 0x02010000, sent ");
	dump_want(" us ago\n    in: 4 bytes of object ");
	dump_want(": 8192 bytes at 0x");
	dump_want("  map 1: 4096 bytes of object ");
	dump_want("\nmessage: ");
	dump_want(" us ago, 16 bytes: ");
	dump_refuse("memory: ");
	dump_refuse(address);
	dump_refuse("ffff8");
	coredump_restart_check();
	dump_clear();
}

/* Situation: the DSP crashes while it has no session.
 * Expectation: no dump.
 */
T_CASE(coredump_crash_unused, "crash-unused")
{
	int fd;

	dump_clear();
	board_tell("crash fatal");
	T_STEP("the node goes");
	for (int ms = 0; (fd = raw_open()) >= 0; ms += 5) {
		close(fd);
		if (ms > COREDUMP_MS)
			t_fail("it stays");
		t_sleep_ms(5);
	}
	coredump_restart_check();
	coredump_none();
}

/* One call with 255 arguments, each a byte of an object, that hangs. */
static void *coredump_large_caller(void *data)
{
	const struct remote *r = data;
	struct drm_qda_arg args[256];
	__u32 handle;
	__u64 sum;
	__s32 result;

	if (raw_gem_create(r->fd, 4096, &handle))
		return NULL;
	for (size_t i = 0; i < 255; i++)
		args[i] = raw_gem(handle, i, 1);
	args[255] = raw_inline(&sum, sizeof(sum));
	raw_invoke(r->fd, r->session, r->handle, SELF_CHECKSUM(255), args, &result);
	return NULL;
}

/* Situation: the DSP crashes with 32 calls in flight of 256 arguments each.
 * Expectation: the dump is cut at its limit, and says so.
 */
T_CASE(coredump_large, "large")
{
	static const char end[] = "\n(the rest did not fit)\n";
	pthread_t threads[32];
	struct remote r;
	long calls;

	dump_clear();
	r = remote_setup("selftest");
	calls = board_stat("calls");
	board_tell("lie hang 32");
	for (size_t i = 0; i < T_ARRAY(threads); i++)
		T_OK(-pthread_create(&threads[i], NULL, coredump_large_caller, &r));
	board_stat_reach("calls", calls + 32);
	board_tell("crash watchdog");
	for (size_t i = 0; i < T_ARRAY(threads); i++)
		T_OK(-pthread_join(threads[i], NULL));
	dump_read();
	T_EQ(dump_size, 256 * 1024);
	T_EQ(strcmp(dump_text + dump_size - strlen(end), end), 0);
	dump_clear();
	coredump_restart_check();
}

/* Situation: the DSP is stopped while a call hangs.
 * Expectation: no dump.
 */
T_CASE(coredump_stop, "stop")
{
	struct background hang;
	struct remote r;

	dump_clear();
	r = remote_setup("selftest");
	background_start(&hang, &r, 0);
	T_OK(board_dsp_write("stop"));
	T_ERR(background_end(&hang), -ECONNRESET);
	board_dsp_wait("offline");
	T_OK(board_dsp_write("start"));
	coredump_restart_check();
	coredump_none();
}

/* A PD faults in a call while another hangs. */
static void coredump_fault(const struct remote *r)
{
	struct background hang;

	background_start(&hang, r, 0);
	board_tell("lie pd-exception");
	T_ERR(remote_hang(r, raw_deadline(RAW_CALL_MS)), -ECONNABORTED);
	T_ERR(background_end(&hang), -ECONNABORTED);
}

/* Situation: a PD faults; what it leaves in its memory is text.
 * Expectation: the dump has its session alone, its calls, the notice, its text,
 * and then the bytes of its memory, up to the last that is not zero.
 */
T_CASE(coredump_pd, "pd")
{
	static const char left[] = "cause: the lie pd-exception\n";
	unsigned int clients[2];
	struct remote a, b;
	char *memory;

	dump_clear();
	a = remote_setup("selftest");
	b = remote_setup_on(a.fd, "selftest");
	T_EQ(watch_clients(clients, 2), 2);
	coredump_fault(&b);
	dump_read();
	coredump_want_text("\nreason: the PD of client %u has faulted\n", clients[1]);
	dump_want("\nrecord:\n  cause: the lie pd-exception\nsession: ");
	coredump_want_text("\nsession: client %u, running, error 0, PD type 1, PD status 3\n",
			   clients[1]);
	dump_want(", init memory 2097152 bytes at 0x");
	dump_want("method 4, scalars 0x04000000, sent ");
	coredump_want_text(", 24 bytes: cd ab cd ab 00 00 00 00 04 00 00 00 %02x",
			   clients[1] & 0xff);
	T_CHECK(!strstr(strstr(dump_text, "\nsession: ") + 1, "\nsession: "));
	T_CHECK(memory = strstr(dump_text, "\nmemory: 28 bytes follow\n"));
	memory = strchr(memory + 1, '\n') + 1;
	T_EQ(dump_text + dump_size - memory, sizeof(left) - 1);
	T_EQ(memcmp(memory, left, sizeof(left) - 1), 0);
	dump_clear();
}

/* Situation: a PD ends in another way than by a fault.
 * Expectation: no dump.
 */
T_CASE(coredump_pd_other, "pd-other-end")
{
	struct remote r;

	dump_clear();
	r = remote_setup("selftest");
	board_tell("lie pd-exception 1 1");
	T_ERR(remote_noop(&r), -ECONNABORTED);
	r = remote_setup_on(r.fd, "selftest");
	board_tell("lie pd-exception 1 2");
	T_ERR(remote_noop(&r), -ECONNABORTED);
	coredump_none();
}

/* Situation: twenty PDs fault, one after another, and no dump is read.
 * Expectation: one dump at most of each context bank: a PD gets another one while the
 * session before still ends. After they were removed, there is one of the next that
 * faults.
 */
T_CASE(coredump_flood, "flood")
{
	struct drm_qda_query_device device;
	struct remote r;

	dump_clear();
	T_OK(r.fd = raw_open());
	for (int i = 0; i < 20; i++) {
		r = remote_setup_on(r.fd, "selftest");
		board_tell("lie pd-exception");
		T_ERR(remote_noop(&r), -ECONNABORTED);
		T_OK(raw_session_close(r.fd, r.session));
	}
	T_OK(raw_query_device(r.fd, &device));
	T_CHECK(dump_count() >= 1 && dump_count() <= device.banks);
	dump_clear();
	r = remote_setup_on(r.fd, "selftest");
	coredump_fault(&r);
	dump_read();
	dump_clear();
}

/* The dumps that name a remote processor, not one of its context banks. */
static size_t coredump_of_processor(void)
{
	char target[256];
	size_t count = 0;
	glob_t found;

	if (glob("/sys/class/devcoredump/devcd*/failing_device", 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		ssize_t len = readlink(found.gl_pathv[i], target, sizeof(target) - 1);

		target[len > 0 ? len : 0] = '\0';
		count += strstr(target, "remoteproc") && !strstr(target, "fastrpc");
	}
	globfree(&found);
	return count;
}

/* Situation: a program lets its PD fault, nobody reads the dump, and the DSP crashes.
 * Expectation: there is a dump of the crash too.
 */
T_CASE(coredump_crash_after_fault, "crash-after-fault")
{
	struct remote r;

	dump_clear();
	r = remote_setup("selftest");
	coredump_fault(&r);
	dump_read();
	T_EQ(coredump_of_processor(), 0);
	board_tell("crash fatal");
	T_STEP("the dump of the crash");
	for (int ms = 0; !coredump_of_processor(); ms += 10) {
		if (ms > COREDUMP_MS)
			t_fail("does not come");
		t_sleep_ms(10);
	}
	T_EQ(dump_count(), 2);
	T_SYS(close(r.fd));
	dump_clear();
	coredump_restart_check();
}

/* Situation: the driver is unloaded while there is a dump.
 * Expectation: it can be, and the dump is there as before.
 */
T_CASE(coredump_unload, "unload")
{
	unsigned int client;
	struct remote r;

	dump_clear();
	r = remote_setup("selftest");
	T_EQ(watch_clients(&client, 1), 1);
	coredump_fault(&r);
	dump_read();
	T_SYS(close(r.fd));
	T_OK(board_module_unload());
	dump_read();
	coredump_want_text("\nreason: the PD of client %u has faulted\n", client);
	dump_clear();
	T_OK(board_module_load());
	coredump_restart_check();
}

static int coredump_listen(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd;

	T_OK(fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT));
	T_SYS(bind(fd, (struct sockaddr *)&address, sizeof(address)));
	return fd;
}

/* Whether an event of an accel node with this line comes within @ms. */
static int coredump_heard(int fd, const char *line, int ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char event[4096];

	while (poll(&wait, 1, ms) > 0) {
		ssize_t got = recv(fd, event, sizeof(event) - 1, 0);

		if (got <= 0)
			continue;
		event[got] = '\0';
		if (!strstr(event, "/accel/accel"))
			continue;
		for (char *at = event; at < event + got; at += strlen(at) + 1)
			if (!strcmp(at, line))
				return 1;
	}
	return 0;
}

/* Situation: the DSP stops, starts, and then crashes, while a listener waits for
 * the kernel's events.
 * Expectation: the crash alone is told, as one that nothing need be done about.
 */
T_CASE(coredump_wedged, "wedged")
{
	struct remote r;
	int fd;

	dump_clear();
	r = remote_setup("selftest");
	fd = coredump_listen();
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	T_OK(board_dsp_write("start"));
	coredump_restart_check();
	T_CHECK(!coredump_heard(fd, "WEDGED=none", 300));
	board_tell("crash fatal");
	T_CHECK(coredump_heard(fd, "WEDGED=none", COREDUMP_MS));
	T_SYS(close(r.fd));
	coredump_restart_check();
	dump_clear();
}

struct t_program t_program = { .log = board_log_restart };
