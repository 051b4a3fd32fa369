// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Sessions: who may open which, how many, and whose they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/remote.h"
#include "tools/t.h"
#include "tools/watch.h"

#define SESSION_MAX 256

/* Gives up all privileges; node files are open already. */
static void session_become_user(void)
{
	T_SYS(setgroups(0, NULL));
	T_SYS(setresgid(1000, 1000, 1000));
	T_SYS(setresuid(1000, 1000, 1000));
}

/* Situation: an unsigned PD, opened by root and closed.
 * Expectation: the id is not 0, a call works in it.
 */
T_CASE(session_create, "create")
{
	struct remote r = remote_setup("echo");

	T_CHECK(r.session != 0);
	T_OK(remote_noop(&r));
	T_OK(raw_session_close(r.fd, r.session));
}

/* Situation: the same by a user without privileges.
 * Expectation: it works as well.
 */
T_CASE(session_create_user, "create-as-user")
{
	struct remote r;
	int fd = raw_node();

	session_become_user();
	r = remote_setup_on(fd, "echo");
	T_OK(remote_noop(&r));
}

/* Situation: a PD without the unsigned attribute, opened by root.
 * Expectation: it works.
 */
T_CASE(session_signed, "signed")
{
	struct remote r;

	T_OK(r.fd = raw_open());
	T_OK(raw_session_create(r.fd, 0, &r.session));
	T_EQ(remote_open(r.fd, r.session, "echo", &r.handle), 0);
	T_OK(remote_noop(&r));
}

/* Situation: the same by a user without privileges.
 * Expectation: EPERM.
 */
T_CASE(session_signed_user, "signed-as-user")
{
	__u32 session;
	int fd = raw_node();

	session_become_user();
	T_ERR(raw_session_create(fd, 0, &session), -EPERM);
}

/* Situation: debugging and unsigned are asked for together, by a user.
 * Expectation: it works.
 */
T_CASE(session_debug, "debug-as-user")
{
	__u32 session;
	int fd = raw_node();

	session_become_user();
	T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED | DRM_QDA_SESSION_DEBUG, &session));
}

/* Situation: root attaches to the root PD.
 * Expectation: a session, in which the DSP answers.
 */
T_CASE(session_attach, "attach-root")
{
	struct remote r;

	T_OK(r.fd = raw_open());
	T_OK(raw_session_attach(r.fd, DRM_QDA_ATTACH_ROOT, &r.session));
	T_EQ(remote_open(r.fd, r.session, "echo", &r.handle), 0);
	T_OK(remote_noop(&r));
	T_OK(raw_session_close(r.fd, r.session));
}

/* Situation: root attaches to the sensors PD.
 * Expectation: a session.
 */
T_CASE(session_sensors, "attach-sensors")
{
	__u32 session;
	int fd = raw_node();

	T_OK(raw_session_attach(fd, DRM_QDA_ATTACH_SENSORS, &session));
	T_OK(raw_session_close(fd, session));
}

/* Situation: a user without privileges attaches to one of the PDs.
 * Expectation: EPERM.
 */
static void session_attach_user(const void *data)
{
	const enum drm_qda_attach_kind *kind = data;
	__u32 session;
	int fd = raw_node();

	session_become_user();
	T_ERR(raw_session_attach(fd, *kind, &session), -EPERM);
}

static const enum drm_qda_attach_kind session_root = DRM_QDA_ATTACH_ROOT;
static const enum drm_qda_attach_kind session_sensor = DRM_QDA_ATTACH_SENSORS;

static const struct t_case session_attach_user_cases[] = {
	{ .name = "attach-root-as-user", .run_with = session_attach_user, .data = &session_root },
	{ .name = "attach-sensors-as-user", .run_with = session_attach_user,
	  .data = &session_sensor },
};
T_CASES(session_attach_user_cases);

/* Situation: two sessions of one open file.
 * Expectation: each is a PD of its own: what one counts the other does not.
 */
T_CASE(session_two, "two")
{
	struct remote a = remote_setup("selftest");
	struct remote b = remote_setup_on(a.fd, "selftest");

	T_CHECK(a.session != b.session);
	T_EQ(remote_count(&a), 1);
	T_EQ(remote_count(&a), 2);
	T_EQ(remote_count(&b), 1);
	T_OK(raw_session_close(a.fd, a.session));
	T_EQ(remote_count(&b), 2);
}

