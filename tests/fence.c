// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Imports whose other users say with a fence that they are not done. The other
 * user is vgem, whose fences are signalled by ioctl, and after 10 s by itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <drm/drm.h>
#include <drm/drm_mode.h>
#include <drm/vgem_drm.h>

#include "tools/background.h"
#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/submit.h"
#include "tools/t.h"
#include "tools/watch.h"

#define FENCE_SIZE (64u << 10)
/* Long enough to see that a call waits. */
#define FENCE_LOOK_MS 300
/* What is not to wait for a fence has to be done by then. */
#define FENCE_SOON_NS (8000000000ll * t_slowdown())

/**
 * struct fence - memory of vgem that a session has as an object
 * @remote: module selftest
 * @vgem: vgem's node
 * @handle: the object in the session's file
 * @theirs: the object in vgem's file
 * @bytes: the same as memory of this process
 * @id: vgem's number of the fence
 */
struct fence {
	struct remote remote;
	int vgem;
	__u32 handle, theirs, id;
	uint8_t *bytes;
};

static struct fence fence_setup(void)
{
	struct drm_mode_create_dumb dumb = { .width = FENCE_SIZE / 4, .height = 1, .bpp = 32 };
	struct fence f = { .vgem = buffer_open_vgem() };
	int dmabuf;

	if (f.vgem < 0)
		t_skip("the kernel has no vgem");
	T_OK(raw_ioctl(f.vgem, DRM_IOCTL_MODE_CREATE_DUMB, &dumb));
	f.theirs = dumb.handle;
	dmabuf = raw_dmabuf(f.vgem, f.theirs);
	f.bytes = buffer_map(dmabuf, FENCE_SIZE);
	f.remote = remote_setup("selftest");
	T_OK(raw_prime_import(f.remote.fd, dmabuf, &f.handle));
	return f;
}

/* From now on another user reads, or writes, the memory. */
static void fence_attach(struct fence *f, __u32 flags)
{
	struct drm_vgem_fence_attach arg = { .handle = f->theirs, .flags = flags };

	T_OK(raw_ioctl(f->vgem, DRM_IOCTL_VGEM_FENCE_ATTACH, &arg));
	f->id = arg.out_fence;
}

/* It is refused when the fence was signalled already, as it is after 10 s. */
static void fence_signal(struct fence *f)
{
	struct drm_vgem_fence_signal arg = { .fence = f->id };

	T_OK(raw_ioctl(f->vgem, DRM_IOCTL_VGEM_FENCE_SIGNAL, &arg));
}

/* A call with the object that waits for the fence: the DSP does not have it. */
static void fence_start(struct fence *f, struct buffer_call *call, __u32 scalars)
{
	long calls = board_stat("calls");

	*call = (struct buffer_call){ .remote = &f->remote, .scalars = scalars,
				      .arg = raw_gem(f->handle, 0, FENCE_SIZE) };
	buffer_call_start(call);
	t_sleep_ms(FENCE_LOOK_MS);
	T_EQ(__atomic_load_n(&call->done, __ATOMIC_ACQUIRE), 0);
	T_EQ(board_stat("calls"), calls);
}

/* Situation: memory of vgem that has no other user.
 * Expectation: the DSP writes and reads it like any import.
 */
T_CASE(fence_none, "none")
{
	struct fence f = fence_setup();

	buffer_write(&f.remote, 1, f.handle, 0, FENCE_SIZE);
	remote_pattern_check(1, f.bytes, FENCE_SIZE);
	buffer_check(&f.remote, 1, f.handle, 0, FENCE_SIZE);
}

/* Situation: another user writes the memory; a call has it as input.
 * Expectation: the call goes to the DSP when the other is done, and sees the bytes.
 */
T_CASE(fence_input, "writer-input")
{
	struct buffer_call call;
	struct fence f = fence_setup();

	fence_attach(&f, VGEM_FENCE_WRITE);
	fence_start(&f, &call, SELF_CHECKSUM(1));
	fence_signal(&f);
	T_OK(buffer_call_end(&call));
}

