// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Export: objects that leave their open file as a dma-buf.
 */
#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/t.h"
#include "tools/watch.h"

#define PRIME_SIZE (1u << 20)

/**
 * struct prime - an object that two sessions of two open files share
 * @a: session in the file that made the object
 * @b: session in the other file
 * @dmabuf: the object as a dma-buf
 * @mine: handle in the file of @a
 * @foreign: handle in the file of @b
 */
struct prime {
	struct remote a, b;
	int dmabuf;
	__u32 mine, foreign;
};

/* An object in the file of @a, exported. */
static struct prime prime_export(void)
{
	struct prime p = { .a = remote_setup("selftest") };

	p.mine = raw_object(p.a.fd, PRIME_SIZE);
	p.dmabuf = raw_dmabuf(p.a.fd, p.mine);
	return p;
}

/* The same, imported in the file of @b. */
static struct prime prime_share(void)
{
	struct prime p = prime_export();

	p.b = remote_setup("selftest");
	T_OK(raw_prime_import(p.b.fd, p.dmabuf, &p.foreign));
	return p;
}

/* Situation: an exported object is mmapped through the node and the dma-buf.
 * Expectation: it is the same memory, which the DSP writes and reads.
 */
T_CASE(prime_mmap, "mmap")
{
	uint8_t *node, *dmabuf;
	struct prime p = prime_export();

	T_CHECK((node = raw_gem_map(p.a.fd, p.mine, PRIME_SIZE)));
	dmabuf = buffer_map(p.dmabuf, PRIME_SIZE);
	node[4097] = 0x5a;
	T_EQ(dmabuf[4097], 0x5a);
	buffer_write(&p.a, 7, p.mine, 0, PRIME_SIZE);
	remote_pattern_check(7, dmabuf, PRIME_SIZE);
	remote_pattern_write(8, dmabuf, PRIME_SIZE);
	buffer_check(&p.a, 8, p.mine, 0, PRIME_SIZE);
}

/* Situation: how big is the dma-buf of an object of 5000 bytes?
 * Expectation: the object's two pages.
 */
T_CASE(prime_size, "size")
{
	int fd = raw_node();
	__u32 handle = raw_object(fd, 5000);
	int dmabuf = raw_dmabuf(fd, handle);

	T_EQ(lseek(dmabuf, 0, SEEK_END), 8192);
}

/* Situation: an object is exported twice.
 * Expectation: two descriptors of one dma-buf.
 */
T_CASE(prime_export_twice, "export-twice")
{
	struct stat one, two;
	struct prime p = prime_export();
	int again;

	T_OK(raw_prime_export(p.a.fd, p.mine, &again));
	T_SYS(fstat(p.dmabuf, &one));
	T_SYS(fstat(again, &two));
	T_CHECK(one.st_ino == two.st_ino);
}

/* Situation: a handle that does not exist is exported.
 * Expectation: ENOENT.
 */
T_CASE(prime_export_unknown, "export-unknown")
{
	int dmabuf;
	int fd = raw_node();

	T_ERR(raw_prime_export(fd, 4711, &dmabuf), -ENOENT);
}

/* Situation: a file imports what it has exported itself.
 * Expectation: the handle that it has already, and no other object.
 */
T_CASE(prime_self, "self")
{
	struct prime p = prime_export();
	__u32 again;

	T_OK(raw_prime_import(p.a.fd, p.dmabuf, &again));
	T_EQ(again, p.mine);
	T_EQ(watch_counter("objects"), 1);
	T_OK(raw_gem_close(p.a.fd, p.mine));
	T_ERR(raw_gem_close(p.a.fd, again), -EINVAL);
}

/* Situation: another file imports the same dma-buf twice, used in between.
 * Expectation: the same handle both times; no other object, no other mapping.
 */
