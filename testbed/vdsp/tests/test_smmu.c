// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Streams, the TLB and its invalidation, events, and memory through all of it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mem/mem.h"
#include "mem/smmu.h"
#include "fake_smmu.h"
#include "tap.h"

#define STREAM		0x2161u
#define ASID		7u
#define IOVA		0xffffe000ull
#define PAGE_A		(FAKE_SMMU_RAM + 0x700000)
#define PAGE_B		(FAKE_SMMU_RAM + 0x701000)

#define CMD_CFGI_STE		0x03ull
#define CMD_CFGI_ALL		0x04ull
#define CMD_CFGI_CD		0x05ull
#define CMD_TLBI_NH_ALL		0x10ull
#define CMD_TLBI_NH_ASID	0x11ull
#define CMD_TLBI_NH_VA		0x12ull
#define CMD_TLBI_NSNH_ALL	0x30ull
#define CMD_SYNC		0x46ull

static struct fake_smmu s;
static struct smmu *smmu;
static struct mem *mem;
static uint64_t table, cd;

static void begin(void)
{
	fake_smmu_init(&s, FAKE_SMMU_RAM_SIZE);
	table = fake_smmu_alloc(&s, 4096, 4096);
	cd = fake_smmu_add_stream(&s, STREAM, ASID, table, 16, 0);
	fake_smmu_map(&s, table, IOVA, PAGE_A, FAKE_PTE_PAGE);
	smmu = smmu_create(&s.ram, &s.port);
	mem = mem_create(&s.ram, smmu);
	smmu_start(smmu);
}

static void end(void)
{
	mem_destroy(mem);
	smmu_destroy(smmu);
	fake_smmu_fini(&s);
}

/* Where IOVA leads now, 0 if it faults; the guest has sent a message before. */
static uint64_t look(uint64_t iova)
{
	struct smmu_target target;

	smmu_expect_changes(smmu);
	return smmu_translate(smmu, STREAM, iova, false, &target) ? 0 : target.phys;
}

static void remap(uint64_t phys)
{
	fake_smmu_map(&s, table, IOVA, phys, FAKE_PTE_PAGE);
}

static unsigned int last_event(void)
{
	uint32_t prod = (uint32_t)fake_port_get(&s.port, FAKE_SMMU_EVTQ_PROD);

	return prod ? *fake_smmu_event(&s, prod - 1) & 0xff : 0;
}

static void translates(void)
{
	struct smmu_target target;

	begin();
	TAP_EQUAL(smmu_translate(smmu, STREAM, IOVA + 0x123, true, &target), 0);
	TAP_EQUAL(target.phys, PAGE_A + 0x123);
	TAP_EQUAL(target.len, 0x1000 - 0x123);
	TAP_EQUAL(smmu_faults(smmu), 0);
	end();
}

/* The translation stays until the guest invalidates it: that is what the TLB is for. */
static void forgotten_invalidation_shows(void)
{
	begin();
	TAP_EQUAL(look(IOVA), PAGE_A);
	remap(PAGE_B);
	TAP_EQUAL(look(IOVA), PAGE_A);
	end();
}

