/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_NODE_H
#define TESTS_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include <misc/fastrpc.h>

#include "tools/t.h"

/*
 * The nodes of mainline's fastrpc.ko, which qda_legacy.ko offers as well. What is
 * said here is the same with either; for the time of a program that uses them
 * qda_legacy.ko is loaded, unless mainline's driver is the one under test. All
 * functions return what the ioctl does: a result of the DSP, or -errno.
 */

/* What the kernel has had since Debian's headers were made. */
#ifndef FASTRPC_POLL_MODE
#define FASTRPC_POLL_MODE		1
#define FASTRPC_POLL_MODE_ENABLE	1
struct fastrpc_ioctl_set_option {
	uint32_t request_id;
	uint32_t value;
	int32_t reserved[6];
};
#define FASTRPC_IOCTL_SET_OPTION	_IOWR('R', 12, struct fastrpc_ioctl_set_option)
#endif

/* Process attribute: loads code without a signature. */
#define NODE_UNSIGNED	FASTRPC_MODE_UNSIGNED_MODULE

/* What the DSP answers: no such module; a call of a PD that has ended. */
#define NODE_ENOSUCHMOD	((int)0x8000043e)
#define NODE_EBADSTATE	((int)0x8000040d)

/* Scalars: method, buffers in and out, handles in. */
#define NODE_SC(method, in, out, handles) \
	((uint32_t)(method) << 24 | (in) << 16 | (out) << 8 | (handles) << 4)

/* Methods of the module selftest. */
#define NODE_SLEEP	NODE_SC(2, 1, 0, 0)
#define NODE_FAIL	NODE_SC(3, 1, 0, 0)
#define NODE_HANG	NODE_SC(4, 0, 0, 0)
#define NODE_COUNT	NODE_SC(5, 0, 1, 0)
#define NODE_FILL	NODE_SC(6, 1, 1, 0)
#define NODE_CHECKSUM(n) NODE_SC(7, n, 1, 0)
#define NODE_PEEK	NODE_SC(9, 0, 1, 1)

/**
 * struct node - an open node, with a PD and a module
 * @fd: the node
 * @handle: remote handle of the module
 */
struct node {
	int fd;
	uint32_t handle;
};

/* Log lines in which mainline tells a program's mistakes; of qda there are none. */
extern const char *node_log[];

/* Whether mainline's driver is the one under test. */
bool node_is_mainline(void);

/* Opens /dev/fastrpc-@name, waits for it if need be; fd or -errno. */
int node_open_name(const char *name);
/* The node for all users of the DSP under test. */
int node_open(void);

int node_ioctl(int fd, unsigned long request, void *arg);
int node_create(int fd, uint32_t attrs);
int node_invoke(int fd, uint32_t handle, uint32_t sc, struct fastrpc_invoke_args *args);
/* A call of the module. */
int node_call(const struct node *n, uint32_t sc, struct fastrpc_invoke_args *args);
int node_sleep(const struct node *n, uint32_t ms);
/* The next number of this PD's counter. */
uint32_t node_count(const struct node *n);
/* Checksum of @args by the DSP; there is room for one more after them. */
uint64_t node_checksum(const struct node *n, struct fastrpc_invoke_args *args, unsigned int count);

/*
 * Opens a module that is built into the virtual DSP: its handle; or 0, and what the DSP says
 * is in @error.
 */
uint32_t node_module(int fd, const char *module, uint32_t *error);
/* Node, unsigned PD and module. */
struct node node_setup(const char *module);

/* Arguments: bytes of the caller; bytes of a dma-buf that the caller has mapped. */
struct fastrpc_invoke_args node_bytes(const void *bytes, size_t size);
struct fastrpc_invoke_args node_mapped(const void *bytes, size_t size, int dmabuf);

/* A dma-buf of the node's, mapped. */
void *node_alloc(int fd, size_t size, int *dmabuf);

int node_mem_map(int fd, int dmabuf, uint64_t size, uint64_t *address);
int node_mem_unmap(int fd, int dmabuf, uint64_t address);

#endif