/* Opens sessions until none is left. */
static __u32 session_exhaust(int fd, __u32 *sessions)
{
	__u32 count = 0;
	int ret;

	T_STEP("sessions until none is left");
	while (!(ret = raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &sessions[count])))
		if (++count == SESSION_MAX)
			t_fail("there is no end");
	t_status(ret, -EUSERS);
	return count;
}

/* Situation: more sessions are opened than there is room for.
 * Expectation: as many as the driver says, then EUSERS; one close makes room.
 */
T_CASE(session_exhaustion, "exhaustion")
{
	__u32 sessions[SESSION_MAX], count, again;
	struct drm_qda_query_device device;
	int fd = raw_node();

	T_OK(raw_query_device(fd, &device));
	T_EQ((count = session_exhaust(fd, sessions)), device.sessions_max);
	T_OK(raw_query_device(fd, &device));
	T_EQ(device.sessions, count);
	T_OK(raw_session_close(fd, sessions[count / 2]));
	T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &again));
	T_ERR(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &again), -EUSERS);
}

/* Situation: one file has all sessions, and is closed without closing them.
 * Expectation: another file gets as many as the first.
 */
T_CASE(session_exhaustion_file, "exhaustion-file")
{
	__u32 sessions[SESSION_MAX], count;
	int one = raw_node();
	int two = raw_node();

	count = session_exhaust(one, sessions);
	T_ERR(raw_session_create(two, DRM_QDA_SESSION_UNSIGNED, &sessions[0]), -EUSERS);
	T_SYS(close(one));
	T_EQ(session_exhaust(two, sessions), count);
}

/* Situation: 100 times a session is opened and closed.
 * Expectation: the last works as the first; the DSP has no PD left over.
 */
T_CASE(session_churn, "churn", .seconds = 60)
{
	long before = board_stat("processes");
	int fd = raw_node();

	for (int i = 0; i < 100; i++) {
		struct remote r;

		r = remote_setup_on(fd, "echo");
		T_OK(remote_noop(&r));
		T_OK(raw_session_close(fd, r.session));
	}
	T_EQ(board_stat("processes"), before);
}

/* Situation: a session is closed twice.
 * Expectation: ENOENT the second time.
 */
T_CASE(session_close_twice, "close-twice")
{
	int fd = raw_node();
	__u32 session = raw_session(fd);

	T_OK(raw_session_close(fd, session));
	T_ERR(raw_session_close(fd, session), -ENOENT);
}

/* Situation: another open file uses a session's id to call and to close.
 * Expectation: ENOENT; the owner's session lives.
 */
T_CASE(session_foreign, "foreign")
{
	struct remote foreign;
	struct remote mine = remote_setup("echo");

	foreign = mine;
	T_OK(foreign.fd = raw_open());
	T_ERR(remote_noop(&foreign), -ENOENT);
	T_ERR(raw_session_close(foreign.fd, mine.session), -ENOENT);
	T_OK(remote_noop(&mine));
}

/* Situation: the file is dup()ed and the first descriptor closed.
 * Expectation: the session lives, it belongs to the open file.
 */
T_CASE(session_dup, "dup")
{
	struct remote r = remote_setup("echo");
	int old;

	old = r.fd;
	T_OK(r.fd = dup(old));
	T_SYS(close(old));
	T_OK(remote_noop(&r));
}

/* Situation: the process that opened the session forks, the child calls.
 * Expectation: it works, the session does not belong to a process.
 */
T_CASE(session_fork, "fork")
{
	struct remote r = remote_setup("selftest");
	int pair[2];
	char byte = 0;

	T_SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	if (!fork()) {
		byte = (char)remote_count(&r);
		write(pair[1], &byte, 1);
		_exit(0);
	}
	T_SYS(close(pair[1]));
	T_EQ(read(pair[0], &byte, 1), 1);
	T_EQ(byte, 1);
	T_EQ(remote_count(&r), 2);
}

/* Situation: a PD with a program image that is not at the start of its buffer.
 * Expectation: it works; the image object is not mapped any more, and can be closed
 * while the PD runs.
 */
T_CASE(session_image, "image")
{
	struct drm_qda_session_create arg = {
		.image_offset = 12288, .image_size = 70000, .attrs = DRM_QDA_SESSION_UNSIGNED,
	};
	struct remote r;

	T_OK(r.fd = raw_open());
	T_OK(raw_gem_create(r.fd, 1 << 20, &arg.image));
	T_OK(raw_ioctl(r.fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg));
	T_EQ(watch_counter("mappings"), 0);
	T_OK(raw_gem_close(r.fd, arg.image));
	r.session = arg.session;
	T_EQ(remote_open(r.fd, r.session, "echo", &r.handle), 0);
	T_OK(remote_noop(&r));
}