/* Situation: another user writes the memory; a call has it as output.
 * Expectation: the same.
 */
T_CASE(fence_output, "writer-output")
{
	struct buffer_call call;
	struct fence f = fence_setup();

	fence_attach(&f, VGEM_FENCE_WRITE);
	fence_start(&f, &call, SELF_FILL);
	T_EQ(f.bytes[1], 0);
	fence_signal(&f);
	T_OK(buffer_call_end(&call));
	remote_pattern_check(1, f.bytes, FENCE_SIZE);
}

/* Situation: another user reads the memory; a call has it as input.
 * Expectation: the call does not wait.
 */
T_CASE(fence_reader_input, "reader-input")
{
	struct fence f = fence_setup();

	remote_pattern_write(1, f.bytes, FENCE_SIZE);
	fence_attach(&f, 0);
	buffer_check(&f.remote, 1, f.handle, 0, FENCE_SIZE);
	fence_signal(&f);
}

/* Situation: another user reads the memory; a call has it as output.
 * Expectation: the call goes to the DSP when the other is done.
 */
T_CASE(fence_reader_output, "reader-output")
{
	struct buffer_call call;
	struct fence f = fence_setup();

	fence_attach(&f, 0);
	fence_start(&f, &call, SELF_FILL);
	fence_signal(&f);
	T_OK(buffer_call_end(&call));
	remote_pattern_check(1, f.bytes, FENCE_SIZE);
}

/* Submits a call with the object that is to wait for its other users. Return: its fence. */
static __u32 fence_submit(struct fence *f, struct submit *s, __u32 scalars)
{
	unsigned int mine = scalars == SELF_FILL ? 0 : 1;
	__u32 sync;

	submit_init_on(s, &f->remote);
	sync = submit_syncobj(f->remote.fd);
	submit_add(s, scalars, 1);
	s->args[mine] = raw_gem(s->object, SUBMIT_BYTES, mine ? 8 : 4);
	s->args[!mine] = raw_gem(f->handle, 0, FENCE_SIZE);
	s->arg.flags = DRM_QDA_SUBMIT_IMPLICIT;
	T_OK(submit_go(s, 0, sync));
	return sync;
}

/* Situation: another user reads the memory; one submission has it as input, the next as
 * output.
 * Expectation: the first does not wait; the second is sent when the other is done.
 */
T_CASE(fence_reader_submit, "reader-submit")
{
	struct fence f = fence_setup();
	struct submit s;
	__u32 sync;

	fence_attach(&f, 0);
	sync = fence_submit(&f, &s, SELF_CHECKSUM(1));
	T_OK(submit_wait_ms(f.remote.fd, sync, FENCE_SOON_NS / 1000000));
	submit_check(&s, 0, 0, 0);
	sync = fence_submit(&f, &s, SELF_FILL);
	T_ERR(submit_wait_ms(f.remote.fd, sync, FENCE_LOOK_MS), -ETIME);
	T_EQ(f.bytes[1], 0);
	fence_signal(&f);
	submit_wait(&s, sync);
	submit_check(&s, 0, 0, 0);
	remote_pattern_check(1, f.bytes, FENCE_SIZE);
}

/* Situation: another user writes the memory; a submission has it as input.
 * Expectation: it is sent when the other is done.
 */
T_CASE(fence_writer_submit, "writer-submit")
{
	struct fence f = fence_setup();
	struct submit s;
	__u32 sync;

	fence_attach(&f, VGEM_FENCE_WRITE);
	sync = fence_submit(&f, &s, SELF_CHECKSUM(1));
	T_ERR(submit_wait_ms(f.remote.fd, sync, FENCE_LOOK_MS), -ETIME);
	fence_signal(&f);
	submit_wait(&s, sync);
	submit_check(&s, 0, 0, 0);
}

/* Situation: the call's time is over before the writer is done.
 * Expectation: ETIMEDOUT, and the DSP never had it; afterwards it works.
 */
