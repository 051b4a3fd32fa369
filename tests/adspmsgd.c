// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The log of the DSP, as a client of the root PD reads it: out of memory that its
 * listener has lent.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tools/reverse.h"
#include "tools/t.h"

#define ADSPMSGD_OBJECT		5
#define ADSPMSGD_SIZE		(64u << 10)
/* The program's own handle of its object "apps_mem". */
#define ADSPMSGD_MEMORY		1u
/* Bytes of a line for the object "adspmsgd_apps": numbers, a text, a name. */
#define ADSPMSGD_RECORD		256u
/* What the DSP answers when there is no memory to write to. */
#define ADSPMSGD_EBADSTATE	((__s32)0x8000040d)

/**
 * struct adspmsgd - a client that reads the DSP's log
 * @listener: its listener, in the root PD
 * @handle: the memory of the ring, ADSPMSGD_SIZE bytes
 * @bytes: the same
 * @map: its map
 * @dsp_address: where that is on the DSP
 * @at: how far it has been read
 */
struct adspmsgd {
	struct reverse_listener listener;
	__u32 handle;
	__u8 *bytes;
	__u32 map;
	__u64 dsp_address;
	__u32 at;
};

/* Numbers and an empty text, as apps_remotectl answers. */
static void adspmsgd_put_remotectl(struct reverse_listener *l, const void *numbers, __u32 size)
{
	static const __u8 text[255];

	reverse_put(l, numbers, size);
	reverse_put(l, text, sizeof(text));
}

/* The DSP opens "apps_mem" and asks it for memory, which it gets. */
static void adspmsgd_lend(struct adspmsgd *log)
{
	struct reverse_listener *l = &log->listener;
	struct drm_qda_map map = {
		.size = ADSPMSGD_SIZE,
		.session = l->session,
		.handle = log->handle,
		.request = DRM_QDA_MAP_ATTR,
	};
	__u64 mapped[2], size;

	reverse_take(l, 0, DRM_QDA_SCALARS(0, 2, 2, 0, 0));
	T_CHECK(!strcmp((char *)l->in + 24, "apps_mem"));
	adspmsgd_put_remotectl(l, &(__u32[]){ ADSPMSGD_MEMORY, 0 }, 8);
	reverse_wait(l, 0);
	reverse_take(l, ADSPMSGD_MEMORY, DRM_QDA_SCALARS(2, 1, 1, 0, 0));
	memcpy(&size, l->in + 32, sizeof(size));
	T_EQ(size, ADSPMSGD_SIZE);
	T_OK(raw_map(l->fd, &map));
	log->map = map.map;
	log->dsp_address = map.dsp_address;
	mapped[0] = (__u64)(uintptr_t)log->bytes;
	mapped[1] = map.dsp_address;
	reverse_put(l, mapped, sizeof(mapped));
	reverse_wait(l, 0);
}

static void adspmsgd_start(struct adspmsgd *log)
{
	struct {
		__u32 heap, flags, filter, pad;
		__u64 size;
	} init3 = { .size = ADSPMSGD_SIZE };
	struct reverse_call call = {
		.handle = ADSPMSGD_OBJECT, .scalars = DRM_QDA_SCALARS(4, 1, 1, 0, 0),
	};
	__u64 address = 0;
	struct remote r;

	*log = (struct adspmsgd){ 0 };
	T_OK(r.fd = raw_open());
	T_OK(raw_session_attach(r.fd, DRM_QDA_ATTACH_ROOT, &r.session));
	T_OK(raw_gem_create(r.fd, ADSPMSGD_SIZE, &log->handle));
	log->bytes = raw_gem_map(r.fd, log->handle, ADSPMSGD_SIZE);
	T_CHECK(log->bytes != NULL);
	reverse_setup(&log->listener, &r, REVERSE_NEW);
	reverse_wait(&log->listener, -1);
	call.fd = r.fd;
	call.session = r.session;
	call.args[0] = raw_inline(&init3, sizeof(init3));
	call.args[1] = raw_inline(&address, sizeof(address));
	reverse_call_start(&call);
	adspmsgd_lend(log);
	reverse_call_end(&call);
	T_OK(call.ret);
	T_EQ(call.result, 0);
	T_EQ(address, (__u64)(uintptr_t)log->bytes);
}

/* The next text; 0 if the reader has them all. */
static int adspmsgd_read(struct adspmsgd *log, char *text)
{
	__u32 size = ADSPMSGD_SIZE - 4, length = 0;
	const __u32 *index = (const __u32 *)(log->bytes + size);

	if (__atomic_load_n(index, __ATOMIC_ACQUIRE) == log->at)
		return 0;
	do {
		T_CHECK(length < 256);
		text[length] = (char)log->bytes[log->at];
		log->at = (log->at + 1) % size;
	} while (text[length++]);
	return 1;
}

/* Wait for lines until one ends so. */
static void adspmsgd_expect_line(struct adspmsgd *log, const char *end)
{
	struct reverse_listener *l = &log->listener;
	char text[256];
	__u64 bytes;
	__s32 result;

	T_STEP("the lines of the log");
	for (;;) {
		struct drm_qda_arg arg = raw_inline(&bytes, sizeof(bytes));

		while (adspmsgd_read(log, text))
			if (strlen(text) > strlen(end) &&
			    !strcmp(text + strlen(text) - strlen(end), end))
				return;
		T_OK(raw_invoke(l->fd, l->session, ADSPMSGD_OBJECT, DRM_QDA_SCALARS(5, 0, 1, 0, 0),
				&arg, &result));
		T_EQ(result, 0);
		T_CHECK(bytes != 0);
	}
}