T_CASE(prime_twice, "twice")
{
	struct prime p = prime_share();
	__u32 again;

	buffer_write(&p.b, 1, p.foreign, 0, PRIME_SIZE);
	T_OK(raw_prime_import(p.b.fd, p.dmabuf, &again));
	T_EQ(again, p.foreign);
	buffer_check(&p.b, 1, again, 0, PRIME_SIZE);
	T_EQ(watch_counter("objects"), 1);
	T_EQ(watch_counter("mappings"), 1);
}

/* Situation: sessions of two files write and read a shared object in turn.
 * Expectation: each finds what the other wrote; each has its own mapping.
 */
T_CASE(prime_two, "two-files")
{
	struct prime p = prime_share();

	for (__u32 i = 0; i < 10; i++) {
		buffer_write(&p.a, i, p.mine, i, 50000);
		buffer_check(&p.b, i, p.foreign, i, 50000);
		buffer_write(&p.b, i + 100, p.foreign, 60001 + i, 50000);
		buffer_check(&p.a, i + 100, p.mine, 60001 + i, 50000);
	}
	T_EQ(watch_counter("objects"), 1);
	T_EQ(watch_counter("mappings"), 2);
}

/* Situation: two sessions write different parts of a shared object at one time.
 * Expectation: all parts are right.
 */
T_CASE(prime_parallel, "two-files-parallel")
{
	struct buffer_call a, b;
	struct prime p = prime_share();
	uint8_t *bytes;

	bytes = buffer_map(p.dmabuf, PRIME_SIZE);
	for (int i = 0; i < 20; i++) {
		memset(bytes, 0, PRIME_SIZE);
		a = (struct buffer_call){ .remote = &p.a, .scalars = SELF_FILL,
					  .arg = raw_gem(p.mine, 0, 300001) };
		b = (struct buffer_call){ .remote = &p.b, .scalars = SELF_FILL,
					  .arg = raw_gem(p.foreign, 300001, 300001) };
		buffer_call_start(&a);
		buffer_call_start(&b);
		T_OK(buffer_call_end(&a));
		T_OK(buffer_call_end(&b));
		remote_pattern_check(1, bytes, 300001);
		remote_pattern_check(1, bytes + 300001, 300001);
		T_EQ(bytes[600002], 0);
	}
}

/* Situation: one of two files closes its handle.
 * Expectation: its session's mapping goes, the other's stays and works.
 */
T_CASE(prime_close_handle, "close-handle")
{
	uint64_t sum;
	struct prime p = prime_share();

	buffer_write(&p.a, 1, p.mine, 0, PRIME_SIZE);
	buffer_check(&p.b, 1, p.foreign, 0, PRIME_SIZE);
	T_OK(raw_gem_close(p.a.fd, p.mine));
	T_EQ(watch_counter("mappings"), 1);
	T_ERR(buffer_sum(&p.a, raw_gem(p.mine, 0, 1), &sum, raw_deadline(RAW_CALL_MS)), -ENOENT);
	buffer_write(&p.b, 2, p.foreign, 0, PRIME_SIZE);
	buffer_check(&p.b, 2, p.foreign, 0, PRIME_SIZE);
}

/* Situation: the file that made the object is closed, then the dma-buf.
 * Expectation: the importer goes on with the contents that were there.
 */
T_CASE(prime_close_exporter, "close-exporter")
{
	struct prime p = prime_share();

	buffer_write(&p.a, 1, p.mine, 0, PRIME_SIZE);
	T_SYS(close(p.a.fd));
	T_SYS(close(p.dmabuf));
	buffer_check(&p.b, 1, p.foreign, 0, PRIME_SIZE);
	buffer_write(&p.b, 2, p.foreign, 5, 70000);
	buffer_check(&p.b, 2, p.foreign, 5, 70000);
	T_EQ(watch_counter("mappings"), 1);
}

/* Situation: an importer's call uses the object while the exporter's file closes.
 * Expectation: the call ends well, with the right bytes.
 */
