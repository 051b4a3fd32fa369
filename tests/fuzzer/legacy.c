// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the steps of a program do on the nodes of fastrpc.ko.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fuzzer/steps.h"
#include "tools/node.h"

static struct {
	int fd;
	uint32_t module;
	uint64_t address;
	int dmabuf;
} legacy = { .fd = -1, .dmabuf = -1 };

static void *legacy_pointer(void *good, uint8_t byte)
{
	return byte < 0xf8 ? good : byte < 0xfc ? steps_memory + STEPS_MEMORY - 4 : (void *)8;
}

void step_legacy_open(const uint8_t *a)
{
	if (legacy.fd >= 0)
		return;
	legacy.fd = open(a[0] < 0xc0 ? "/dev/fastrpc-cdsp" : "/dev/fastrpc-cdsp-secure",
			 O_RDWR | O_CLOEXEC);
}

void step_legacy_create(const uint8_t *a)
{
	bool bytes = a[1] & 1, file = a[1] & 2;
	struct fastrpc_init_create arg = {
		.attrs = (uint32_t)steps_or(NODE_UNSIGNED, a[2]),
		.filelen = (uint32_t)steps_or(bytes || file ? 4000 : 0, a[3]),
		.filefd = file ? (legacy.dmabuf >= 0 ? legacy.dmabuf : steps_dmabuf(a[4])) : 0,
		.file = (uintptr_t)legacy_pointer(steps_memory, a[5]),
		.siglen = (uint32_t)steps_or(0, a[6]),
	};
	struct fastrpc_init_create_static fixed = {
		.namelen = (uint32_t)steps_or(8, a[7]),
		.name = (uintptr_t)legacy_pointer((void *)"audiopd", a[8]),
	};

	switch (a[0] % 8) {
	case 0:
		node_ioctl(legacy.fd, FASTRPC_IOCTL_INIT_ATTACH, NULL);
		break;
	case 1:
		node_ioctl(legacy.fd, FASTRPC_IOCTL_INIT_ATTACH_SNS, NULL);
		break;
	case 2:
		node_ioctl(legacy.fd, FASTRPC_IOCTL_INIT_CREATE_STATIC, &fixed);
		break;
	default:
		node_ioctl(legacy.fd, FASTRPC_IOCTL_INIT_CREATE, legacy_pointer(&arg, a[9]));
	}
}

void step_legacy_module(const uint8_t *a)
{
	static const char *const names[] = { "builtin:selftest", "builtin:echo" };
	struct { uint32_t handle, error; } answer = { 0 };
	struct fastrpc_invoke_args args[4];
	const char *name = names[a[0] & 1];
	char text[255];
	uint32_t sizes[2] = { (uint32_t)strlen(name) + 1, sizeof(text) };

	args[0] = node_bytes(sizes, sizeof(sizes));
	args[1] = node_bytes(name, sizes[0]);
	args[2] = node_bytes(&answer, sizeof(answer));
	args[3] = node_bytes(text, sizeof(text));
	if (!node_invoke(legacy.fd, 8, NODE_SC(2, 2, 2, 0), args))
		legacy.module = answer.handle;
}

/* None that hangs: a call has no time limit here. */
void step_legacy_invoke(const uint8_t *a)
{
	static const uint32_t scalars[] = {
		NODE_COUNT, NODE_SLEEP, NODE_FAIL, NODE_FILL, NODE_CHECKSUM(3), NODE_PEEK,
		NODE_CHECKSUM(40), NODE_SC(31, 255, 255, 15),
	};
	uint32_t sc = scalars[a[0] & 7];
	uint32_t count = (sc >> 16 & 255) + (sc >> 8 & 255) + (sc >> 4 & 15);
	struct fastrpc_invoke_args *args = (void *)steps_memory;
	struct fastrpc_invoke call = {
		.handle = (uint32_t)steps_or(legacy.module, a[1]), .sc = sc,
		.args = (uintptr_t)legacy_pointer(args, a[2]),
	};

	if ((sc >> 24) == 2)
		memset(steps_memory + 65536, 0, 8);
	for (uint32_t i = 0; i < count; i++) {
		args[i] = node_bytes(steps_memory + 65536 + 64 * (i % 64), 8);
		if (i != a[3] % 4)
			continue;
		args[i].fd = a[4] & 1 ? -1 : a[4] & 2 ? legacy.dmabuf : steps_dmabuf(a[4] >> 2);
		args[i].length = steps_or(4096, a[5]);
		args[i].ptr = (uintptr_t)legacy_pointer(steps_memory + 131072, a[6]);
		args[i].attr = (uint32_t)steps_or(0, a[7]);
	}
	node_ioctl(legacy.fd, FASTRPC_IOCTL_INVOKE, legacy_pointer(&call, a[8]));
}

