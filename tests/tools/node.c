// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The nodes of mainline's fastrpc.ko, in the words of its interface.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools/node.h"

#define NODE_MODULE	"/lib/qda/qda_legacy.ko"
#define NODE_MS		(30000 * (int)t_slowdown())

/* remotectl1: object that opens modules, and its method for that. */
#define NODE_CTL	8
#define NODE_CTL_OPEN	NODE_SC(2, 2, 2, 0)

const char *node_log[] = { "qcom,fastrpc*", NULL };

bool node_is_mainline(void)
{
	return access("/sys/module/qda", F_OK) != 0;
}

static int node_load(void)
{
	int fd = open(NODE_MODULE, O_RDONLY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return -errno;
	ret = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;
	close(fd);
	return ret;
}

static int node_begin(void)
{
	int ret;

	t_program.no_counters = node_is_mainline();
	if (node_is_mainline())
		return 0;
	node_log[0] = NULL;
	ret = node_load();
	if (ret)
		printf("Bail out! cannot load " NODE_MODULE ": %s\n", strerror(-ret));
	return ret;
}

static int node_end(void)
{
	if (node_is_mainline() || !syscall(SYS_delete_module, "qda_legacy", O_NONBLOCK))
		return 0;
	printf("Bail out! cannot unload qda_legacy: %s\n", strerror(errno));
	return -errno;
}

struct t_program t_program = { .begin = node_begin, .end = node_end };

int node_open_name(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/dev/fastrpc-%s", name);
	for (int ms = 0; ms < NODE_MS; ms += 20) {
		int fd = open(path, O_RDWR | O_CLOEXEC);

		if (fd >= 0 || errno != ENOENT)
			return fd < 0 ? -errno : fd;
		t_sleep_ms(20);
	}
	return -ENOENT;
}

int node_open(void)
{
	return node_open_name(getenv("T_DSP") ? getenv("T_DSP") : "cdsp");
}

/* Results of the DSP are no errno, though they may be negative as well. */
int node_ioctl(int fd, unsigned long request, void *arg)
{
	int ret = ioctl(fd, request, arg);

	return ret == -1 ? -errno : ret;
}

int node_create(int fd, uint32_t attrs)
{
	struct fastrpc_init_create arg = { .filefd = -1, .attrs = attrs };

	return node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg);
}

int node_invoke(int fd, uint32_t handle, uint32_t sc, struct fastrpc_invoke_args *args)
{
	struct fastrpc_invoke arg = { .handle = handle, .sc = sc, .args = (uintptr_t)args };

	return node_ioctl(fd, FASTRPC_IOCTL_INVOKE, &arg);
}

int node_call(const struct node *n, uint32_t sc, struct fastrpc_invoke_args *args)
{
	return node_invoke(n->fd, n->handle, sc, args);
}

int node_sleep(const struct node *n, uint32_t ms)
{
	struct fastrpc_invoke_args arg = node_bytes(&ms, sizeof(ms));

	return node_call(n, NODE_SLEEP, &arg);
}

uint32_t node_count(const struct node *n)
{
	uint32_t count = 0;
	struct fastrpc_invoke_args arg = node_bytes(&count, sizeof(count));

	T_ERR(node_call(n, NODE_COUNT, &arg), 0);
	return count;
}

uint64_t node_checksum(const struct node *n, struct fastrpc_invoke_args *args, unsigned int count)
{
	uint64_t sum = 0;

	args[count] = node_bytes(&sum, sizeof(sum));
	T_ERR(node_call(n, NODE_CHECKSUM(count), args), 0);
	return sum;
}

uint32_t node_module(int fd, const char *module, uint32_t *error)
{
	struct { uint32_t handle, error; } answer = { 0 };
	struct fastrpc_invoke_args args[4];
	char name[64], text[255];
	uint32_t sizes[2];

	/* By this name the DSP asks nobody for a file; there is no listener to ask. */
	sizes[0] = (uint32_t)snprintf(name, sizeof(name), "builtin:%s", module) + 1;
	sizes[1] = sizeof(text);
	args[0] = node_bytes(sizes, sizeof(sizes));
	args[1] = node_bytes(name, sizes[0]);
	args[2] = node_bytes(&answer, sizeof(answer));
	args[3] = node_bytes(text, sizeof(text));
	T_ERR(node_invoke(fd, NODE_CTL, NODE_CTL_OPEN, args), 0);
	*error = answer.error;
	return answer.handle;
}

struct node node_setup(const char *module)
{
	uint32_t error;
	struct node n;

	T_OK(n.fd = node_open());
	T_ERR(node_create(n.fd, NODE_UNSIGNED), 0);
	n.handle = node_module(n.fd, module, &error);
	T_EQ(error, 0);
	return n;
}

struct fastrpc_invoke_args node_bytes(const void *bytes, size_t size)
{
	return node_mapped(bytes, size, -1);
}

struct fastrpc_invoke_args node_mapped(const void *bytes, size_t size, int dmabuf)
{
	return (struct fastrpc_invoke_args){
		.ptr = (uintptr_t)bytes,
		.length = size,
		.fd = dmabuf,
	};
}

void *node_alloc(int fd, size_t size, int *dmabuf)
{
	struct fastrpc_alloc_dma_buf arg = { .size = size };
	void *bytes;

	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_ALLOC_DMA_BUFF, &arg), 0);
	bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, arg.fd, 0);
	T_OK(bytes == MAP_FAILED ? -errno : 0);
	*dmabuf = arg.fd;
	return bytes;
}

int node_mem_map(int fd, int dmabuf, uint64_t size, uint64_t *address)
{
	struct fastrpc_mem_map arg = {
		.fd = dmabuf,
		.flags = FASTRPC_MAP_FD,
		.length = size,
	};
	int ret = node_ioctl(fd, FASTRPC_IOCTL_MEM_MAP, &arg);

	*address = arg.vaddrout;
	return ret;
}

int node_mem_unmap(int fd, int dmabuf, uint64_t address)
{
	struct fastrpc_mem_unmap arg = { .fd = dmabuf, .vaddr = address };

	return node_ioctl(fd, FASTRPC_IOCTL_MEM_UNMAP, &arg);
}
