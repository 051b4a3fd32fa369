// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The DSP's side of the SMMUv3 (IHI 0070): stream table, context descriptors and
 * page tables are read from the guest's RAM as the hardware would read them, and
 * remembered as the hardware would remember them, until the guest invalidates
 * them through its command queue.
 *
 * Only stage 1 exists. A stream that the guest has put into bypass is refused as
 * well: no DSP on this board may reach memory without a page table.
 */
#include "mem/smmu.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "board.h"
#include "mem/cmdq.h"
#include "mem/evtq.h"
#include "mem/ram.h"
#include "mem/stream.h"
#include "mem/tlb.h"
#include "mem/walk.h"
#include "port/port.h"

#define SMMU_STREAMS		16u	/* remembered stream table entries */

/* Command opcodes, word 0 bits 7:0 (IHI 0070, 4.1.3). */
enum smmu_command {
	SMMU_CMD_PREFETCH_CONFIG = 0x01,
	SMMU_CMD_PREFETCH_ADDR = 0x02,
	SMMU_CMD_CFGI_STE = 0x03,
	SMMU_CMD_CFGI_ALL = 0x04,	/* or a range of streams */
	SMMU_CMD_CFGI_CD = 0x05,
	SMMU_CMD_CFGI_CD_ALL = 0x06,
	SMMU_CMD_TLBI_NH_ALL = 0x10,
	SMMU_CMD_TLBI_NH_ASID = 0x11,
	SMMU_CMD_TLBI_NH_VA = 0x12,
	SMMU_CMD_TLBI_NH_VAA = 0x13,
	SMMU_CMD_TLBI_EL2_ALL = 0x20,
	SMMU_CMD_TLBI_EL2_ASID = 0x21,
	SMMU_CMD_TLBI_EL2_VA = 0x22,
	SMMU_CMD_TLBI_EL2_VAA = 0x23,
	SMMU_CMD_TLBI_S12_VMALL = 0x28,
	SMMU_CMD_TLBI_NSNH_ALL = 0x30,
	SMMU_CMD_ATC_INV = 0x40,
	SMMU_CMD_RESUME = 0x44,
	SMMU_CMD_SYNC = 0x46,
};

struct smmu {
	const struct ram *ram;
	struct port *port;
	bool changes_expected;
	struct stream_table table;
	struct stream_context streams[SMMU_STREAMS];
	unsigned int next_stream;	/* place to replace next */
	struct tlb tlb;
	struct cmdq cmdq;
	uint64_t faults;
};

/**
 * smmu_create() - Make the DSP's side of an SMMU that the guest has not set up.
 * @port: reaches the SMMU's registers and the guest's interrupts
 *
 * Return: the SMMU; NULL if there is no memory.
 */
struct smmu *smmu_create(const struct ram *ram, struct port *port)
{
	struct smmu *s = calloc(1, sizeof(*s));

	if (s) {
		s->ram = ram;
		s->port = port;
	}
	return s;
}

/**
 * smmu_destroy() - Free it.
 */
void smmu_destroy(struct smmu *s)
{
	free(s);
}

static void smmu_flush_streams(struct smmu *s)
{
	memset(s->streams, 0, sizeof(s->streams));
}

static void smmu_flush(struct smmu *s)
{
	smmu_flush_streams(s);
	tlb_flush(&s->tlb);
}

/**
 * smmu_start() - Read the guest's set-up; remember nothing from before.
 *
 * To be called at each start of a DSP: the tables move when the guest reboots.
 */
void smmu_start(struct smmu *s)
{
	smmu_flush(s);
	if (stream_table_read(&s->table, s->port) || cmdq_start(&s->cmdq, s->ram, s->port))
		log_line("smmu: cannot read the registers");
	s->changes_expected = false;
}

/**
 * smmu_expect_changes() - The guest may have invalidated something since.
 *
 * To be called after each message from the guest and before each delayed work.
 * The command queue is read at the next access, not now: then whatever the guest
 * invalidated before it sent the message is gone.
 */
void smmu_expect_changes(struct smmu *s)
{
	s->changes_expected = true;
}

static void smmu_flush_stream(struct smmu *s, uint32_t stream)
{
	for (unsigned int i = 0; i < SMMU_STREAMS; i++)
		if (s->streams[i].stream == stream)
			s->streams[i].valid = false;
}

/* By address: a single one, or a range (SMMU_IDR3.RIL), which has a granule. */
static void smmu_flush_address(struct smmu *s, const uint64_t command[2], const uint16_t *asid)
{
	unsigned int granule = command[1] >> 10 & 3;
	uint64_t iova = command[1] & ~0xfffull;
	uint64_t pages = 1;

	if (granule) {
		unsigned int scale = command[0] >> 20 & 0x1f;

		pages = ((command[0] >> 12 & 0x1f) + 1) << scale;
	}
	/* Granules 1, 2, 3 are 4, 16, 64 KiB. Overlapping blocks go as a whole. */
	tlb_flush_range(&s->tlb, asid, iova, pages << (granule ? 10 + 2 * granule : 12));
}