/* Each command alone is enough, and one for something else is not. */
static void invalidations(void)
{
	static const struct {
		uint64_t word0, word1;
		bool enough;
	} commands[] = {
		{ CMD_TLBI_NH_ALL, 0, true },
		{ CMD_TLBI_NSNH_ALL, 0, true },
		{ CMD_TLBI_NH_ASID | (uint64_t)ASID << 48, 0, true },
		{ CMD_TLBI_NH_ASID | 8ull << 48, 0, false },
		{ CMD_TLBI_NH_VA | (uint64_t)ASID << 48, IOVA | 1, true },
		{ CMD_TLBI_NH_VA | 8ull << 48, IOVA | 1, false },
		{ CMD_TLBI_NH_VA | (uint64_t)ASID << 48, IOVA + 0x1000, false },
		{ CMD_TLBI_NH_VA | (uint64_t)ASID << 48, IOVA - 0x1000, false },
		/* Ranges: 2 pages, 1 page, 32 << 1 pages of 4 KiB. */
		{ CMD_TLBI_NH_VA | (uint64_t)ASID << 48 | 1 << 12,
		  (IOVA - 0x1000) | 1 << 10, true },
		{ CMD_TLBI_NH_VA | (uint64_t)ASID << 48, (IOVA - 0x1000) | 1 << 10, false },
		{ CMD_TLBI_NH_VA | (uint64_t)ASID << 48 | 31 << 12 | 1 << 20,
		  (IOVA - 0x3f000) | 1 << 10, true },
		{ CMD_TLBI_NH_VA | (uint64_t)ASID << 48 | 31 << 12 | 1 << 20,
		  (IOVA - 0x40000) | 1 << 10, false },
		{ CMD_SYNC, 0, false },
		{ CMD_CFGI_STE | (uint64_t)STREAM << 32, 0, false },
		/* One that is not known may be anything. */
		{ 0xee, 0, true },
	};

	for (unsigned int i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		begin();
		look(IOVA);
		remap(PAGE_B);
		fake_smmu_command(&s, commands[i].word0, commands[i].word1);
		if (!TAP_EQUAL(look(IOVA), commands[i].enough ? PAGE_B : PAGE_A))
			printf("# command %u\n", i);
		end();
	}
}

/* Within one message the queue is read once, and only if memory is touched. */
static void reads_queue_once(void)
{
	struct smmu_target target;
	unsigned int reads;

	begin();
	look(IOVA);
	reads = s.port.reads;
	smmu_expect_changes(smmu);
	TAP_EQUAL(s.port.reads, reads);
	for (int i = 0; i < 5; i++)
		smmu_translate(smmu, STREAM, IOVA, false, &target);
	TAP_EQUAL(s.port.reads, reads + 1);
	end();
}

/* The index wraps at twice the size; no command is missed on the way. */
static void queue_wraps(void)
{
	begin();
	for (int i = 0; i < 100; i++) {
		uint64_t now = i % 2 ? PAGE_A : PAGE_B;

		remap(now);
		fake_smmu_command(&s, CMD_TLBI_NH_VA | (uint64_t)ASID << 48, IOVA);
		fake_smmu_command(&s, CMD_SYNC, 0);
		fake_smmu_command(&s, CMD_SYNC, 0);
		if (!TAP_EQUAL(look(IOVA), now))
			break;
	}
	end();
}

/* More commands than can be read safely: everything counts as invalid. */
static void queue_overtakes(void)
{
	begin();
	look(IOVA);
	remap(PAGE_B);
	for (int i = 0; i < 20; i++)
		fake_smmu_command(&s, CMD_SYNC, 0);
	TAP_EQUAL(look(IOVA), PAGE_B);
	remap(PAGE_A);
	fake_smmu_command(&s, CMD_SYNC, 0);
	TAP_EQUAL(look(IOVA), PAGE_B);
	end();
}

/* Without an answer of QEMU nothing remembered may be used. */
static void queue_unreadable(void)
{
	begin();
	look(IOVA);
	remap(PAGE_B);
	s.port.broken = true;
	TAP_EQUAL(look(IOVA), PAGE_B);
	end();
}

/* More pages than places: the oldest go, all are right. */
static void more_pages_than_places(void)
{
	begin();
	for (uint64_t i = 0; i < 200; i++)
		fake_smmu_map(&s, table, i << 12, PAGE_A + (i % 2 << 12), FAKE_PTE_PAGE);
	for (uint64_t i = 0; i < 400; i++)
		TAP_EQUAL(look((i % 200) << 12), i % 2 ? PAGE_B : PAGE_A);
	end();
}

