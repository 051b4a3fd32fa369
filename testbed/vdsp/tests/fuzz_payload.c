// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A call whose message and descriptors are anything: for libFuzzer. The input is the
 * message, then the first pages of the payload. What is decoded must lie in the bank.
 */
#include <stdlib.h>
#include <string.h>

#include "fastrpc/payload.h"
#include "mem/mem.h"
#include "fake_mem.h"

#define FUZZ_STREAM	3u
#define FUZZ_SID	5u
#define FUZZ_SHIFT	32u
#define FUZZ_AT		0x10000u
#define FUZZ_SIZE	(8 * FAKE_PAGE_SIZE)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void fuzz_use(const struct payload *p)
{
	uint8_t some[64] = { 0 };

	if (p->count != payload_count(p->sc))
		abort();
	for (unsigned int i = 0; i < p->count; i++) {
		const struct payload_arg *arg = &p->args[i];
		size_t part = arg->len < sizeof(some) ? arg->len : sizeof(some);

		if (arg->len && (arg->iova >> FUZZ_SHIFT || arg->iova + arg->len < arg->iova))
			abort();
		payload_read(p, i, 0, some, part);
		payload_read(p, i, arg->len - part, some, part);
		payload_write(p, i, arg->len, some, 1);
		payload_fetch(p, i, some, part);
		payload_store(p, i, some, part);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct payload_source source = {
		.stream = FUZZ_STREAM, .sid = FUZZ_SID, .sid_shift = FUZZ_SHIFT,
	};
	struct wire_invoke message;
	struct payload *p;

	if (size < sizeof(message))
		return 0;
	memcpy(&message, bytes, sizeof(message));
	bytes += sizeof(message);
	size -= sizeof(message);
	/* One bit says whether the address is the right one, which chance does not find. */
	if (message.tid & 1)
		message.addr = (uint64_t)FUZZ_SID << FUZZ_SHIFT | FUZZ_AT;

	source.mem = fake_mem_create();
	fake_mem_map(source.mem, FUZZ_STREAM, FUZZ_AT, FUZZ_SIZE);
	mem_write(source.mem, FUZZ_STREAM, FUZZ_AT, bytes, size < FUZZ_SIZE ? size : FUZZ_SIZE);
	if (!payload_decode(&source, &message, &p)) {
		fuzz_use(p);
		free(p);
	} else if (p) {
		abort();
	}
	fake_mem_destroy(source.mem);
	return 0;
}
