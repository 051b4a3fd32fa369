// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What programs do with the nodes of fastrpc.ko. With mainline's this is the control
 * experiment: the same board with the same virtual DSP. If that works and qda does
 * not, qda is wrong; if neither works, the board is.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "tools/node.h"
#include "tools/t.h"

/* An unsigned PD without a program of its own. */
static int fastrpc_create(void)
{
	int fd;

	T_OK(fd = node_open());
	T_ERR(node_create(fd, NODE_UNSIGNED), 0);
	return fd;
}

static uint32_t fastrpc_open_module(int fd, const char *name)
{
	uint32_t error, handle = node_module(fd, name, &error);

	T_EQ(error, 0);
	return handle;
}

/* Situation: attach to the root PD.
 * Expectation: the DSP accepts it.
 */
T_CASE(fastrpc_attach, "attach")
{
	int fd;

	T_OK(fd = node_open());
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_ATTACH, NULL), 0);
}

/* Situation: an unsigned PD is created.
 * Expectation: the DSP accepts it, ten times in a row.
 */
T_CASE(fastrpc_creates, "create")
{
	for (int i = 0; i < 10; i++)
		T_SYS(close(fastrpc_create()));
}

/* Situation: the DSP's capabilities are asked for.
 * Expectation: an answer.
 */
T_CASE(fastrpc_capabilities, "capabilities")
{
	struct fastrpc_ioctl_capability arg = { .attribute_id = 1 };
	int fd;

	T_OK(fd = node_open());
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_GET_DSP_INFO, &arg), 0);
}

/* Situation: a method without arguments.
 * Expectation: result 0, as often as it is called.
 */
T_CASE(fastrpc_noop, "noop")
{
	int fd = fastrpc_create();
	uint32_t handle = fastrpc_open_module(fd, "echo");

	for (int i = 0; i < 100; i++)
		T_ERR(node_invoke(fd, handle, NODE_SC(2, 0, 0, 0), NULL), 0);
}

/* Situation: the calculator's sum of 0 to 999.
 * Expectation: 499500.
 */
T_CASE(fastrpc_sum, "sum")
{
	int32_t numbers[1000];
	uint32_t count = T_ARRAY(numbers), handle;
	struct fastrpc_invoke_args args[3] = {
		node_bytes(&count, sizeof(count)),
		node_bytes(numbers, sizeof(numbers)),
	};
	int64_t sum = 0;
	int fd = fastrpc_create();

	handle = fastrpc_open_module(fd, "calculator");
	args[2] = node_bytes(&sum, sizeof(sum));
	for (int32_t i = 0; i < 1000; i++)
		numbers[i] = i;
	T_ERR(node_invoke(fd, handle, NODE_SC(2, 2, 1, 0), args), 0);
	T_EQ(sum, 499500);
}

/* Situation: bytes of many lengths go there and back.
 * Expectation: the same bytes.
 */
T_CASE(fastrpc_echo, "echo")
{
	static const uint32_t sizes[] = { 1, 7, 128, 129, 4095, 4096, 4097, 100000 };
	static uint8_t in[100000], out[100000];
	int fd = fastrpc_create();
	uint32_t handle = fastrpc_open_module(fd, "echo");

	for (size_t i = 0; i < T_ARRAY(sizes); i++) {
		struct fastrpc_invoke_args args[2] = {
			node_bytes(in, sizes[i]), node_bytes(out, sizes[i]),
		};

		for (uint32_t k = 0; k < sizes[i]; k++)
			in[k] = (uint8_t)(i + k * 7);
		memset(out, 0, sizeof(out));
		T_ERR(node_invoke(fd, handle, NODE_SC(3, 1, 1, 0), args), 0);
		T_CHECK(!memcmp(in, out, sizes[i]));
	}
}

/* Situation: a module that the DSP does not have.
 * Expectation: the DSP's "no such module".
 */
T_CASE(fastrpc_unknown, "unknown-module")
{
	int fd = fastrpc_create();
	uint32_t error;

	node_module(fd, "nonesuch", &error);
	T_EQ(error, (uint32_t)NODE_ENOSUCHMOD);
}

/**
 * struct fastrpc_listener - a thread that serves one call of the DSP
 * @thread: the thread
 * @fd: the node
 * @request: what the DSP wants: context, object, method, bytes of inputs
 * @in: its packed inputs
 * @rest: the same of the call that does not come; mainline writes there, too
 * @asked: result of the next2 that brings it
 * @ended: result of the one that brings the answer, and the end
 */
