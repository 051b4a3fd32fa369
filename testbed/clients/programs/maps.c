// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A program of remote.h and rpcmem.h: memory that code on the DSP finds by its file
 * descriptor, by HAP_mmap_get() in the library "mapped".
 */
#include <remote.h>
#include <rpcmem.h>

#include "say.h"

#define MAPS_SUM	2
#define MAPS_HANDLE	4
#define MAPS_SIZE	8192

static void maps_sum(const char *name, remote_handle64 handle, int fd)
{
	uint32_t range[2] = { (uint32_t)fd, MAPS_SIZE }, sum = 0;
	remote_arg args[] = {
		{ .buf = { range, sizeof(range) } }, { .buf = { &sum, sizeof(sum) } },
	};
	int ret = remote_handle64_invoke(handle, REMOTE_SCALARS_MAKE(MAPS_SUM, 1, 1), args);

	say(name, ret ? (unsigned int)ret : sum);
}

static void maps_kind(const char *kind, remote_handle64 handle, enum fastrpc_map_flags flags,
		      void *bytes, int fd)
{
	char name[64];

	snprintf(name, sizeof(name), "map-%s", kind);
	say(name, (unsigned int)fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, MAPS_SIZE, flags));
	snprintf(name, sizeof(name), "map-%s-again", kind);
	say(name, (unsigned int)fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, MAPS_SIZE, flags));
	if (flags != FASTRPC_MAP_FD_NOMAP) {
		snprintf(name, sizeof(name), "sum-%s", kind);
		maps_sum(name, handle, fd);
	}
	snprintf(name, sizeof(name), "unmap-%s", kind);
	say(name, (unsigned int)fastrpc_munmap(CDSP_DOMAIN_ID, fd, bytes, MAPS_SIZE));
}

static void maps_older(void *bytes, int fd)
{
	uint64_t address = 0;

	say("mmap64", (unsigned int)remote_mmap64(fd, 0, (uintptr_t)bytes, MAPS_SIZE, &address));
	say("mmap64-address", address != 0);
	say("munmap64", (unsigned int)remote_munmap64(address, MAPS_SIZE));
	say("mmap64-flags", (unsigned int)remote_mmap64(fd, 1, (uintptr_t)bytes, MAPS_SIZE,
							 &address));
	say("mmap64-no-fd", (unsigned int)remote_mmap64(-1, 0x1000, 0, MAPS_SIZE, &address));
	address = 0;
	say("mem-map", (unsigned int)remote_mem_map(CDSP_DOMAIN_ID, fd, 0, (uintptr_t)bytes,
						     MAPS_SIZE, &address));
	if (address)
		remote_mem_unmap(CDSP_DOMAIN_ID, address, MAPS_SIZE);
}

/* Memory that a call names by its file descriptor alone. */
static void maps_dma(remote_handle64 handle, int fd)
{
	uint32_t seen[2] = { 0, 0 };
	remote_arg args[2] = {
		{ .buf = { seen, sizeof(seen) } }, { .dma = { fd, 4096 } },
	};

	say("dma-register", (unsigned int)remote_register_dma_handle(fd, MAPS_SIZE));
	say("dma-call", (unsigned int)remote_handle64_invoke(
		handle, REMOTE_SCALARS_MAKEX(0, MAPS_HANDLE, 0, 1, 1, 0), args));
	say("dma-number", seen[0] == (uint32_t)fd);
	say("dma-offset", seen[1]);
}

int main(void)
{
	char *bytes = rpcmem_alloc(RPCMEM_HEAP_ID_SYSTEM, RPCMEM_DEFAULT_FLAGS, MAPS_SIZE);
	int fd = rpcmem_to_fd(bytes);
	remote_handle64 handle;

	say("not-open", (unsigned int)fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, MAPS_SIZE,
						    FASTRPC_MAP_FD));
	handle = say_open("open", SAY_URI("mapped", "cdsp"));
	memset(bytes, 3, MAPS_SIZE);
	maps_kind("static", handle, FASTRPC_MAP_STATIC, bytes, fd);
	maps_kind("fd", handle, FASTRPC_MAP_FD, bytes, fd);
	maps_kind("delayed", handle, FASTRPC_MAP_FD_DELAYED, bytes, fd);
	maps_kind("nomap", handle, FASTRPC_MAP_FD_NOMAP, bytes, fd);
	maps_sum("sum-of-none", handle, fd);
	say("unmap-none", (unsigned int)fastrpc_munmap(CDSP_DOMAIN_ID, fd, bytes, MAPS_SIZE));
	say("map-offset", (unsigned int)fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 4096, 4096,
						      FASTRPC_MAP_FD));
	say("map-reserved", (unsigned int)fastrpc_mmap(CDSP_DOMAIN_ID, fd, bytes, 0, 4096, 1));
	maps_dma(handle, fd);
	maps_older(bytes, fd);
	say("close", (unsigned int)remote_handle64_close(handle));
	rpcmem_free(bytes);
	return 0;
}
