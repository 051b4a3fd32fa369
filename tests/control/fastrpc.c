// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The control experiment: mainline's fastrpc.ko on the same board with the same
 * virtual DSP. If this works and qda does not, qda is wrong; if neither works,
 * the board is.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <misc/fastrpc.h>

#include "../t.h"

#define CONTROL_NODE	"/dev/fastrpc-cdsp"
#define CONTROL_NODE_MS	(10000 * (int)t_patience())
/* Process attribute: loads code without a signature. */
#define CONTROL_UNSIGNED 8
/* What the DSP answers to a module it does not have. */
#define CONTROL_ENOSUCHMOD 0x8000043e
/* What it answers to calls of a PD that has ended. */
#define CONTROL_EBADSTATE 0x8000040d

#define CONTROL_SC(method, in, out) ((uint32_t)(method) << 24 | (in) << 16 | (out) << 8)

/* Opens the node; it may still be on its way when the first case starts. */
static int control_open(void)
{
	for (int ms = 0; ms < CONTROL_NODE_MS; ms += 50) {
		int fd = open(CONTROL_NODE, O_RDWR | O_CLOEXEC);

		if (fd >= 0 || errno != ENOENT)
			return fd < 0 ? -errno : fd;
		t_sleep_ms(50);
	}
	return -ENOENT;
}

/* Results of the DSP are no errno, though they are negative as well. */
static int control_ioctl(int fd, unsigned long request, void *arg)
{
	int ret = ioctl(fd, request, arg);

	return ret == -1 ? -errno : ret;
}

static struct fastrpc_invoke_args control_arg(const void *bytes, size_t size)
{
	return (struct fastrpc_invoke_args){
		.ptr = (uintptr_t)bytes,
		.length = size,
		.fd = -1,
	};
}

static int control_invoke(int fd, uint32_t handle, uint32_t sc, struct fastrpc_invoke_args *args)
{
	struct fastrpc_invoke arg = { .handle = handle, .sc = sc, .args = (uintptr_t)args };

	return control_ioctl(fd, FASTRPC_IOCTL_INVOKE, &arg);
}

/* An unsigned PD without a program of its own. */
static int control_create(void)
{
	struct fastrpc_init_create arg = { .filefd = -1, .attrs = CONTROL_UNSIGNED };
	int fd;

	T_OK(fd = control_open());
	T_OK(control_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg));
	return fd;
}

/* The DSP's handle of a module; its error number goes to @error. */
static uint32_t control_module(int fd, const char *name, uint32_t *error)
{
	struct { uint32_t handle, error; } answer = { 0 };
	struct fastrpc_invoke_args args[4];
	char uri[160], text[255];
	uint32_t sizes[2];

	snprintf(uri, sizeof(uri),
		 "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0&_dom=cdsp", name, name);
	sizes[0] = (uint32_t)strlen(uri) + 1;
	sizes[1] = sizeof(text);
	args[0] = control_arg(sizes, sizeof(sizes));
	args[1] = control_arg(uri, sizes[0]);
	args[2] = control_arg(&answer, sizeof(answer));
	args[3] = control_arg(text, sizeof(text));
	T_ERR(control_invoke(fd, 8, CONTROL_SC(2, 2, 2), args), 0);
	*error = answer.error;
	return answer.handle;
}

static uint32_t control_open_module(int fd, const char *name)
{
	uint32_t error, handle = control_module(fd, name, &error);

	T_EQ(error, 0);
	return handle;
}

/* Situation: attach to the root PD.
 * Expectation: the DSP accepts it.
 */
static void control_attach(const void *data)
{
	int fd;

	(void)data;
	T_OK(fd = control_open());
	T_ERR(control_ioctl(fd, FASTRPC_IOCTL_INIT_ATTACH, NULL), 0);
}

/* Situation: an unsigned PD is created.
 * Expectation: the DSP accepts it, ten times in a row.
 */
static void control_creates(const void *data)
{
	(void)data;
	for (int i = 0; i < 10; i++)
		T_OK(close(control_create()) ? -errno : 0);
}

/* Situation: the DSP's capabilities are asked for.
 * Expectation: an answer.
 */
static void control_capabilities(const void *data)
{
	struct fastrpc_ioctl_capability arg = { .attribute_id = 1 };
	int fd;

	(void)data;
	T_OK(fd = control_open());
	T_ERR(control_ioctl(fd, FASTRPC_IOCTL_GET_DSP_INFO, &arg), 0);
}

/* Situation: a method without arguments.
 * Expectation: result 0, as often as it is called.
 */
static void control_noop(const void *data)
{
	int fd = control_create();
	uint32_t handle = control_open_module(fd, "echo");

	(void)data;
	for (int i = 0; i < 100; i++)
		T_ERR(control_invoke(fd, handle, CONTROL_SC(2, 0, 0), NULL), 0);
}

/* Situation: the calculator's sum of 0 to 999.
 * Expectation: 499500.
 */
static void control_sum(const void *data)
{
	int32_t numbers[1000];
	uint32_t count = T_ARRAY(numbers), handle;
	struct fastrpc_invoke_args args[3] = {
		control_arg(&count, sizeof(count)),
		control_arg(numbers, sizeof(numbers)),
	};
	int64_t sum = 0;
	int fd = control_create();

	(void)data;
	handle = control_open_module(fd, "calculator");
	args[2] = control_arg(&sum, sizeof(sum));
	for (int32_t i = 0; i < 1000; i++)
		numbers[i] = i;
	T_ERR(control_invoke(fd, handle, CONTROL_SC(2, 2, 1), args), 0);
	T_EQ(sum, 499500);
}

