// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: log in records
 *
 * A client of the root PD that has no memory to lend for the log gets its lines by reverse
 * calls of its object "adspmsgd_apps", a few at a time, each in a record of fixed size. It
 * asks for that with init2. A client without this object gets none, and is told nothing:
 * its call has been answered by then (docs/protocol.md, The log).
 */
#include "service/adspmsgd_push.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/process.h"
#include "fastrpc/reverse.h"
#include "fastrpc/reverse_pack.h"

/* Objects of the guest, and their methods. */
#define PUSH_REMOTECTL		0u
#define PUSH_OPEN		0x00020200u
#define PUSH_LOG		0x00020000u

#define PUSH_OBJECT		"adspmsgd_apps"
#define PUSH_ERROR_LEN		255u
#define PUSH_LEVEL_HIGH		2u
#define PUSH_RECORDS_MAX	8u
#define PUSH_PACKED_MAX		(PUSH_RECORDS_MAX * 256u + 64u)

struct push_record {
	uint32_t level;
	uint16_t line;
	uint16_t thread;
	char text[218];
	char file[30];
};

_Static_assert(sizeof(struct push_record) == 256, "record of a line");

struct adspmsgd_push {
	struct domain *domain;
	struct process *pd;
	/* A reverse call is under way; its context is this. */
	bool busy;
	/* The client wants no more, or cannot take it. */
	bool stopped;
	/* The client's handle of its object, once it is known. */
	bool opened;
	uint32_t object;
	/* The next line to go. */
	uint64_t line;
};

/* The PD's, if it is still that; else nobody knows it any more. */
static void push_free_if_stopped(struct adspmsgd_push *push)
{
	if (!push->stopped || push->busy)
		return;
	if (push->pd && push->pd->adspmsgd_push == push)
		push->pd->adspmsgd_push = NULL;
	free(push);
}

static void push_logged(void *context, int32_t result, const void *out, size_t len)
{
	struct adspmsgd_push *push = context;

	(void)out;
	(void)len;
	push->busy = false;
	push->stopped |= !!result;
	push_free_if_stopped(push);
}

static void push_opened(void *context, int32_t result, const void *out, size_t len)
{
	struct reverse_unpack unpack = { .bytes = out, .len = len };
	struct adspmsgd_push *push = context;
	uint32_t answer[2] = { 0, 1 };
	const uint8_t *data;
	uint32_t size;

	push->busy = false;
	if (!result && reverse_unpack_buffer(&unpack, &data, &size) && size == sizeof(answer))
		memcpy(answer, data, sizeof(answer));
	push->object = answer[0];
	push->opened = true;
	push->stopped |= answer[1] != 0;
	push_free_if_stopped(push);
}

static int32_t push_open(struct adspmsgd_push *push)
{
	const uint32_t request[2] = { sizeof(PUSH_OBJECT), PUSH_ERROR_LEN };
	uint8_t bytes[PUSH_PACKED_MAX];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, request, sizeof(request));
	reverse_pack_buffer(&pack, PUSH_OBJECT, sizeof(PUSH_OBJECT));
	reverse_pack_word(&pack, 2 * sizeof(uint32_t));
	reverse_pack_word(&pack, PUSH_ERROR_LEN);
	return reverse_call(push->domain, push->pd, PUSH_REMOTECTL, PUSH_OPEN, pack.bytes,
			    pack.len, push_opened, push);
}

/* As many lines as there are, and as fit. Return: how many. */
static uint32_t push_fill(struct adspmsgd_push *push, struct push_record *records)
{
	char lost[FARF_LINE_SIZE];
	uint32_t count = 0;

	while (count < PUSH_RECORDS_MAX) {
		struct push_record *record = &records[count];
		uint64_t next;
		const char *text = farf_next(push->domain, push->line, lost, sizeof(lost), &next);

		if (!text)
			break;
		*record = (struct push_record){ .level = PUSH_LEVEL_HIGH };
		snprintf(record->text, sizeof(record->text), "%.*s\n",
			 (int)sizeof(record->text) - 2, text);
		snprintf(record->file, sizeof(record->file), "%s", push->domain->label);
		push->line = next;
		count++;
	}
	return count;
}

static int32_t push_log(struct adspmsgd_push *push)
{
	struct push_record records[PUSH_RECORDS_MAX];
	uint32_t size = push_fill(push, records) * (uint32_t)sizeof(records[0]);
	uint8_t bytes[PUSH_PACKED_MAX];
	struct reverse_pack pack = { .bytes = bytes, .size = sizeof(bytes) };

	reverse_pack_buffer(&pack, &size, sizeof(size));
	reverse_pack_buffer(&pack, records, size);
	return reverse_call(push->domain, push->pd, push->object, PUSH_LOG, pack.bytes, pack.len,
			    push_logged, push);
}

/**
 * adspmsgd_push_start() - Begin to send lines: method init2.
 *
 * Return: 0; WIRE_EUNSUPPORTED but for clients of the root PD; WIRE_EBADSTATE if the
 * client gets the log already; WIRE_ENOMEMORY.
 */
int32_t adspmsgd_push_start(struct call *call)
{
	struct process *pd = call->pd;
	struct adspmsgd_push *push;

	if (pd->type != PROCESS_ROOT)
		return WIRE_EUNSUPPORTED;
	if (pd->adspmsgd || pd->adspmsgd_push)
		return WIRE_EBADSTATE;
	push = calloc(1, sizeof(*push));
	if (!push)
		return WIRE_ENOMEMORY;
	push->domain = call->domain;
	push->pd = pd;
	push->line = farf_oldest(&call->domain->farf);
	pd->adspmsgd_push = push;
	return 0;
}

/**
 * adspmsgd_push_stop() - Send no more lines.
 * @pd: PD whose client gets lines
 */
void adspmsgd_push_stop(struct process *pd)
{
	struct adspmsgd_push *push = pd->adspmsgd_push;

	pd->adspmsgd_push = NULL;
	push->stopped = true;
	push_free_if_stopped(push);
}

/**
 * adspmsgd_push_step() - Send what there is, if the client has taken what was sent before.
 * @pd: PD whose client gets lines
 *
 * To be called when no call is being served.
 */
void adspmsgd_push_step(struct domain *d, struct process *pd)
{
	struct adspmsgd_push *push = pd->adspmsgd_push;

	if (push->busy || (push->opened && push->line >= d->farf.next))
		return;
	push->busy = true;
	if (push->opened ? push_log(push) : push_open(push)) {
		push->busy = false;
		adspmsgd_push_stop(pd);
	}
}

/**
 * adspmsgd_push_end() - The client has gone.
 * @pd: its PD, whose reverse calls have ended; may get no lines
 */
void adspmsgd_push_end(struct process *pd)
{
	if (pd->adspmsgd_push)
		adspmsgd_push_stop(pd);
}