T_CASE(prime_close_exporter_in_call, "close-exporter-in-call")
{
	struct buffer_call call;
	struct prime p = prime_share();
	uint8_t *bytes;

	bytes = buffer_map(p.dmabuf, PRIME_SIZE);
	board_tell("lie delay 1 %u", 400 * t_slowdown());
	call = (struct buffer_call){ .remote = &p.b, .scalars = SELF_FILL,
				     .arg = raw_gem(p.foreign, 0, PRIME_SIZE) };
	buffer_call_start_sent(&call);
	T_SYS(close(p.a.fd));
	T_OK(buffer_call_end(&call));
	remote_pattern_check(1, bytes, PRIME_SIZE);
}

/* Situation: a call uses the object while its own file closes the handle.
 * Expectation: mapped until the call ends, then not; the call ends well.
 */
T_CASE(prime_close_handle_in_call, "close-handle-in-call")
{
	struct buffer_call call;
	struct prime p = prime_share();

	board_tell("lie delay 1 %u", 600 * t_slowdown());
	call = (struct buffer_call){ .remote = &p.b, .scalars = SELF_FILL,
				     .arg = raw_gem(p.foreign, 0, PRIME_SIZE) };
	buffer_call_start_sent(&call);
	T_OK(raw_gem_close(p.b.fd, p.foreign));
	/* And that of the bytes of the call. */
	T_EQ(watch_counter("mappings"), 2);
	T_OK(buffer_call_end(&call));
	T_EQ(watch_counter("mappings"), 0);
	buffer_check(&p.a, 1, p.mine, 0, PRIME_SIZE);
}

/* Situation: the handle is closed, only the dma-buf is left; it comes back.
 * Expectation: its contents as well.
 */
T_CASE(prime_return, "return")
{
	struct prime p = prime_export();

	buffer_write(&p.a, 3, p.mine, 0, PRIME_SIZE);
	T_OK(raw_gem_close(p.a.fd, p.mine));
	T_EQ(watch_counter("objects"), 1);
	T_EQ(watch_counter("mappings"), 0);
	T_OK(raw_prime_import(p.a.fd, p.dmabuf, &p.mine));
	buffer_check(&p.a, 3, p.mine, 0, PRIME_SIZE);
}

/* Situation: only the dma-buf is left of a file that was closed.
 * Expectation: it can be mmapped, read and written; then nothing is left.
 */
T_CASE(prime_outlives_file, "outlives-file")
{
	struct prime p = prime_export();
	uint8_t *bytes;

	buffer_write(&p.a, 3, p.mine, 0, PRIME_SIZE);
	T_SYS(close(p.a.fd));
	T_EQ(watch_counter("objects"), 1);
	bytes = buffer_map(p.dmabuf, PRIME_SIZE);
	remote_pattern_check(3, bytes, PRIME_SIZE);
	memset(bytes, 1, PRIME_SIZE);
	T_SYS(munmap(bytes, PRIME_SIZE));
	T_SYS(close(p.dmabuf));
	buffer_counter("objects", 0);
}

/* Situation: the DSP stops and starts; a dma-buf of before is left.
 * Expectation: its memory stays as it was, and the new DSP can use it.
 */
T_CASE(prime_outlives_restart, "outlives-restart", .log = board_log_restart, .seconds = 60)
{
	uint8_t *before, *after;
	struct prime p = prime_share();

	buffer_write(&p.a, 3, p.mine, 0, PRIME_SIZE);
	buffer_check(&p.b, 3, p.foreign, 0, PRIME_SIZE);
	before = buffer_map(p.dmabuf, PRIME_SIZE);
	T_OK(board_dsp_write("stop"));
	board_dsp_wait("offline");
	remote_pattern_check(3, before, PRIME_SIZE);
	T_SYS(close(p.a.fd));
	T_OK(board_dsp_write("start"));
	p.a = remote_setup_again("selftest");
	after = buffer_map(p.dmabuf, PRIME_SIZE);
	remote_pattern_check(3, after, PRIME_SIZE);
	T_OK(raw_prime_import(p.a.fd, p.dmabuf, &p.mine));
	buffer_check(&p.a, 3, p.mine, 0, PRIME_SIZE);
	buffer_write(&p.a, 4, p.mine, 0, PRIME_SIZE);
	remote_pattern_check(4, before, PRIME_SIZE);
}