/* Situation: bytes of many lengths go there and back.
 * Expectation: the same bytes.
 */
static void control_echo(const void *data)
{
	static const uint32_t sizes[] = { 1, 7, 128, 129, 4095, 4096, 4097, 100000 };
	static uint8_t in[100000], out[100000];
	int fd = control_create();
	uint32_t handle = control_open_module(fd, "echo");

	(void)data;
	for (size_t i = 0; i < T_ARRAY(sizes); i++) {
		struct fastrpc_invoke_args args[2] = {
			control_arg(in, sizes[i]), control_arg(out, sizes[i]),
		};

		for (uint32_t k = 0; k < sizes[i]; k++)
			in[k] = (uint8_t)(i + k * 7);
		memset(out, 0, sizeof(out));
		T_ERR(control_invoke(fd, handle, CONTROL_SC(3, 1, 1), args), 0);
		T_CHECK(!memcmp(in, out, sizes[i]));
	}
}

/* Situation: a module that the DSP does not have.
 * Expectation: the DSP's "no such module".
 */
static void control_unknown(const void *data)
{
	int fd = control_create();
	uint32_t error;

	(void)data;
	control_module(fd, "nonesuch", &error);
	T_EQ(error, CONTROL_ENOSUCHMOD);
}

/**
 * struct control_listener - a thread that serves one call of the DSP
 * @thread: the thread
 * @fd: the node
 * @request: what the DSP wants: context, object, method, bytes of inputs
 * @in: its packed inputs
 * @rest: the same of the call that does not come; mainline writes there, too
 * @asked: result of the next2 that brings it
 * @ended: result of the one that brings the answer, and the end
 */
struct control_listener {
	pthread_t thread;
	int fd;
	uint32_t request[4];
	uint8_t in[256], rest[256];
	int asked, ended;
};

static int control_next2(struct control_listener *l, const uint32_t *out, uint32_t size,
			 uint8_t *in)
{
	uint32_t next[4] = { l->request[0], size ? 0 : UINT32_MAX, size, sizeof(l->in) };
	struct fastrpc_invoke_args args[] = {
		control_arg(next, sizeof(next)), control_arg(out, size),
		control_arg(l->request, sizeof(l->request)), control_arg(in, sizeof(l->in)),
	};

	return control_invoke(l->fd, 7, CONTROL_SC(6, 2, 2), args);
}

static void *control_listen(void *data)
{
	struct control_listener *l = data;
	static const uint32_t out[3] = { 4, 0, 0x600df00d };

	l->asked = control_next2(l, NULL, 0, l->in);
	l->ended = control_next2(l, out, sizeof(out), l->rest);
	return NULL;
}

/* Situation: a method calls an object of the program; then the PD ends itself.
 * Expectation: the object is asked and its answer arrives; the listener learns
 * of the end, and mainline lives with the notice of it that it does not know.
 */
static void control_reverse(const void *data)
{
	uint32_t what[2] = { 9, CONTROL_SC(2, 1, 1) }, in[5] = { 8, 0, 1, 2, 4 };
	struct control_listener l = { .fd = control_create() };
	uint32_t handle = control_open_module(l.fd, "selftest");
	uint32_t reversed[2], out[3] = { 0 };
	struct fastrpc_invoke_args args[] = {
		control_arg(what, sizeof(what)), control_arg(in, sizeof(in)),
		control_arg(reversed, sizeof(reversed)), control_arg(out, sizeof(out)),
	};

	(void)data;
	T_ERR(control_invoke(l.fd, 7, CONTROL_SC(5, 0, 0), NULL), 0);
	T_OK(-pthread_create(&l.thread, NULL, control_listen, &l));
	T_ERR(control_invoke(l.fd, handle, CONTROL_SC(10, 2, 2), args), 0);
	T_EQ(reversed[0], 0);
	T_EQ(reversed[1], sizeof(out));
	T_EQ(out[2], 0x600df00d);
	T_ERR(control_invoke(l.fd, 4, CONTROL_SC(2, 0, 0), NULL), 0);
	T_OK(-pthread_join(l.thread, NULL));
	T_EQ(l.asked, 0);
	T_EQ((uint32_t)l.ended, CONTROL_EBADSTATE);
	T_CHECK(!memcmp(l.in, in, sizeof(in)));
	T_OK(close(l.fd) ? -errno : 0);
	T_OK(close(control_create()) ? -errno : 0);
}

static const struct t_case control_cases[] = {
	{ .name = "attach", .run = control_attach },
	{ .name = "create", .run = control_creates },
	{ .name = "capabilities", .run = control_capabilities },
	{ .name = "noop", .run = control_noop },
	{ .name = "sum", .run = control_sum },
	{ .name = "echo", .run = control_echo },
	{ .name = "unknown-module", .run = control_unknown },
	{ .name = "reverse-call-and-exit", .run = control_reverse },
};

int main(int argc, char **argv)
{
	return t_main(&(struct t_program){ "fastrpc", control_cases, T_ARRAY(control_cases), 1 },
		      argc, argv);
}
