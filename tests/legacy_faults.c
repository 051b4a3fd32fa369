// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Legacy face: each allocation and each copy of each operation fails once, as in
 * faults.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/buffer.h"
#include "tools/fault.h"
#include "tools/node.h"

#define LEGACY_ADD_PAGES	0x1000
#define LEGACY_BYTES		(1u << 16)
#define LEGACY_ARGS		40u

/**
 * struct legacy_faults - what operations work on, made anew for each try
 * @n: module selftest in the root PD, or only the node
 * @bytes: the node's own memory
 * @dmabuf: its descriptor
 * @foreign: memory of another driver
 * @extra: descriptor that the operation has made
 * @address: of the memory in the PD
 */
struct legacy_faults {
	struct node n;
	char *bytes;
	int dmabuf, foreign, extra;
	uint64_t address;
};

static void legacy_faults_prepare_node(void *data)
{
	struct legacy_faults *f = data;
	int memfd = buffer_memfd(LEGACY_BYTES);

	memset(f, 0, sizeof(*f));
	f->extra = -1;
	T_OK(f->n.fd = node_open());
	f->bytes = node_alloc(f->n.fd, LEGACY_BYTES, &f->dmabuf);
	f->foreign = buffer_udmabuf(memfd, 0, LEGACY_BYTES);
	T_SYS(close(memfd));
}

static void legacy_faults_prepare(void *data)
{
	struct legacy_faults *f = data;
	uint32_t error;

	legacy_faults_prepare_node(f);
	/* The root PD is there: none has to be started for each try. */
	T_ERR(node_ioctl(f->n.fd, FASTRPC_IOCTL_INIT_ATTACH, NULL), 0);
	f->n.handle = node_module(f->n.fd, "selftest", &error);
	T_EQ(error, 0);
}

static void legacy_faults_undo(void *data)
{
	struct legacy_faults *f = data;

	if (f->extra >= 0)
		T_SYS(close(f->extra));
	T_SYS(munmap(f->bytes, LEGACY_BYTES));
	T_SYS(close(f->dmabuf));
	T_SYS(close(f->foreign));
	if (f->n.fd >= 0)
		T_SYS(close(f->n.fd));
}

static int legacy_faults_open(void *data)
{
	struct legacy_faults *f = data;

	f->extra = open("/dev/fastrpc-cdsp", O_RDWR | O_CLOEXEC);
	return f->extra < 0 ? -errno : 0;
}

static int legacy_faults_close(void *data)
{
	struct legacy_faults *f = data;
	int fd = f->n.fd;

	f->n.fd = -1;
	return close(fd) ? -errno : 0;
}

static int legacy_faults_attach(void *data)
{
	struct legacy_faults *f = data;

	return node_ioctl(f->n.fd, FASTRPC_IOCTL_INIT_ATTACH, NULL);
}

/* The program of the PD lies in the node's memory, then in the program's own. */
static int legacy_faults_create(void *data)
{
	struct legacy_faults *f = data;
	struct fastrpc_init_create arg = {
		.attrs = NODE_UNSIGNED, .filelen = 8000, .file = (uintptr_t)f->bytes,
		.filefd = f->dmabuf,
	};

	return node_ioctl(f->n.fd, FASTRPC_IOCTL_INIT_CREATE, &arg);
}

static int legacy_faults_create_bytes(void *data)
{
	static const char bytes[5000] = "program";
	struct legacy_faults *f = data;
	struct fastrpc_init_create arg = {
		.attrs = NODE_UNSIGNED, .filelen = sizeof(bytes), .file = (uintptr_t)bytes,
	};

	return node_ioctl(f->n.fd, FASTRPC_IOCTL_INIT_CREATE, &arg);
}

static int legacy_faults_alloc(void *data)
{
	struct legacy_faults *f = data;
	struct fastrpc_alloc_dma_buf arg = { .size = LEGACY_BYTES };
	int ret = node_ioctl(f->n.fd, FASTRPC_IOCTL_ALLOC_DMA_BUFF, &arg);

	if (!ret)
		f->extra = arg.fd;
	return ret;
}

static int legacy_faults_mmap(void *data)
{
	struct legacy_faults *f = data;
	struct fastrpc_req_mmap arg = {
		.fd = -1, .flags = LEGACY_ADD_PAGES, .size = LEGACY_BYTES,
	};
	int ret = node_ioctl(f->n.fd, FASTRPC_IOCTL_MMAP, &arg);

	f->address = arg.vaddrout;
	return ret;
}

