// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Requests of the virtual DSP. Several workers wait on the socket; each serves
 * one request at a time, with the part of the desk that belongs to it.
 */

#include <string.h>

#include "contract/mailbox.h"
#include "guest/fence.h"
#include "guest/guest.h"
#include "guest/map.h"
#include "os/error.h"
#include "os/pages.h"
#include "os/syscall.h"
#include "os/thread.h"
#include "pd/call.h"
#include "pd/module.h"
#include "pd/pd.h"

static uint8_t *mailbox_desk;

static struct mailbox_slot *mailbox_slot(uint32_t slot)
{
	return (struct mailbox_slot *)(mailbox_desk + slot * MAILBOX_SLOT_SIZE);
}

/**
 * mailbox_init() - map the desk
 *
 * Return: 0, or a DSP error.
 */
int32_t mailbox_init(void)
{
	long got;

	mailbox_desk = pages_get(PAGES_DATA, MAILBOX_DESK_SIZE, 0);
	if (!mailbox_desk)
		return ERROR_NO_MEMORY;
	got = syscall6(SYS_MMAP2, (long)mailbox_desk, MAILBOX_DESK_SIZE,
		       SYSCALL_PROT_READ | SYSCALL_PROT_WRITE,
		       SYSCALL_MAP_SHARED | SYSCALL_MAP_FIXED, MAILBOX_FD_DESK, 0);
	return got == (long)mailbox_desk ? 0 : ERROR_MMAP;
}

static int32_t mailbox_open(struct mailbox_slot *slot, uint32_t *value)
{
	char uri[MAILBOX_TEXT_MAX];

	strlcpy(uri, slot->text, sizeof(uri));
	return module_open(uri, value, slot->text, sizeof(slot->text));
}

/* Undo mailbox_map_args() for the first @count arguments. */
static void mailbox_unmap_args(struct mailbox_slot *slot, uint32_t count, struct map *maps)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct mailbox_arg *arg = &slot->args[i];

		if (arg->flags & MAILBOX_ARG_HANDLE)
			map_unregister(maps++);
		if (arg->run_count)
			map_unmap_arg(arg, slot->runs);
	}
}

static int32_t mailbox_map_args(struct mailbox_slot *slot, uint32_t count, struct map *maps)
{
	struct map *map = maps;

	for (uint32_t i = 0; i < count; i++) {
		const struct mailbox_arg *arg = &slot->args[i];
		int32_t result = arg->run_count ? map_arg(arg, slot->runs) : 0;

		if (result) {
			mailbox_unmap_args(slot, i, maps);
			return result;
		}
		if (arg->flags & MAILBOX_ARG_HANDLE)
			map_register(map++, arg);
	}
	return 0;
}

/* The arguments as the method sees them: buffers by address, handles in the slot. */
static void mailbox_show_args(const struct call *call, union call_arg *args)
{
	uint32_t buffers = CALL_INBUFS(call->sc) + CALL_OUTBUFS(call->sc);

	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct mailbox_arg *arg = &call->args[i];

		if (i < buffers)
			args[i].buffer = (__typeof__(args[i].buffer)){arg->va, arg->len};
		else
			args[i].dma = (__typeof__(args[i].dma)){arg->fd, arg->offset};
	}
}

/* At most 15 + 15 of the arguments are handles. */
static int32_t mailbox_invoke(const struct mailbox_request *request, struct mailbox_slot *slot)
{
	union call_arg args[MAILBOX_ARGS_MAX];
	struct map maps[30];
	uint32_t sc = request->sc, handles = 0;
	struct call call = {.sc = sc, .arg_count = request->arg_count, .args = slot->args};
	struct fence *fence = NULL;
	int32_t result;

	if (request->arg_count != CALL_ARGS(sc))
		return ERROR_BAD_PARAMETER;
	for (uint32_t i = 0; i < request->arg_count; i++)
		if (slot->args[i].flags & MAILBOX_ARG_HANDLE && ++handles > 30)
			return ERROR_BAD_PARAMETER;
	result = mailbox_map_args(slot, request->arg_count, maps);
	if (result)
		return result;
	if (fence_wanted)
		fence = fence_put(slot, request->arg_count);
	if (fence)
		call.args = fence_args(fence);
	mailbox_show_args(&call, args);
	result = module_invoke(request->module, &call, args);
	fence_take(fence, slot);
	mailbox_unmap_args(slot, request->arg_count, maps);
	return result;
}

static int32_t mailbox_serve(const struct mailbox_request *request, uint32_t *value)
{
	struct mailbox_slot *slot = mailbox_slot(request->slot);

	switch (request->type) {
	case MAILBOX_OPEN:
		return mailbox_open(slot, value);
	case MAILBOX_CLOSE:
		return module_close(request->module);
	case MAILBOX_INVOKE:
		return mailbox_invoke(request, slot);
	case MAILBOX_MAP:
		return map_persist(&slot->args[0], slot->runs);
	case MAILBOX_UNMAP:
		return map_unpersist(&slot->args[0]);
	case MAILBOX_STAND:
		fault_tell_threads();
		return 0;
	default:
		return ERROR_UNSUPPORTED;
	}
}

/**
 * mailbox_work() - serve requests; the work of a worker
 *
 * Does not return: the process ends when the virtual DSP closes the socket.
 */
_Noreturn void mailbox_work(void)
{
	for (;;) {
		struct mailbox_request request;
		struct mailbox_answer answer = {0};
		long got = syscall_read(MAILBOX_FD_REQUEST, &request, sizeof(request));

		if (got != sizeof(request) || request.slot >= MAILBOX_SLOTS)
			syscall_exit_group(0);
		guest_client = request.client;
		guest_arch = request.arch;
		answer.slot = request.slot;
		if (request.timed)
			answer.began = syscall_nanoseconds();
		answer.result = mailbox_serve(&request, &answer.value);
		if (request.timed) {
			answer.ended = syscall_nanoseconds();
			answer.thread = thread_current()->id;
		}
		syscall3(SYS_WRITE, MAILBOX_FD_REQUEST, &answer, sizeof(answer));
	}
}