static void adspmsgd_stop(struct adspmsgd *log)
{
	struct reverse_listener *l = &log->listener;
	struct reverse_call call = {
		.fd = l->fd, .session = l->session, .handle = ADSPMSGD_OBJECT,
		.scalars = DRM_QDA_SCALARS(3, 0, 0, 0, 0),
	};
	__u64 what[2];
	__s32 result;

	reverse_call_start(&call);
	reverse_take(l, ADSPMSGD_MEMORY, DRM_QDA_SCALARS(3, 1, 0, 0, 0));
	memcpy(what, l->in + 8, sizeof(what));
	T_EQ(what[0], log->dsp_address);
	T_EQ(what[1], ADSPMSGD_SIZE);
	T_OK(raw_munmap(l->fd, l->session, log->map, &result));
	reverse_wait(l, 0);
	reverse_take(l, 0, DRM_QDA_SCALARS(1, 1, 2, 0, 0));
	adspmsgd_put_remotectl(l, &(__u32){ 0 }, 4);
	reverse_wait(l, 0);
	reverse_call_end(&call);
	T_OK(call.ret);
	T_EQ(call.result, 0);
}

/* Gives PDs of this process a name that no other test has. */
static void adspmsgd_rename(char *name, size_t size)
{
	snprintf(name, size, "log%d", getpid());
	T_SYS(prctl(PR_SET_NAME, name));
}

/* Situation: a client of the root PD lends memory for the log; a PD comes and goes.
 * Expectation: it reads the two lines; the DSP gives the memory back when asked.
 */
T_CASE(adspmsgd_lines, "lines")
{
	char name[16], line[64];
	struct adspmsgd log;
	struct remote r;

	adspmsgd_start(&log);
	adspmsgd_rename(name, sizeof(name));
	r = remote_setup_on(log.listener.fd, "echo");
	snprintf(line, sizeof(line), "(%s) started", name);
	adspmsgd_expect_line(&log, line);
	T_OK(raw_session_close(r.fd, r.session));
	snprintf(line, sizeof(line), "(%s) ended: released", name);
	adspmsgd_expect_line(&log, line);
	adspmsgd_stop(&log);
	T_OK(raw_session_close(log.listener.fd, log.listener.session));
	reverse_join(&log.listener);
	T_ERR(log.listener.ret, -ESHUTDOWN);
}

/* Situation: a client without memory for the log asks for it, and has no listener yet; it
 * is sent some lines and wants no more.
 * Expectation: the DSP asks it for its object when it listens, and sends records.
 */
T_CASE(adspmsgd_records, "records")
{
	struct reverse_listener l;
	struct remote r, other = remote_setup("selftest");
	__u32 *size, *level;
	__s32 result;

	T_OK(raw_session_close(other.fd, other.session));
	T_OK(r.fd = raw_open());
	T_OK(raw_session_attach(r.fd, DRM_QDA_ATTACH_ROOT, &r.session));
	T_OK(raw_invoke(r.fd, r.session, ADSPMSGD_OBJECT, DRM_QDA_SCALARS(2, 0, 0, 0, 0), NULL,
			&result));
	T_EQ(result, 0);
	reverse_setup(&l, &r, REVERSE_NEW);
	reverse_wait(&l, -1);
	reverse_take(&l, 0, DRM_QDA_SCALARS(0, 2, 2, 0, 0));
	T_CHECK(!strcmp((char *)l.in + 24, "adspmsgd_apps"));
	adspmsgd_put_remotectl(&l, &(__u32[]){ ADSPMSGD_MEMORY, 0 }, 8);
	reverse_wait(&l, 0);
	reverse_take(&l, ADSPMSGD_MEMORY, DRM_QDA_SCALARS(0, 2, 0, 0, 0));
	size = (__u32 *)l.in;
	T_EQ(size[0], 4);
	T_CHECK(size[2] && size[2] % ADSPMSGD_RECORD == 0);
	T_EQ(size[3], size[2]);
	level = (__u32 *)(l.in + 16);
	T_EQ(*level, 2);
	T_CHECK(strchr((char *)l.in + 24, '\n') != NULL);
	T_OK(raw_invoke(r.fd, r.session, ADSPMSGD_OBJECT, DRM_QDA_SCALARS(3, 0, 0, 0, 0), NULL,
			&result));
	T_EQ(result, 0);
	reverse_wait(&l, 0);
	T_OK(raw_session_close(r.fd, r.session));
	reverse_join(&l);
}

/* Situation: the memory is unmapped while the DSP has it; then something is logged.
 * Expectation: wait says that it is over; nothing faults.
 */
T_CASE(adspmsgd_unmapped, "unmapped")
{
	struct adspmsgd log;
	struct drm_qda_arg arg;
	__s32 result = 0;
	__u64 bytes;

	adspmsgd_start(&log);
	T_OK(raw_munmap(log.listener.fd, log.listener.session, log.map, &result));
	remote_setup_on(log.listener.fd, "echo");
	arg = raw_inline(&bytes, sizeof(bytes));
	T_OK(raw_invoke(log.listener.fd, log.listener.session, ADSPMSGD_OBJECT,
			DRM_QDA_SCALARS(5, 0, 1, 0, 0), &arg, &result));
	T_EQ(result, ADSPMSGD_EBADSTATE);
}