/* A context descriptor is remembered as well, by stream. */
static void context_is_remembered(void)
{
	uint64_t other;

	begin();
	other = fake_smmu_alloc(&s, 4096, 4096);
	fake_smmu_map(&s, other, IOVA, PAGE_B, FAKE_PTE_PAGE);
	TAP_EQUAL(look(IOVA), PAGE_A);
	*fake_smmu_word(&s, cd + 8) = other;
	fake_smmu_command(&s, CMD_TLBI_NH_ALL, 0);
	TAP_EQUAL(look(IOVA), PAGE_A);
	fake_smmu_command(&s, CMD_CFGI_CD | (uint64_t)(STREAM + 1) << 32, 0);
	fake_smmu_command(&s, CMD_TLBI_NH_ALL, 0);
	TAP_EQUAL(look(IOVA), PAGE_A);
	fake_smmu_command(&s, CMD_CFGI_CD | (uint64_t)STREAM << 32, 0);
	TAP_EQUAL(look(IOVA), PAGE_A);
	fake_smmu_command(&s, CMD_TLBI_NH_ALL, 0);
	TAP_EQUAL(look(IOVA), PAGE_B);
	*fake_smmu_word(&s, cd + 8) = table;
	fake_smmu_command(&s, CMD_CFGI_ALL, 31);
	fake_smmu_command(&s, CMD_TLBI_NSNH_ALL, 0);
	TAP_EQUAL(look(IOVA), PAGE_A);
	end();
}

/* Two banks never see each other's pages. */
static void streams_are_apart(void)
{
	struct smmu_target target;
	uint64_t other;

	begin();
	other = fake_smmu_alloc(&s, 4096, 4096);
	fake_smmu_map(&s, other, IOVA, PAGE_B, FAKE_PTE_PAGE);
	fake_smmu_add_stream(&s, STREAM + 1, ASID + 1, other, 16, 0);
	TAP_EQUAL(look(IOVA), PAGE_A);
	TAP_EQUAL(smmu_translate(smmu, STREAM + 1, IOVA, false, &target), 0);
	TAP_EQUAL(target.phys, PAGE_B);
	TAP_EQUAL(smmu_translate(smmu, STREAM + 2, IOVA, false, &target), -EFAULT);
	TAP_EQUAL(last_event(), 0x04);
	end();
}

/* A fault is a record of 32 bytes, PROD moves, and the interrupt is raised. */
static void event_record(void)
{
	const uint64_t *event;

	begin();
	TAP_EQUAL(look(0xdead0123), 0);
	event = fake_smmu_event(&s, 0);
	TAP_EQUAL(event[0], 0x10 | (uint64_t)STREAM << 32);
	TAP_EQUAL(event[1], 1ull << 35 | 2ull << 40);
	TAP_EQUAL(event[2], 0xdead0123);
	TAP_EQUAL(fake_port_get(&s.port, FAKE_SMMU_EVTQ_PROD), 1);
	TAP_EQUAL(s.port.irqs[FAKE_SMMU_EVENT_SPI], 1);
	TAP_EQUAL(smmu_faults(smmu), 1);
	end();
}

static void read_only_page(void)
{
	struct smmu_target target;

	begin();
	fake_smmu_map(&s, table, IOVA, PAGE_A, FAKE_PTE_PAGE | FAKE_PTE_READ_ONLY);
	TAP_EQUAL(smmu_probe(smmu, STREAM, IOVA, &target), 0);
	TAP_EXPECT(!target.writable);
	fake_smmu_map(&s, table, IOVA + 0x1000, PAGE_B, FAKE_PTE_PAGE);
	TAP_EQUAL(smmu_probe(smmu, STREAM, IOVA + 0x1000, &target), 0);
	TAP_EXPECT(target.writable);
	TAP_EQUAL(look(IOVA), PAGE_A);
	TAP_EQUAL(smmu_faults(smmu), 0);
	TAP_EQUAL(smmu_translate(smmu, STREAM, IOVA, true, &target), -EFAULT);
	TAP_EQUAL(last_event(), 0x13);
	TAP_EQUAL(fake_smmu_event(&s, 0)[1], 2ull << 40);
	end();
}