static void smmu_execute(struct smmu *s, const uint64_t command[2])
{
	uint16_t asid = (uint16_t)(command[0] >> 48);

	switch (command[0] & 0xff) {
	case SMMU_CMD_CFGI_STE:
	case SMMU_CMD_CFGI_CD:
	case SMMU_CMD_CFGI_CD_ALL:
		smmu_flush_stream(s, (uint32_t)(command[0] >> 32));
		break;
	case SMMU_CMD_CFGI_ALL:
		smmu_flush_streams(s);
		break;
	case SMMU_CMD_TLBI_NH_ALL:
	case SMMU_CMD_TLBI_EL2_ALL:
	case SMMU_CMD_TLBI_S12_VMALL:
	case SMMU_CMD_TLBI_NSNH_ALL:
		tlb_flush(&s->tlb);
		break;
	case SMMU_CMD_TLBI_NH_ASID:
	case SMMU_CMD_TLBI_EL2_ASID:
		tlb_flush_asid(&s->tlb, asid);
		break;
	case SMMU_CMD_TLBI_NH_VA:
	case SMMU_CMD_TLBI_EL2_VA:
		smmu_flush_address(s, command, &asid);
		break;
	case SMMU_CMD_TLBI_NH_VAA:
	case SMMU_CMD_TLBI_EL2_VAA:
		smmu_flush_address(s, command, NULL);
		break;
	case SMMU_CMD_PREFETCH_CONFIG:
	case SMMU_CMD_PREFETCH_ADDR:
	case SMMU_CMD_ATC_INV:
	case SMMU_CMD_RESUME:
	case SMMU_CMD_SYNC:
		break;
	default:
		/* One that is not known here may be anything. */
		smmu_flush(s);
		break;
	}
}

static void smmu_catch_up(struct smmu *s)
{
	uint64_t command[2];

	s->changes_expected = false;
	if (cmdq_sync(&s->cmdq))
		smmu_flush(s);
	while (cmdq_next(&s->cmdq, command))
		smmu_execute(s, command);
}

static int smmu_fault(struct smmu *s, enum evtq_type type, uint32_t stream, uint64_t iova,
		      bool write)
{
	const struct evtq_event event = {
		.type = type, .stream = stream, .iova = iova, .write = write,
	};
	int ret;

	s->faults++;
	ret = evtq_report(s->ram, s->port, &event);
	log_line("smmu: stream 0x%x may not %s 0x%llx: event 0x%02x%s%s", stream,
		 write ? "write" : "read", (unsigned long long)iova, (unsigned int)type,
		 ret ? ", not reported: " : "", ret ? strerror(-ret) : "");
	return -EFAULT;
}

static const struct stream_context *smmu_find_stream(struct smmu *s, uint32_t stream,
						     enum evtq_type *event)
{
	struct stream_context *c;

	for (unsigned int i = 0; i < SMMU_STREAMS; i++)
		if (s->streams[i].valid && s->streams[i].stream == stream)
			return &s->streams[i];

	c = &s->streams[s->next_stream];
	if (stream_read(s->ram, &s->table, stream, c, event))
		return NULL;
	s->next_stream = (s->next_stream + 1) % SMMU_STREAMS;
	return c;
}

static int smmu_fill(struct smmu *s, const struct stream_context *c, uint64_t iova,
		     struct tlb_entry *entry, enum evtq_type *event)
{
	static const enum evtq_type events[] = {
		[WALK_TRANSLATION] = EVTQ_F_TRANSLATION,
		[WALK_ADDRESS_SIZE] = EVTQ_F_ADDR_SIZE,
		[WALK_ACCESS] = EVTQ_F_ACCESS,
		[WALK_PERMISSION] = EVTQ_F_PERMISSION,
		[WALK_ABORT] = EVTQ_F_WALK_EABT,
	};
	const struct tlb_entry *found = tlb_find(&s->tlb, c->asid, iova);
	struct walk_page page;
	enum walk_result result;

	if (found) {
		*entry = *found;
		return 0;
	}
	result = walk(s->ram, &c->root, iova, &page);
	if (result != WALK_OK) {
		*event = events[result];
		return -EFAULT;
	}
	*entry = (struct tlb_entry){
		.asid = c->asid, .iova = page.iova, .size = page.size, .phys = page.phys,
		.writable = page.writable,
	};
	tlb_insert(&s->tlb, entry);
	return 0;
}

/* Return: 0; -EFAULT, and what the guest is to be told in @event. */
static int smmu_find(struct smmu *s, uint32_t stream, uint64_t iova, bool write,
		     struct smmu_target *target, enum evtq_type *event)
{
	const struct stream_context *c;
	struct tlb_entry entry;

	if (s->changes_expected)
		smmu_catch_up(s);
	c = smmu_find_stream(s, stream, event);
	if (!c || smmu_fill(s, c, iova, &entry, event))
		return -EFAULT;
	if (write && !entry.writable) {
		*event = EVTQ_F_PERMISSION;
		return -EFAULT;
	}
	target->phys = entry.phys + (iova - entry.iova);
	target->len = entry.size - (iova - entry.iova);
	target->writable = entry.writable;
	return 0;
}

/**
 * smmu_translate() - Find the memory behind an address of the DSP.
 * @stream: stream id
 * @write: the DSP will write
 * @target: filled on success
 *
 * Return: 0; -EFAULT if the access is refused: the guest has been told by an
 * event, unless it did not set up the SMMU at all.
 */
int smmu_translate(struct smmu *s, uint32_t stream, uint64_t iova, bool write,
		   struct smmu_target *target)
{
	enum evtq_type event;

	if (!s->table.enabled) {
		s->faults++;
		return -EFAULT;
	}
	if (smmu_find(s, stream, iova, write, target, &event))
		return smmu_fault(s, event, stream, iova, write);
	return 0;
}

/**
 * smmu_probe() - Look what is behind an address; nothing is accessed.
 * @stream: stream id
 * @target: filled on success
 *
 * Return: 0; -EFAULT if each access would be refused; the guest is not told.
 */
int smmu_probe(struct smmu *s, uint32_t stream, uint64_t iova, struct smmu_target *target)
{
	enum evtq_type event;

	return s->table.enabled ? smmu_find(s, stream, iova, false, target, &event) : -EFAULT;
}

/**
 * smmu_faults() - Count refused accesses.
 *
 * Return: their number since smmu_create().
 */
uint64_t smmu_faults(const struct smmu *s)
{
	return s->faults;
}