/* Situation: a PD with the largest program that there may be.
 * Expectation: it works.
 */
T_CASE(session_image_largest, "image-largest")
{
	struct drm_qda_session_create arg = {
		.image_size = 2 << 20, .attrs = DRM_QDA_SESSION_UNSIGNED,
	};
	struct remote r;

	T_OK(r.fd = raw_open());
	T_OK(raw_gem_create(r.fd, arg.image_size, &arg.image));
	T_OK(raw_ioctl(r.fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg));
	r.session = arg.session;
	T_EQ(remote_open(r.fd, r.session, "echo", &r.handle), 0);
	T_OK(remote_noop(&r));
}

/* Situation: a PD whose program has a signature behind it; then one bit of the
 * program changes, or the signature is shorter than that.
 * Expectation: the DSP finds the signature; it refuses what does not fit.
 */
T_CASE(session_signature, "signature")
{
	struct drm_qda_session_create arg = {
		.image_offset = 4096, .image_size = 9000 + 8, .signature_size = 8,
	};
	uint64_t signature;
	uint8_t *bytes;
	int fd = raw_node();

	T_OK(raw_gem_create(fd, 65536, &arg.image));
	T_CHECK((bytes = raw_gem_map(fd, arg.image, 65536)));
	bytes += arg.image_offset;
	remote_pattern_write(3, bytes, 9000);
	signature = remote_fnv(REMOTE_FNV_START, bytes, 9000);
	memcpy(bytes + 9000, &signature, sizeof(signature));
	T_OK(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg));
	T_OK(raw_session_close(fd, arg.session));
	bytes[4711] ^= 0x10;
	T_ERR(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg), -EREMOTEIO);
	T_EQ(arg.result, REMOTE_BADPARM);
	bytes[4711] ^= 0x10;
	arg.signature_size = 7;
	T_ERR(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg), -EREMOTEIO);
	T_EQ(arg.result, REMOTE_BADPARM);
	arg.signature_size = 0;
	T_OK(raw_ioctl(fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg));
}

/* Situation: a DSP that takes only signed code is asked for an unsigned PD.
 * Expectation: EOPNOTSUPP; a signed one works.
 */
T_CASE(session_signed_only, "signed-only-dsp")
{
	__u32 session;
	int fd;

	fd = raw_open_domain("adsp");
	if (fd < 0)
		t_skip("the board has no adsp");
	T_ERR(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session), -EOPNOTSUPP);
	T_OK(raw_session_create(fd, 0, &session));
}

/* The cgroup that says what memory its programs use. */
#define SESSION_CGROUP "/tmp/cgroup"

static long session_charged(void)
{
	long bytes = -1;
	FILE *file;

	T_CHECK(file = fopen(SESSION_CGROUP "/test/memory.current", "r"));
	T_EQ(fscanf(file, "%ld", &bytes), 1);
	fclose(file);
	return bytes;
}

/* Situation: a program in a memory cgroup opens a session.
 * Expectation: the memory that its PD is built in, 2 MiB, is charged to it.
 */
T_CASE(session_accounted, "accounted")
{
	__u32 session;
	long before;
	int fd = raw_node();

	mkdir(SESSION_CGROUP, 0700);
	if (mount("cgroup2", SESSION_CGROUP, "cgroup2", 0, NULL) ||
	    board_write(SESSION_CGROUP "/cgroup.subtree_control", "+memory"))
		t_skip("this kernel has no memory cgroup");
	T_SYS(mkdir(SESSION_CGROUP "/test", 0700));
	T_OK(board_write(SESSION_CGROUP "/test/cgroup.procs", "0"));

	before = session_charged();
	T_OK(raw_session_create(fd, DRM_QDA_SESSION_UNSIGNED, &session));
	T_CHECK(session_charged() - before >= 2 << 20);
	T_OK(raw_session_close(fd, session));

	T_OK(board_write(SESSION_CGROUP "/cgroup.procs", "0"));
	T_SYS(rmdir(SESSION_CGROUP "/test"));
	T_SYS(umount(SESSION_CGROUP));
}
