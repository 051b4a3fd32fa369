// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/* The fake transport; see transport.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "AEEStdErr.h"
#include "transport.h"

#define TRANSPORT_ALIGN	128

transport_function *transport_skel;
struct transport_call *transport_keep;

static char transport_log[8192], transport_out_log[8192];
static remote_handle64 transport_handle;

__attribute__((format(printf, 2, 3)))
static void transport_add(char *log, const char *format, ...)
{
	size_t used = strlen(log);
	va_list list;

	va_start(list, format);
	vsnprintf(log + used, sizeof(transport_log) - used, format, list);
	va_end(list);
}

static void transport_hex(char *log, const char *mark, const remote_buf *buf)
{
	const unsigned char *bytes = buf->pv;

	transport_add(log, " %s", mark);
	for (size_t i = 0; i < buf->nLen; i++)
		transport_add(log, "%02x", bytes[i]);
}

const char *transport_text(void)
{
	return transport_log;
}

const char *transport_outputs(void)
{
	return transport_out_log;
}

uint32_t transport_buffers(uint32_t scalars)
{
	return REMOTE_SCALARS_INBUFS(scalars) + REMOTE_SCALARS_OUTBUFS(scalars);
}

static void transport_note(uint32_t scalars, const remote_arg *args)
{
	uint32_t ins = REMOTE_SCALARS_INBUFS(scalars), buffers = transport_buffers(scalars);

	snprintf(transport_log, sizeof(transport_log), "%08x", scalars);
	for (uint32_t i = 0; i < REMOTE_SCALARS_LENGTH(scalars); i++) {
		if (i < ins)
			transport_hex(transport_log, "<", &args[i].buf);
		else if (i < buffers)
			transport_add(transport_log, " >%zu", args[i].buf.nLen);
		else
			transport_add(transport_log, " h%d+%u", args[i].dma.fd, args[i].dma.offset);
	}
}

/* Blocks of exactly the bytes, so that a checker sees the first one beyond. */
void transport_copy(struct transport_call *to, uint32_t scalars, const remote_arg *args)
{
	uint32_t ins = REMOTE_SCALARS_INBUFS(scalars), buffers = transport_buffers(scalars);

	to->scalars = scalars;
	for (uint32_t i = 0; i < REMOTE_SCALARS_LENGTH(scalars); i++) {
		to->args[i] = args[i];
		if (i >= buffers)
			continue;
		to->args[i].buf.pv = NULL;
		if (args[i].buf.nLen && posix_memalign(&to->args[i].buf.pv, TRANSPORT_ALIGN,
						       args[i].buf.nLen))
			abort();
		if (args[i].buf.nLen && i < ins)
			memcpy(to->args[i].buf.pv, args[i].buf.pv, args[i].buf.nLen);
		else if (args[i].buf.nLen)
			memset(to->args[i].buf.pv, 0xee, args[i].buf.nLen);
	}
}

void transport_free(struct transport_call *call)
{
	for (uint32_t i = 0; i < transport_buffers(call->scalars); i++)
		free(call->args[i].buf.pv);
	memset(call, 0, sizeof(*call));
}

int remote_handle64_invoke(remote_handle64 h, uint32_t scalars, remote_arg *args)
{
	uint32_t ins = REMOTE_SCALARS_INBUFS(scalars), buffers = transport_buffers(scalars);
	struct transport_call *call = calloc(1, sizeof(*call));
	int ret;

	if (!call)
		abort();
	transport_note(scalars, args);
	if (transport_keep) {
		transport_free(transport_keep);
		transport_copy(transport_keep, scalars, args);
	}
	transport_copy(call, scalars, args);
	ret = transport_skel(h, scalars, call->args);
	*transport_out_log = 0;
	for (uint32_t i = ins; i < buffers; i++) {
		transport_hex(transport_out_log, ">", &call->args[i].buf);
		if (!ret && args[i].buf.nLen)
			memcpy(args[i].buf.pv, call->args[i].buf.pv, args[i].buf.nLen);
	}
	for (uint32_t i = buffers; i < REMOTE_SCALARS_LENGTH(scalars); i++)
		args[i] = call->args[i];
	transport_free(call);
	free(call);
	return ret;
}

int remote_handle64_invoke_async(remote_handle64 h, fastrpc_async_descriptor_t *descriptor,
				 uint32_t scalars, remote_arg *args)
{
	return descriptor ? remote_handle64_invoke(h, scalars, args) : AEE_EBADPARM;
}

/* The DSP's side opens a module by method 0, and closes it by method 1. */
int remote_handle64_open(const char *name, remote_handle64 *h)
{
	uint32_t size = (uint32_t)strlen(name) + 1;
	remote_arg args[3] = { { .buf = { &size, sizeof(size) } },
			       { .buf = { (void *)name, size } } };
	int ret = remote_handle64_invoke(0, REMOTE_SCALARS_MAKEX(0, 0, 2, 0, 0, 1), args);

	if (!ret)
		transport_handle = args[2].h64;
	*h = args[2].h64;
	return ret;
}

int remote_handle64_close(remote_handle64 h)
{
	remote_arg arg = { .h64 = h };

	return remote_handle64_invoke(0, REMOTE_SCALARS_MAKEX(0, 1, 0, 0, 1, 0), &arg);
}

/* Handles of no size do not exist. */
int remote_register_dma_handle(int fd, uint32_t size)
{
	return fd < 0 || !size ? -1 : 0;
}

/* The DSP knows the whole memory. */
int adsp_mmap_fd_getinfo(int fd, uint32_t *size)
{
	*size = 4096;
	return fd < 0 ? -1 : 0;
}
