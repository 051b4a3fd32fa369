// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * For those who look for a mistake: buffers of a call as copies whose last byte is
 * the last one of a page, with nothing behind it. Code that goes one byte too far
 * faults there and then; otherwise the rest of the page would hide it.
 *
 * A copy is aligned as its length is. Inputs cannot be written. A buffer that is too
 * large for a copy, or that has pages that the guest has not mapped, stays where it is.
 */

#include <stdlib.h>
#include <string.h>

#include "guest/fence.h"
#include "os/pages.h"
#include "os/syscall.h"

int fence_wanted;

struct fence {
	uint32_t count;
	struct mailbox_arg args[];
};

static int fence_has_hole(const struct mailbox_arg *arg, const struct mailbox_run *runs)
{
	for (uint32_t i = 0; i < arg->run_count; i++)
		if (runs[arg->first_run + i].page == MAILBOX_HOLE)
			return 1;
	return 0;
}

static uint8_t *fence_start(const struct mailbox_arg *copy)
{
	return (uint8_t *)(uintptr_t)(copy->va & ~(MAILBOX_PAGE_SIZE - 1));
}

static void fence_put_one(struct mailbox_arg *copy, const struct mailbox_run *runs)
{
	uint32_t room = PAGES_ROUND(copy->len);
	uint8_t *pages;

	if (copy->flags & MAILBOX_ARG_HANDLE || !copy->len || fence_has_hole(copy, runs))
		return;
	pages = pages_get(PAGES_DATA, room, SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	if (!pages)
		return;
	memcpy(pages + room - copy->len, (const void *)(uintptr_t)copy->va, copy->len);
	if (!(copy->flags & MAILBOX_ARG_OUT))
		syscall3(SYS_MPROTECT, pages, room, SYSCALL_PROT_READ);
	copy->va = (uint32_t)(uintptr_t)pages + room - copy->len;
}

/**
 * fence_put() - copy the buffers of a call
 * @slot: of the call; its arguments are mapped
 * @count: arguments
 *
 * Return: the copies, to be given to fence_take(); NULL if there is no memory.
 */
struct fence *fence_put(const struct mailbox_slot *slot, uint32_t count)
{
	struct fence *fence = malloc(sizeof(*fence) + count * sizeof(fence->args[0]));

	if (!fence)
		return NULL;
	fence->count = count;
	memcpy(fence->args, slot->args, count * sizeof(fence->args[0]));
	for (uint32_t i = 0; i < count; i++)
		fence_put_one(&fence->args[i], slot->runs);
	return fence;
}

/**
 * fence_args() - the arguments as the method is to see them
 *
 * Return: as many as were given; handles are as they were.
 */
const struct mailbox_arg *fence_args(const struct fence *fence)
{
	return fence->args;
}

/**
 * fence_take() - copy outputs back, and free all copies
 * @fence: NULL is nothing
 * @slot: as it was given
 */
void fence_take(struct fence *fence, const struct mailbox_slot *slot)
{
	for (uint32_t i = 0; fence && i < fence->count; i++) {
		const struct mailbox_arg *copy = &fence->args[i], *arg = &slot->args[i];

		if (copy->va == arg->va)
			continue;
		if (copy->flags & MAILBOX_ARG_OUT)
			memcpy((void *)(uintptr_t)arg->va, (const void *)(uintptr_t)copy->va,
			       copy->len);
		pages_put(PAGES_DATA, fence_start(copy), copy->len);
	}
	free(fence);
}
