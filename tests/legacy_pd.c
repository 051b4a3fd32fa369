// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Legacy face: nodes, PDs, what the DSP says of itself, options.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/board.h"
#include "tools/buffer.h"
#include "tools/node.h"

#define LEGACY_OPENS_MAX 32

static bool legacy_is_there(const char *path)
{
	return !access(path, F_OK);
}

/* Whether the board keeps signed PDs of cdsp from the node for all users. */
static bool legacy_is_secure(void)
{
	bool secure = true;
	glob_t found;

	T_OK(glob("/proc/device-tree/*/glink-edge/fastrpc/label", 0, NULL, &found) ? -ENOENT : 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char path[128], label[16] = "";
		FILE *file = fopen(found.gl_pathv[i], "re");

		T_CHECK(file && fgets(label, sizeof(label), file));
		fclose(file);
		snprintf(path, sizeof(path), "%.*s/qcom,non-secure-domain",
			 (int)(strrchr(found.gl_pathv[i], '/') - found.gl_pathv[i]),
			 found.gl_pathv[i]);
		if (!strcmp(label, "cdsp") && legacy_is_there(path))
			secure = false;
	}
	globfree(&found);
	return secure;
}

/* Situation: a DSP with unsigned PDs.
 * Expectation: two nodes, for root alone unless that is changed.
 */
T_CASE(legacy_nodes, "nodes")
{
	T_SYS(close(node_open_name("cdsp")));
	T_SYS(close(node_open_name("cdsp-secure")));
}

/* Situation: numbers that are no operation, and one that mainline does not have either.
 * Expectation: ENOTTY.
 */
T_CASE(legacy_unknown_ioctl, "unknown-ioctl")
{
	uint32_t arg = 0;
	int fd;

	T_OK(fd = node_open());
	T_ERR(node_ioctl(fd, _IO('R', 99), NULL), -ENOTTY);
	T_ERR(node_ioctl(fd, _IOWR('d', 0x40, uint64_t), &arg), -ENOTTY);
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_FREE_DMA_BUFF, &arg), -ENOTTY);
}

/* Situation: every operation with an argument that is not in the program's memory.
 * Expectation: EFAULT.
 */
T_CASE(legacy_bad_address, "bad-address")
{
	static const unsigned long requests[] = {
		FASTRPC_IOCTL_ALLOC_DMA_BUFF, FASTRPC_IOCTL_INVOKE, FASTRPC_IOCTL_INIT_CREATE,
		FASTRPC_IOCTL_MMAP, FASTRPC_IOCTL_MUNMAP, FASTRPC_IOCTL_MEM_MAP,
		FASTRPC_IOCTL_MEM_UNMAP, FASTRPC_IOCTL_SET_OPTION, FASTRPC_IOCTL_GET_DSP_INFO,
	};
	int fd;

	T_OK(fd = node_open());
	for (size_t i = 0; i < T_ARRAY(requests); i++)
		T_ERR(node_ioctl(fd, requests[i], (void *)8), -EFAULT);
}

/* Situation: the node is opened until it can not be opened any more.
 * Expectation: EBUSY then; a place that is given back can be taken again.
 */
T_CASE(legacy_open_all, "open-all", .log = node_log)
{
	int fds[LEGACY_OPENS_MAX];
	int count = 0;

	while (count < LEGACY_OPENS_MAX && (fds[count] = node_open()) >= 0)
		count++;
	T_CHECK(count > 1 && count < LEGACY_OPENS_MAX);
	T_ERR(fds[count], -EBUSY);
	T_SYS(close(fds[0]));
	T_OK(fds[0] = node_open());
	T_ERR(node_create(fds[0], NODE_UNSIGNED), 0);
	T_ERR(node_open(), -EBUSY);
}

/* Situation: a program asks for a second PD, or attaches to one, having one.
 * Expectation: the DSP refuses, and its result arrives unchanged; the first PD works on.
 */
