// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * F and L: the nodes of misc/fastrpc.h, of mainline's fastrpc.ko or of qda_legacy.ko,
 * whichever is there. Mapped arguments are told to the driver before (MEM_MAP), as
 * programs that care for speed do.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <misc/fastrpc.h>

#include "driver.h"

/* remotectl1, the object that opens modules, and its method for that. */
#define NODE_CTL	8
#define NODE_CTL_OPEN	NODE_SC(2, 2, 2)
#define NODE_SC(method, in, out) ((uint32_t)(method) << 24 | (in) << 16 | (out) << 8)

static struct {
	int fd;
	uint32_t handle;
	uint32_t sc;
	int *dmabufs;
	unsigned int dmabuf_count;
	void *in;
	void *out;
	void *mapped;
	size_t mapped_size;
	struct fastrpc_invoke_args args[POINT_ARGS];
} node = { .fd = -1 };

static int node_ioctl(unsigned long request, void *arg)
{
	int ret = ioctl(node.fd, request, arg);

	return ret == -1 ? -errno : ret;
}

static struct fastrpc_invoke_args node_argument(const void *bytes, size_t size, int dmabuf)
{
	return (struct fastrpc_invoke_args){
		.ptr = (uintptr_t)bytes, .length = size, .fd = dmabuf,
	};
}

static int node_invoke(uint32_t handle, uint32_t sc, struct fastrpc_invoke_args *args)
{
	struct fastrpc_invoke arg = { .handle = handle, .sc = sc, .args = (uintptr_t)args };

	return node_ioctl(FASTRPC_IOCTL_INVOKE, &arg);
}

static int node_open_module(void)
{
	/* The one that is built in: this program serves no files. */
	static const char uri[] = "builtin:echo";
	struct { uint32_t handle, error; } answer = { 0 };
	char text[255];
	const uint32_t sizes[] = { sizeof(uri), sizeof(text) };
	struct fastrpc_invoke_args args[] = {
		node_argument(sizes, sizeof(sizes), -1),
		node_argument(uri, sizeof(uri), -1),
		node_argument(&answer, sizeof(answer), -1),
		node_argument(text, sizeof(text), -1),
	};
	int ret = node_invoke(NODE_CTL, NODE_CTL_OPEN, args);

	node.handle = answer.handle;
	return ret || !answer.error ? ret : -ENOENT;
}

/* Memory of the driver's that the DSP has been told of; its dma-buf, or -errno. */
static int node_map(size_t size)
{
	struct fastrpc_alloc_dma_buf alloc = { .size = size };
	struct fastrpc_mem_map map = { .flags = FASTRPC_MAP_FD, .length = size };
	int ret = node_ioctl(FASTRPC_IOCTL_ALLOC_DMA_BUFF, &alloc);

	if (ret)
		return ret;
	node.dmabufs[node.dmabuf_count++] = alloc.fd;
	map.fd = alloc.fd;
	ret = node_ioctl(FASTRPC_IOCTL_MEM_MAP, &map);
	return ret ? ret : alloc.fd;
}

static int node_map_arguments(const struct point *point)
{
	int dmabuf;

	node.mapped_size = point->mapped * point->mapped_size;
	dmabuf = node_map(node.mapped_size);
	if (dmabuf < 0)
		return dmabuf;
	node.mapped = mmap(NULL, node.mapped_size, PROT_READ | PROT_WRITE, MAP_SHARED, dmabuf, 0);
	if (node.mapped == MAP_FAILED)
		return -errno;
	for (unsigned int i = 0; i < point->mapped; i++)
		node.args[i] = node_argument((char *)node.mapped + i * point->mapped_size,
					     point->mapped_size, dmabuf);
	return 0;
}

static int node_arguments(const struct point *point)
{
	unsigned int count = 0;

	node.sc = NODE_SC(driver_method(point), point->in ? 1 : point->mapped,
			  point->out ? 1 : 0);
	if (point->in) {
		node.in = calloc(1, point->in);
		node.args[count++] = node_argument(node.in, point->in, -1);
	}
	if (point->out) {
		node.out = calloc(1, point->out);
		node.args[count++] = node_argument(node.out, point->out, -1);
	}
	return point->mapped ? node_map_arguments(point) : 0;
}

static int node_open(const struct point *point)
{
	struct fastrpc_init_create create = { .filefd = -1 };
	int ret = 0;

	if (point->depth || point->open || point->apart)
		return -EOPNOTSUPP;
	node.dmabufs = calloc(point->registered + 1, sizeof(*node.dmabufs));
	node.fd = open("/dev/fastrpc-cdsp", O_RDWR | O_CLOEXEC);
	if (node.fd < 0 || !node.dmabufs)
		return -errno;
	ret = node_ioctl(FASTRPC_IOCTL_INIT_CREATE, &create);
	if (!ret)
		ret = node_open_module();
	for (unsigned int i = 0; ret >= 0 && i < point->registered; i++)
		ret = node_map(4096);
	return ret < 0 ? ret : node_arguments(point);
}

static int node_call(const struct point *point, unsigned int count)
{
	(void)point;
	for (unsigned int i = 0; i < count; i++) {
		int ret = node_invoke(node.handle, node.sc, node.args);

		if (ret)
			return ret;
	}
	return 0;
}

static void node_close(void)
{
	if (node.mapped && node.mapped != MAP_FAILED)
		munmap(node.mapped, node.mapped_size);
	if (node.fd >= 0)
		close(node.fd);
	while (node.dmabuf_count)
		close(node.dmabufs[--node.dmabuf_count]);
	free(node.dmabufs);
	free(node.in);
	free(node.out);
	memset(&node, 0, sizeof(node));
	node.fd = -1;
}

const struct driver driver_node = {
	.name = "F",
	.open = node_open,
	.call = node_call,
	.close = node_close,
};