/* The queue wraps, fills up, says so once, and goes on when the guest has read. */
static void event_queue_fills(void)
{
	const unsigned int size = 1u << FAKE_SMMU_ORDER;

	begin();
	for (unsigned int i = 0; i < size; i++)
		look(0x1000 * i);
	TAP_EQUAL(fake_port_get(&s.port, FAKE_SMMU_EVTQ_PROD), size);
	for (unsigned int i = 0; i < 3; i++)
		look(0x55000);
	TAP_EQUAL(fake_port_get(&s.port, FAKE_SMMU_EVTQ_PROD), size | 1u << 31);
	TAP_EQUAL(fake_smmu_event(&s, 0)[2], 0);

	/* The guest reads two and acknowledges the overflow. */
	fake_port_set(&s.port, FAKE_SMMU_EVTQ_CONS, 2 | 1u << 31);
	look(0x66000);
	TAP_EQUAL(fake_port_get(&s.port, FAKE_SMMU_EVTQ_PROD), (size + 1) | 1u << 31);
	TAP_EQUAL(fake_smmu_event(&s, 0)[2], 0x66000);
	look(0x77000);
	look(0x88000);
	TAP_EQUAL(fake_port_get(&s.port, FAKE_SMMU_EVTQ_PROD), size + 2);
	TAP_EQUAL(fake_smmu_event(&s, 1)[2], 0x77000);
	end();
}

/* A guest that never looks, or points its queue elsewhere, does no harm. */
static void event_queue_bad(void)
{
	begin();
	fake_port_set(&s.port, FAKE_SMMU_EVTQ_BASE, 0x1000 | 4);
	TAP_EQUAL(look(0x1000), 0);
	fake_port_set(&s.port, FAKE_SMMU_EVTQ_BASE, s.evtq | 31);
	TAP_EQUAL(look(0x1000), 0);
	fake_port_set(&s.port, FAKE_SMMU_EVTQ_BASE, s.evtq | FAKE_SMMU_ORDER);
	fake_port_set(&s.port, FAKE_SMMU_CR0, 0x9);
	TAP_EQUAL(look(0x1000), 0);
	TAP_EQUAL(fake_port_get(&s.port, FAKE_SMMU_EVTQ_PROD), 0);
	TAP_EQUAL(smmu_faults(smmu), 3);
	end();
}

/* Everything that can be wrong between a stream id and a table. */
static void bad_streams(void)
{
	static const struct {
		uint64_t ste, cd0;	/* bits to flip */
		unsigned int event;
	} spoils[] = {
		{ 1, 0, 0x04 },			/* entry not valid */
		{ 1 << 1, 0, 0x06 },		/* bypass */
		{ 4 << 1, 0, 0x06 },		/* abort */
		{ 3 << 1, 0, 0x04 },		/* stage 2 */
		{ 1ull << 59, 0, 0x04 },	/* substreams */
		{ 1ull << 50, 0, 0x09 },	/* descriptor not in RAM */
		{ 0, 1ull << 31, 0x0a },	/* descriptor not valid */
		{ 0, 1ull << 41, 0x0a },	/* 32-bit tables */
		{ 0, 1ull << 14, 0x0a },	/* walks off */
		{ 0, 1ull << 15, 0x0a },	/* big endian */
		{ 0, 3ull << 6, 0x0a },		/* reserved granule */
		{ 0, 16 ^ 15, 0x0a },		/* 49 bits */
		{ 0, 16 ^ 40, 0x0a },		/* 24 bits */
	};

	for (unsigned int i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		begin();
		*fake_smmu_word(&s, fake_smmu_stream_entry(&s, STREAM)) ^= spoils[i].ste;
		*fake_smmu_word(&s, cd) ^= spoils[i].cd0;
		TAP_EQUAL(look(IOVA), 0);
		if (!TAP_EQUAL(last_event(), spoils[i].event))
			printf("# spoil %u\n", i);
		end();
	}
}

static void bad_stream_tables(void)
{
	struct smmu_target target;

	begin();
	TAP_EQUAL(smmu_translate(smmu, 0x10000, IOVA, false, &target), -EFAULT);
	TAP_EQUAL(last_event(), 0x02);
	TAP_EQUAL(smmu_translate(smmu, 0x9900, IOVA, false, &target), -EFAULT);
	TAP_EQUAL(last_event(), 0x02);
	*fake_smmu_word(&s, s.strtab + 8 * 0x21) = 0x1000 | 9;
	TAP_EQUAL(look(IOVA), 0);
	TAP_EQUAL(last_event(), 0x03);
	fake_port_set(&s.port, FAKE_SMMU_STRTAB, FAKE_SMMU_RAM + FAKE_SMMU_RAM_SIZE);
	smmu_start(smmu);
	TAP_EQUAL(look(IOVA), 0);
	TAP_EQUAL(last_event(), 0x03);
	end();
}