T_CASE(legacy_create_twice, "create-twice")
{
	long processes = board_stat("processes");
	struct node n = node_setup("selftest");
	int again;

	again = node_create(n.fd, NODE_UNSIGNED);
	T_CHECK(again < -4095);
	/* Mainline forgets then which PD it has to release. */
	if (!node_is_mainline())
		T_EQ(node_ioctl(n.fd, FASTRPC_IOCTL_INIT_ATTACH, NULL), again);
	T_EQ(node_count(&n), 1);
	T_SYS(close(n.fd));
	board_stat_wait("processes", processes);
}

/* Situation: a call before there is a PD.
 * Expectation: the DSP refuses it, and its result arrives; a PD can still be created.
 */
T_CASE(legacy_call_first, "call-first")
{
	uint32_t error;
	int fd;

	T_OK(fd = node_open());
	T_CHECK(node_invoke(fd, 0x1000, NODE_SC(2, 0, 0, 0), NULL) < -4095);
	T_ERR(node_create(fd, NODE_UNSIGNED), 0);
	T_CHECK(node_module(fd, "echo", &error));
}

/* Situation: the sensors PD, and the root PD from two files.
 * Expectation: the DSP accepts all.
 */
T_CASE(legacy_attach, "attach")
{
	int a, b, c;

	T_OK(a = node_open());
	T_OK(b = node_open());
	T_OK(c = node_open());
	T_ERR(node_ioctl(a, FASTRPC_IOCTL_INIT_ATTACH, NULL), 0);
	T_ERR(node_ioctl(b, FASTRPC_IOCTL_INIT_ATTACH, NULL), 0);
	T_ERR(node_ioctl(c, FASTRPC_IOCTL_INIT_ATTACH_SNS, NULL), 0);
}

/* Situation: a signed PD on the node that is for privileged programs, and on the other.
 * Expectation: the first starts; the other is refused where the board says so.
 */
T_CASE(legacy_signed, "signed", .log = node_log)
{
	int fd;

	T_OK(fd = node_open_name("cdsp-secure"));
	T_ERR(node_create(fd, 0), 0);
	T_SYS(close(fd));
	T_OK(fd = node_open());
	T_ERR(node_create(fd, 0), legacy_is_secure() ? -ECONNREFUSED : 0);
	if (legacy_is_secure())
		T_ERR(node_create(fd, NODE_UNSIGNED), 0);
}

/* Situation: the program of the PD lies in a dma-buf.
 * Expectation: the PD starts; not with a file that is too large, or longer than the
 * buffer, or with a descriptor that is not open, or that of something else.
 */
T_CASE(legacy_create_file, "create-file", .log = node_log)
{
	struct fastrpc_init_create arg = { .attrs = NODE_UNSIGNED, .filelen = 8000 };
	int fd, dmabuf, memfd;

	T_OK(fd = node_open());
	arg.file = (uintptr_t)node_alloc(fd, 8192, &dmabuf);
	memfd = buffer_memfd(8192);

	arg.filefd = dmabuf;
	arg.filelen = (2 << 20) + 1;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), -EINVAL);
	arg.filelen = 8193;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), -EINVAL);
	arg.filelen = 8000;
	arg.filefd = -1;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), -EBADF);
	arg.filefd = 1000;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), -EBADF);
	arg.filefd = memfd;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), -EINVAL);
	arg.filefd = dmabuf;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), 0);
}

/* Situation: the program of the PD lies in ordinary memory, for which mainline would
 * read an address of the program as one of its own.
 * Expectation: the PD starts; EFAULT if the memory is not the program's.
 */
T_CASE(legacy_create_bytes, "create-bytes")
{
	static const char bytes[5000] = "program";
	struct fastrpc_init_create arg = {
		.attrs = NODE_UNSIGNED,
		.filelen = sizeof(bytes),
		.file = 4096,
	};
	int fd;

	if (node_is_mainline())
		t_skip("mainline crashes");
	T_OK(fd = node_open());
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), -EFAULT);
	arg.file = (uintptr_t)bytes;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), 0);
}

/* Situation: the DSP refuses to start a PD, for its signature.
 * Expectation: its result arrives, and another attempt on the same file works.
 */
T_CASE(legacy_create_again, "create-again")
{
	struct fastrpc_init_create arg = { .attrs = NODE_UNSIGNED, .filelen = 64, .siglen = 7 };
	int fd;

	T_OK(fd = node_open());
	arg.file = (uintptr_t)node_alloc(fd, 4096, &arg.filefd);
	T_CHECK(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg) < -4095);
	arg.siglen = 0;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE, &arg), 0);
}