static void legacy_faults_prepare_munmap(void *data)
{
	legacy_faults_prepare(data);
	T_ERR(legacy_faults_mmap(data), 0);
}

static int legacy_faults_munmap(void *data)
{
	struct legacy_faults *f = data;
	struct fastrpc_req_munmap arg = { .vaddrout = f->address, .size = LEGACY_BYTES };

	return node_ioctl(f->n.fd, FASTRPC_IOCTL_MUNMAP, &arg);
}

static int legacy_faults_mem_map(void *data)
{
	struct legacy_faults *f = data;

	return node_mem_map(f->n.fd, f->foreign, LEGACY_BYTES, &f->address);
}

static void legacy_faults_prepare_mem_unmap(void *data)
{
	legacy_faults_prepare(data);
	T_ERR(legacy_faults_mem_map(data), 0);
}

static int legacy_faults_mem_unmap(void *data)
{
	struct legacy_faults *f = data;

	return node_mem_unmap(f->n.fd, f->foreign, f->address);
}

/* Bytes that are copied, small and large, and both kinds of memory. */
static int legacy_faults_invoke(void *data)
{
	static char copied[LEGACY_BYTES];
	struct legacy_faults *f = data;
	struct fastrpc_invoke_args args[LEGACY_ARGS + 1];
	uint64_t sum;

	for (unsigned int i = 0; i < LEGACY_ARGS; i++)
		args[i] = node_bytes(copied + 64 * i, 64);
	args[0] = node_bytes(copied, sizeof(copied));
	args[1] = node_mapped(f->bytes, LEGACY_BYTES, f->dmabuf);
	args[2] = node_mapped(NULL, LEGACY_BYTES, f->foreign);
	args[LEGACY_ARGS] = node_bytes(&sum, sizeof(sum));
	return node_call(&f->n, NODE_CHECKSUM(LEGACY_ARGS), args);
}

static int legacy_faults_info(void *data)
{
	struct legacy_faults *f = data;
	struct fastrpc_ioctl_capability arg = { .attribute_id = 1 };

	return node_ioctl(f->n.fd, FASTRPC_IOCTL_GET_DSP_INFO, &arg);
}

static void legacy_faults_run(const void *data)
{
	struct legacy_faults f;

	if (node_is_mainline())
		t_skip("mainline's faults are its own");
	fault_walk(data, &f);
}

#define LEGACY_FAULTS(title, before, op, error)						\
	{ .name = "legacy-" title, .run_with = legacy_faults_run, .log = fault_log,	\
	  .seconds = 120, .data = &(const struct fault_op){				\
		.driver = "qda_legacy", .fails = error,					\
		.prepare = legacy_faults_##before, .run = legacy_faults_##op,		\
		.undo = legacy_faults_undo } }

/* Situation: the operation of the name; each of its allocations and copies fails once.
 * Expectation: the error of that, or success; the next one works; nothing is left.
 */
static const struct t_case legacy_faults_cases[] = {
	LEGACY_FAULTS("open", prepare_node, open, 0),
	LEGACY_FAULTS("close", prepare, close, 0),
	LEGACY_FAULTS("attach", prepare_node, attach, 0),
	LEGACY_FAULTS("create", prepare_node, create, 0),
	/* ENOSPC is what shmem says when it gets no inode. */
	LEGACY_FAULTS("create-bytes", prepare_node, create_bytes, -ENOSPC),
	LEGACY_FAULTS("alloc", prepare_node, alloc, -ENOSPC),
	LEGACY_FAULTS("mmap", prepare, mmap, -ENOSPC),
	LEGACY_FAULTS("munmap", prepare_munmap, munmap, 0),
	LEGACY_FAULTS("mem-map", prepare, mem_map, 0),
	LEGACY_FAULTS("mem-unmap", prepare_mem_unmap, mem_unmap, 0),
	/* Programs know one error for whatever is wrong with a buffer. */
	LEGACY_FAULTS("invoke", prepare, invoke, -EINVAL),
	LEGACY_FAULTS("info", prepare_node, info, 0),
};
T_CASES(legacy_faults_cases);