/* One level instead of two. */
static void linear_stream_table(void)
{
	uint64_t linear;

	begin();
	linear = fake_smmu_alloc(&s, 64 * 0x2200, 65536);
	*fake_smmu_word(&s, linear + 64 * STREAM) = cd | 5u << 1 | 1u;
	fake_port_set(&s.port, FAKE_SMMU_STRTAB, linear);
	fake_port_set(&s.port, FAKE_SMMU_STRTAB_CFG, 16);
	smmu_start(smmu);
	TAP_EQUAL(look(IOVA), PAGE_A);
	end();
}

/* An SMMU that the guest has not switched on is no bypass. */
static void switched_off(void)
{
	begin();
	fake_port_set(&s.port, FAKE_SMMU_CR0, 0);
	smmu_start(smmu);
	TAP_EQUAL(look(IOVA), 0);
	TAP_EQUAL(look(PAGE_A), 0);
	end();
}

/* Copies go page by page and need not be contiguous. */
static void copies_cross_pages(void)
{
	uint8_t out[0x1800], in[0x1800];
	size_t len = sizeof(in);

	begin();
	fake_smmu_map(&s, table, IOVA + 0x1000, PAGE_A - 0x5000, FAKE_PTE_PAGE);
	for (unsigned int i = 0; i < sizeof(out); i++)
		out[i] = (uint8_t)(i * 13 + 1);
	TAP_EQUAL(mem_write(mem, STREAM, IOVA + 0x7ff, out, sizeof(out)), 0);
	TAP_EQUAL(mem_read(mem, STREAM, IOVA + 0x7ff, in, sizeof(in)), 0);
	TAP_EXPECT(!memcmp(in, out, sizeof(in)));
	TAP_EXPECT(!memcmp(ram_at(&s.ram, PAGE_A - 0x5000, 16), out + 0x801, 16));
	TAP_EXPECT(mem_span(mem, STREAM, IOVA + 0x7ff, &len, true) ==
		  ram_at(&s.ram, PAGE_A + 0x7ff, 1));
	TAP_EQUAL(len, 0x801);
	end();
}

/* What lies before the page that faults is written; nothing behind it. */
static void copy_stops_at_fault(void)
{
	uint8_t out[0x1800];
	size_t len = 1;

	begin();
	memset(out, 0xaa, sizeof(out));
	TAP_EQUAL(mem_write(mem, STREAM, IOVA + 0x800, out, sizeof(out)), -EFAULT);
	TAP_EQUAL(*(uint8_t *)ram_at(&s.ram, PAGE_A + 0x800, 1), 0xaa);
	TAP_EQUAL(fake_smmu_event(&s, 0)[2], IOVA + 0x1000);
	TAP_EQUAL(mem_read(mem, STREAM, 0, NULL, 0), 0);
	TAP_EXPECT(!mem_span(mem, STREAM, UINT64_MAX, &len, false));
	end();
}

static const struct tap_test cases[] = {
	{ "translates", translates },
	{ "forgotten-invalidation-shows", forgotten_invalidation_shows },
	{ "invalidations", invalidations },
	{ "reads-queue-once", reads_queue_once },
	{ "queue-wraps", queue_wraps },
	{ "queue-overtakes", queue_overtakes },
	{ "queue-unreadable", queue_unreadable },
	{ "more-pages-than-places", more_pages_than_places },
	{ "context-is-remembered", context_is_remembered },
	{ "streams-are-apart", streams_are_apart },
	{ "event-record", event_record },
	{ "read-only-page", read_only_page },
	{ "event-queue-fills", event_queue_fills },
	{ "event-queue-bad", event_queue_bad },
	{ "bad-streams", bad_streams },
	{ "bad-stream-tables", bad_stream_tables },
	{ "linear-stream-table", linear_stream_table },
	{ "switched-off", switched_off },
	{ "copies-cross-pages", copies_cross_pages },
	{ "copy-stops-at-fault", copy_stops_at_fault },
};

TAP_MAIN(cases)