struct fastrpc_listener {
	pthread_t thread;
	int fd;
	uint32_t request[4];
	uint8_t in[256], rest[256];
	int asked, ended;
};

static int fastrpc_next2(struct fastrpc_listener *l, const uint32_t *out, uint32_t size,
			 uint8_t *in)
{
	uint32_t next[4] = { l->request[0], size ? 0 : UINT32_MAX, size, sizeof(l->in) };
	struct fastrpc_invoke_args args[] = {
		node_bytes(next, sizeof(next)), node_bytes(out, size),
		node_bytes(l->request, sizeof(l->request)), node_bytes(in, sizeof(l->in)),
	};

	return node_invoke(l->fd, 7, NODE_SC(6, 2, 2, 0), args);
}

static void *fastrpc_listen(void *data)
{
	struct fastrpc_listener *l = data;
	static const uint32_t out[3] = { 4, 0, 0x600df00d };

	l->asked = fastrpc_next2(l, NULL, 0, l->in);
	l->ended = fastrpc_next2(l, out, sizeof(out), l->rest);
	return NULL;
}

/* Situation: a method calls an object of the program; then the PD ends itself.
 * Expectation: the object is asked and its answer arrives; the listener learns
 * of the end, and mainline lives with the notice of it that it does not know.
 */
T_CASE(fastrpc_reverse, "reverse-call-and-exit")
{
	uint32_t what[2] = { 9, NODE_SC(2, 1, 1, 0) }, in[5] = { 8, 0, 1, 2, 4 };
	struct fastrpc_listener l = { .fd = fastrpc_create() };
	uint32_t handle = fastrpc_open_module(l.fd, "selftest");
	uint32_t reversed[2], out[3] = { 0 };
	struct fastrpc_invoke_args args[] = {
		node_bytes(what, sizeof(what)), node_bytes(in, sizeof(in)),
		node_bytes(reversed, sizeof(reversed)), node_bytes(out, sizeof(out)),
	};

	T_ERR(node_invoke(l.fd, 7, NODE_SC(5, 0, 0, 0), NULL), 0);
	T_OK(-pthread_create(&l.thread, NULL, fastrpc_listen, &l));
	T_ERR(node_invoke(l.fd, handle, NODE_SC(10, 2, 2, 0), args), 0);
	T_EQ(reversed[0], 0);
	T_EQ(reversed[1], sizeof(out));
	T_EQ(out[2], 0x600df00d);
	T_ERR(node_invoke(l.fd, 4, NODE_SC(2, 0, 0, 0), NULL), 0);
	T_OK(-pthread_join(l.thread, NULL));
	T_EQ(l.asked, 0);
	T_EQ(l.ended, NODE_EBADSTATE);
	T_CHECK(!memcmp(l.in, in, sizeof(in)));
	T_SYS(close(l.fd));
	T_SYS(close(fastrpc_create()));
}

/* Situation: a program asks for an exception in its PD, with a listener waiting; then it
 * opens the node again.
 * Expectation: "bad state" for this call, which is the good answer, for the listener and
 * for later ones; a new PD is as new.
 */
T_CASE(fastrpc_exception, "exception")
{
	struct fastrpc_listener l = { .fd = fastrpc_create() };
	uint32_t handle = fastrpc_open_module(l.fd, "echo");

	T_ERR(node_invoke(l.fd, 7, NODE_SC(5, 0, 0, 0), NULL), 0);
	T_OK(-pthread_create(&l.thread, NULL, fastrpc_listen, &l));
	T_ERR(node_invoke(l.fd, 4, NODE_SC(7, 0, 0, 0), NULL), NODE_EBADSTATE);
	T_OK(-pthread_join(l.thread, NULL));
	T_EQ(l.asked, NODE_EBADSTATE);
	T_ERR(node_invoke(l.fd, handle, NODE_SC(2, 0, 0, 0), NULL), NODE_EBADSTATE);
	T_SYS(close(l.fd));
	l.fd = fastrpc_create();
	handle = fastrpc_open_module(l.fd, "echo");
	T_ERR(node_invoke(l.fd, handle, NODE_SC(2, 0, 0, 0), NULL), 0);
	T_SYS(close(l.fd));
}