/* Situation: the static PD of a DSP for which the board reserves no memory.
 * Expectation: ENOMEM.
 */
T_CASE(legacy_static, "static", .log = node_log)
{
	struct fastrpc_init_create_static arg = { .namelen = 8, .name = (uintptr_t)"audiopd" };
	int fd;

	T_OK(fd = node_open());
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE_STATIC, &arg), -ENOMEM);
}

/* Situation: the audio PD of the DSP for audio, twice.
 * Expectation: it is attached to; not under a name that is too long or nowhere.
 */
T_CASE(legacy_audio, "audio", .log = node_log)
{
	struct fastrpc_init_create_static arg = { .name = 8 };
	int fd, ret;

	if (!legacy_is_there("/dev/fastrpc-adsp") && !legacy_is_there("/dev/fastrpc-adsp-secure"))
		t_skip("the board has no adsp");
	for (int i = 0; i < 2; i++) {
		T_OK(fd = node_open_name(legacy_is_there("/dev/fastrpc-adsp") ?
					 "adsp" : "adsp-secure"));
		arg.namelen = 129;
		ret = node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE_STATIC, &arg);
		if (ret == -ENOMEM)
			t_skip("the board reserves no memory for audio");
		T_ERR(ret, -EINVAL);
		arg.namelen = 8;
		arg.name = 8;
		T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE_STATIC, &arg), -EFAULT);
		arg.name = (uintptr_t)"audiopd";
		T_ERR(node_ioctl(fd, FASTRPC_IOCTL_INIT_CREATE_STATIC, &arg), 0);
		T_SYS(close(fd));
	}
}

static int legacy_info(int fd, uint32_t attribute, uint32_t *value)
{
	struct fastrpc_ioctl_capability arg = { .attribute_id = attribute, .capability = 77 };
	int ret = node_ioctl(fd, FASTRPC_IOCTL_GET_DSP_INFO, &arg);

	*value = arg.capability;
	return ret;
}

/* Situation: all attributes are asked for, before and after there is a PD.
 * Expectation: answers, the same both times, 0 for attribute 0; EOVERFLOW after the last.
 */
T_CASE(legacy_infos, "info", .log = node_log)
{
	uint32_t first[256], again;
	int fd;

	T_OK(fd = node_open());
	for (uint32_t i = 0; i < T_ARRAY(first); i++)
		T_ERR(legacy_info(fd, i, &first[i]), 0);
	T_EQ(first[0], 0);
	T_ERR(legacy_info(fd, 256, &again), -EOVERFLOW);
	T_ERR(legacy_info(fd, UINT32_MAX, &again), -EOVERFLOW);
	T_ERR(node_create(fd, NODE_UNSIGNED), 0);
	for (uint32_t i = 0; i < T_ARRAY(first); i++) {
		T_ERR(legacy_info(fd, i, &again), 0);
		T_EQ(again, first[i]);
	}
}

/* Situation: options that do not exist, or that the DSP lacks.
 * Expectation: EINVAL; EOPNOTSUPP.
 */
T_CASE(legacy_option, "option")
{
	struct fastrpc_ioctl_set_option arg = {
		.request_id = FASTRPC_POLL_MODE,
		.value = FASTRPC_POLL_MODE_ENABLE,
	};
	int fd, ret;

	T_OK(fd = node_open());
	ret = node_ioctl(fd, FASTRPC_IOCTL_SET_OPTION, &arg);
	T_CHECK(!ret || ret == -EOPNOTSUPP);
	for (size_t i = 0; i < T_ARRAY(arg.reserved); i++) {
		arg.reserved[i] = 1;
		T_ERR(node_ioctl(fd, FASTRPC_IOCTL_SET_OPTION, &arg), -EINVAL);
		arg.reserved[i] = 0;
	}
	arg.value = 2;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_SET_OPTION, &arg), ret ? ret : -EINVAL);
	arg.request_id = 2;
	T_ERR(node_ioctl(fd, FASTRPC_IOCTL_SET_OPTION, &arg), -EINVAL);
}