/* Situation: the DSP crashes while a call uses an import, and comes back.
 * Expectation: ECONNRESET for the call; the memory is there.
 */
T_CASE(prime_crash, "crash", .log = board_log_restart, .seconds = 60)
{
	struct background hang;
	struct prime p = prime_share();
	uint8_t *bytes;

	buffer_write(&p.b, 3, p.foreign, 0, PRIME_SIZE);
	bytes = buffer_map(p.dmabuf, PRIME_SIZE);
	background_start(&hang, &p.b, 0);
	board_tell("crash fatal");
	T_ERR(background_end(&hang), -ECONNRESET);
	p.a = remote_setup_again("selftest");
	remote_pattern_check(3, bytes, PRIME_SIZE);
	board_dsp_wait("running");
}

/* Situation: a descriptor that is no dma-buf, and a number that is none, come in.
 * Expectation: EINVAL, EBADF.
 */
T_CASE(prime_not_a_dmabuf, "not-a-dmabuf")
{
	__u32 handle;
	int fd = raw_node();

	T_ERR(raw_prime_import(fd, buffer_memfd(4096), &handle), -EINVAL);
	T_ERR(raw_prime_import(fd, fd, &handle), -EINVAL);
	T_ERR(raw_prime_import(fd, 4711, &handle), -EBADF);
	T_ERR(raw_prime_import(fd, -1, &handle), -EBADF);
	T_EQ(watch_counter("objects"), 0);
}

/* Situation: a file without the import uses another file's handle of it.
 * Expectation: ENOENT.
 */
T_CASE(prime_foreign_handle, "foreign-handle")
{
	uint64_t sum;
	struct prime p = prime_export();

	p.b = remote_setup("selftest");
	T_ERR(buffer_sum(&p.b, raw_gem(p.mine, 0, 1), &sum, raw_deadline(RAW_CALL_MS)), -ENOENT);
}

/* Situation: the process that imports dies by SIGKILL with the object mapped.
 * Expectation: the exporter's session goes on; only its mapping is left.
 */
static struct prime prime_victim;

static void prime_killed_run(const struct remote *r)
{
	__u32 handle;

	T_OK(raw_prime_import(r->fd, prime_victim.dmabuf, &handle));
	buffer_write(r, 1, handle, 0, PRIME_SIZE);
	remote_hang(r, 0);
}

T_CASE(prime_killed, "importer-is-killed")
{
	pid_t pid;

	prime_victim = prime_export();
	buffer_write(&prime_victim.a, 2, prime_victim.mine, 0, PRIME_SIZE);
	pid = background_process(prime_killed_run);
	buffer_counter("mappings", 2);
	background_kill(pid);
	buffer_counter("mappings", 1);
	buffer_write(&prime_victim.a, 3, prime_victim.mine, 0, PRIME_SIZE);
	buffer_check(&prime_victim.a, 3, prime_victim.mine, 0, PRIME_SIZE);
}

/* Situation: one DSP's object is imported at the other DSP.
 * Expectation: both reach it; the second one's file has an object of its own.
 */
T_CASE(prime_other_dsp, "other-dsp")
{
	int adsp = raw_open_domain("adsp");
	struct prime p;

	if (adsp < 0)
		t_skip("the board has no adsp");
	p = prime_export();
	p.b.fd = adsp;
	T_OK(raw_session_create(p.b.fd, 0, &p.b.session));
	T_EQ(remote_open(p.b.fd, p.b.session, "selftest", &p.b.handle), 0);
	T_OK(raw_prime_import(p.b.fd, p.dmabuf, &p.foreign));
	buffer_write(&p.a, 5, p.mine, 3, 300000);
	buffer_check(&p.b, 5, p.foreign, 3, 300000);
	buffer_write(&p.b, 6, p.foreign, 3, 300000);
	buffer_check(&p.a, 6, p.mine, 3, 300000);
	T_EQ(watch_counter("objects"), 2);
	T_SYS(close(p.a.fd));
	T_SYS(close(p.dmabuf));
	buffer_check(&p.b, 6, p.foreign, 3, 300000);
}