T_CASE(fence_timeout, "timeout")
{
	struct fence f = fence_setup();
	long calls;

	fence_attach(&f, VGEM_FENCE_WRITE);
	calls = board_stat("calls");
	T_ERR(buffer_fill(&f.remote, 1, raw_gem(f.handle, 0, FENCE_SIZE), raw_deadline(300)),
	      -ETIMEDOUT);
	T_EQ(board_stat("calls"), calls);
	T_EQ(f.bytes[1], 0);
	fence_signal(&f);
	buffer_write(&f.remote, 1, f.handle, 0, FENCE_SIZE);
}

/* Situation: the handle is closed while a call waits for the writer.
 * Expectation: the call still gets its memory.
 */
T_CASE(fence_handle_closed, "handle-closed")
{
	struct buffer_call call;
	struct fence f = fence_setup();

	fence_attach(&f, VGEM_FENCE_WRITE);
	fence_start(&f, &call, SELF_FILL);
	T_OK(raw_gem_close(f.remote.fd, f.handle));
	fence_signal(&f);
	T_OK(buffer_call_end(&call));
	remote_pattern_check(1, f.bytes, FENCE_SIZE);
}

/* Situation: the session closes while its call waits for a writer.
 * Expectation: that is not held up; ESHUTDOWN for the call, without the writer.
 */
T_CASE(fence_session_closed, "session-closed")
{
	struct buffer_call call;
	struct fence f = fence_setup();

	fence_attach(&f, VGEM_FENCE_WRITE);
	fence_start(&f, &call, SELF_FILL);
	T_OK(raw_session_close(f.remote.fd, f.remote.session));
	T_ERR(buffer_call_end(&call), -ESHUTDOWN);
	T_EQ(f.bytes[1], 0);
	fence_signal(&f);
}

/* Situation: the DSP stops while a call waits for a writer.
 * Expectation: that is not held up; ECONNRESET for the call, without the writer.
 */
T_CASE(fence_stop, "stop", .log = board_log_restart, .seconds = 60)
{
	struct buffer_call call;
	struct fence f = fence_setup();
	__s64 before;

	fence_attach(&f, VGEM_FENCE_WRITE);
	fence_start(&f, &call, SELF_FILL);
	before = raw_deadline(0);
	T_OK(board_dsp_write("stop"));
	T_ERR(buffer_call_end(&call), -ECONNRESET);
	before = raw_deadline(0) - before;
	T_OK(board_dsp_write("start"));
	f.remote = remote_setup_again("selftest");
	T_STEP("milliseconds that the stop has taken");
	if (before > FENCE_SOON_NS)
		t_fail("%lld", (long long)before / 1000000);
}

/* Situation: the process is killed while its call waits for a writer.
 * Expectation: it ends at once.
 */