void step_legacy_alloc(const uint8_t *a)
{
	struct fastrpc_alloc_dma_buf arg = {
		.size = steps_or(65536, a[0]), .flags = (uint32_t)steps_or(0, a[1]),
	};

	if (node_ioctl(legacy.fd, FASTRPC_IOCTL_ALLOC_DMA_BUFF, legacy_pointer(&arg, a[2])))
		return;
	if (legacy.dmabuf >= 0)
		close(legacy.dmabuf);
	legacy.dmabuf = arg.fd;
}

void step_legacy_map(const uint8_t *a)
{
	struct fastrpc_req_mmap arg = {
		.fd = -1, .flags = (uint32_t)steps_or(0x1000, a[1]),
		.vaddrin = steps_or(0, a[2]), .size = steps_or(4096, a[3]),
	};

	if (!node_ioctl(legacy.fd, FASTRPC_IOCTL_MMAP, legacy_pointer(&arg, a[4])))
		legacy.address = arg.vaddrout;
}

void step_legacy_unmap(const uint8_t *a)
{
	struct fastrpc_req_munmap arg = {
		.vaddrout = steps_or(legacy.address, a[1]), .size = steps_or(4096, a[2]),
	};

	node_ioctl(legacy.fd, FASTRPC_IOCTL_MUNMAP, legacy_pointer(&arg, a[3]));
}

void step_legacy_mem_map(const uint8_t *a)
{
	struct fastrpc_mem_map arg = {
		.version = (int32_t)steps_or(0, a[1]),
		.fd = a[2] & 1 ? legacy.dmabuf : steps_dmabuf(a[2] >> 1),
		.offset = (int32_t)steps_or(0, a[3]),
		.flags = (uint32_t)steps_or(a[4] & 19, a[5]),
		.length = steps_or(65536, a[6]), .vaddrin = steps_or(0, a[7]),
	};
	struct fastrpc_mem_unmap undo = { .fd = arg.fd, .vaddr = steps_or(legacy.address, a[8]),
					  .length = arg.length };

	if (a[0] & 1)
		node_ioctl(legacy.fd, FASTRPC_IOCTL_MEM_UNMAP, legacy_pointer(&undo, a[9]));
	else if (!node_ioctl(legacy.fd, FASTRPC_IOCTL_MEM_MAP, legacy_pointer(&arg, a[9])))
		legacy.address = arg.vaddrout;
}

void step_legacy_other(const uint8_t *a)
{
	struct fastrpc_ioctl_capability info = { .attribute_id = (uint32_t)steps_or(1, a[1]) };
	struct fastrpc_ioctl_set_option option = {
		.request_id = (uint32_t)steps_or(FASTRPC_POLL_MODE, a[2]),
		.value = (uint32_t)steps_or(a[3] & 1, a[4]),
	};

	if (a[0] & 1)
		node_ioctl(legacy.fd, FASTRPC_IOCTL_GET_DSP_INFO, legacy_pointer(&info, a[5]));
	else
		node_ioctl(legacy.fd, FASTRPC_IOCTL_SET_OPTION, legacy_pointer(&option, a[5]));
	if (a[6] == 0xff)
		node_ioctl(legacy.fd, _IO('R', a[7]), NULL);
}

void steps_close_legacy(void)
{
	if (legacy.fd >= 0)
		close(legacy.fd);
	if (legacy.dmabuf >= 0)
		close(legacy.dmabuf);
	legacy.fd = legacy.dmabuf = -1;
	legacy.module = 0;
	legacy.address = 0;
}