/* Situation: a process of another user has the dma-buf and opens a session.
 * Expectation: it reads and writes the object as its owner.
 */
T_CASE(prime_user, "user")
{
	struct prime p = prime_export();
	int status;
	pid_t pid;

	buffer_write(&p.a, 1, p.mine, 0, PRIME_SIZE);
	T_OK(pid = fork());
	if (!pid) {
		T_SYS(setgroups(0, NULL));
		T_SYS(setresgid(1000, 1000, 1000));
		T_SYS(setresuid(1000, 1000, 1000));
		p.b = remote_setup("selftest");
		T_OK(raw_prime_import(p.b.fd, p.dmabuf, &p.foreign));
		buffer_check(&p.b, 1, p.foreign, 0, PRIME_SIZE);
		buffer_write(&p.b, 2, p.foreign, 0, PRIME_SIZE);
		_exit(0);
	}
	T_EQ(waitpid(pid, &status, 0), pid);
	T_EQ(status, 0);
	buffer_check(&p.a, 2, p.mine, 0, PRIME_SIZE);
}

/* Situation: the module is unloaded; all that is left of a file is a dma-buf, and
 * then only memory mapped through it.
 * Expectation: EAGAIN until it is unmapped.
 */
T_CASE(prime_module, "module", .log = board_log_node)
{
	struct prime p = prime_export();
	void *bytes;

	T_SYS(close(p.a.fd));
	T_ERR(board_module_unload(), -EAGAIN);
	bytes = buffer_map(p.dmabuf, PRIME_SIZE);
	T_SYS(close(p.dmabuf));
	T_ERR(board_module_unload(), -EAGAIN);
	memset(bytes, 1, PRIME_SIZE);
	T_SYS(munmap(bytes, PRIME_SIZE));
	T_OK(board_module_unload());
	T_OK(board_module_load());
	remote_setup_again("selftest");
}

/* Takes the driver from the device of the DSP; it binds again by itself. */
static void prime_unbind_driver(void)
{
	char unbind[256], *device;
	glob_t found;

	T_EQ(glob("/sys/bus/rpmsg/drivers/qda*/*fastrpc*", 0, NULL, &found), 0);
	device = strrchr(found.gl_pathv[0], '/') + 1;
	snprintf(unbind, sizeof(unbind), "%.*sunbind", (int)(device - found.gl_pathv[0]),
		 found.gl_pathv[0]);
	T_OK(board_write(unbind, device));
	globfree(&found);
}

/* Situation: the driver is taken from its device with a shared object mapped.
 * Expectation: its memory stays; the dma-buf can be imported at the new node.
 */
T_CASE(prime_unbind, "unbind", .log = board_log_node)
{
	uint8_t *bytes;
	struct prime p = prime_share();
	int again;

	buffer_write(&p.a, 3, p.mine, 0, PRIME_SIZE);
	buffer_check(&p.b, 3, p.foreign, 0, PRIME_SIZE);
	prime_unbind_driver();
	bytes = buffer_map(p.dmabuf, PRIME_SIZE);
	remote_pattern_check(3, bytes, PRIME_SIZE);
	T_ERR(raw_prime_export(p.a.fd, p.mine, &again), -ENODEV);
	T_SYS(close(p.b.fd));
	p.b = remote_setup_again("selftest");
	T_OK(raw_prime_import(p.b.fd, p.dmabuf, &p.foreign));
	buffer_write(&p.b, 4, p.foreign, 0, PRIME_SIZE);
	T_SYS(close(p.a.fd));
	buffer_check(&p.b, 4, p.foreign, 0, PRIME_SIZE);
	remote_pattern_check(4, bytes, PRIME_SIZE);
}