T_CASE(fence_killed, "killed")
{
	int ready[2];
	__s64 before;
	char byte;
	pid_t pid;

	T_SYS(pipe(ready));
	T_OK(pid = fork());
	if (!pid) {
		struct buffer_call call;
		struct fence f;

		f = fence_setup();
		fence_attach(&f, VGEM_FENCE_WRITE);
		fence_start(&f, &call, SELF_FILL);
		T_EQ(write(ready[1], "", 1), 1);
		t_sleep_ms(60000);
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		t_skip("the kernel has no vgem");
	before = raw_deadline(0);
	T_SYS(kill(pid, SIGKILL));
	T_EQ(waitpid(pid, NULL, 0), pid);
	T_CHECK(raw_deadline(0) - before < FENCE_SOON_NS);
}

static void fence_on_signal(int number)
{
	(void)number;
}

/* Situation: a signal comes while a call waits for the writer; its handler does
 * not restart system calls.
 * Expectation: the call goes on waiting, as it would for the DSP.
 */
T_CASE(fence_signalled, "signal")
{
	struct sigaction action = { .sa_handler = fence_on_signal };
	struct buffer_call call;
	struct fence f = fence_setup();

	T_SYS(sigaction(SIGUSR1, &action, NULL));
	fence_attach(&f, VGEM_FENCE_WRITE);
	fence_start(&f, &call, SELF_FILL);
	T_OK(-pthread_kill(call.thread, SIGUSR1));
	t_sleep_ms(FENCE_LOOK_MS);
	T_EQ(__atomic_load_n(&call.done, __ATOMIC_ACQUIRE), 0);
	fence_signal(&f);
	T_OK(buffer_call_end(&call));
}

static void *fence_create_run(void *data)
{
	struct buffer_call *call = data;
	struct drm_qda_session_create arg = {
		.image_size = FENCE_SIZE,
		.image = call->arg.handle,
		.attrs = DRM_QDA_SESSION_UNSIGNED,
	};

	call->ret = raw_ioctl(call->remote->fd, DRM_IOCTL_QDA_SESSION_CREATE, &arg);
	__atomic_store_n(&call->done, 1, __ATOMIC_RELEASE);
	return NULL;
}

/* Situation: another user writes the memory that holds the program of a new PD.
 * Expectation: the PD starts when the other is done.
 */
T_CASE(fence_image, "image")
{
	struct buffer_call call;
	struct fence f = fence_setup();

	fence_attach(&f, VGEM_FENCE_WRITE);
	call = (struct buffer_call){ .remote = &f.remote, .arg = raw_gem(f.handle, 0, 0) };
	T_OK(-pthread_create(&call.thread, NULL, fence_create_run, &call));
	t_sleep_ms(FENCE_LOOK_MS * t_slowdown());
	T_EQ(__atomic_load_n(&call.done, __ATOMIC_ACQUIRE), 0);
	fence_signal(&f);
	T_OK(buffer_call_end(&call));
}

static void *fence_map_run(void *data)
{
	struct buffer_call *call = data;
	struct drm_qda_map arg = {
		.size = FENCE_SIZE,
		.session = call->remote->session,
		.handle = call->arg.handle,
		.request = DRM_QDA_MAP_ATTR,
	};

	call->ret = raw_map(call->remote->fd, &arg);
	__atomic_store_n(&call->done, 1, __ATOMIC_RELEASE);
	return NULL;
}

/* Situation: one user reads the memory that is to be mapped into a PD; then another one
 * writes it, and the session is closed in the second wait.
 * Expectation: the first map is done when the reader is, the second never.
 */
T_CASE(fence_map, "map")
{
	struct buffer_call call;
	long maps;
	struct fence f = fence_setup();

	maps = board_stat("maps");
	for (int i = 0; i < 2; i++) {
		fence_attach(&f, i ? VGEM_FENCE_WRITE : 0);
		call = (struct buffer_call){ .remote = &f.remote, .arg = raw_gem(f.handle, 0, 0) };
		T_OK(-pthread_create(&call.thread, NULL, fence_map_run, &call));
		t_sleep_ms(FENCE_LOOK_MS * t_slowdown());
		T_EQ(__atomic_load_n(&call.done, __ATOMIC_ACQUIRE), 0);
		T_EQ(board_stat("maps"), maps + i);
		if (i) {
			T_OK(raw_session_close(f.remote.fd, f.remote.session));
			T_ERR(buffer_call_end(&call), -ESHUTDOWN);
		} else {
			fence_signal(&f);
			T_OK(buffer_call_end(&call));
			T_EQ(board_stat("maps"), maps + 1);
		}
	}
	fence_signal(&f);
}

/* Situation: vgem imports one of our objects; our handle and file are closed.
 * Expectation: the object lives as long as vgem has it.
 */
T_CASE(fence_export, "export-to-vgem")
{
	int fd, dmabuf, vgem = buffer_open_vgem();
	__u32 handle, theirs;

	if (vgem < 0)
		t_skip("the kernel has no vgem");
	T_OK(fd = raw_open());
	T_OK(raw_gem_create(fd, FENCE_SIZE, &handle));
	T_OK(raw_prime_export(fd, handle, &dmabuf));
	T_OK(raw_prime_import(vgem, dmabuf, &theirs));
	T_SYS(close(dmabuf));
	T_SYS(close(fd));
	T_EQ(watch_counter("objects"), 1);
	T_OK(raw_gem_close(vgem, theirs));
	buffer_counter("objects", 0);
}
