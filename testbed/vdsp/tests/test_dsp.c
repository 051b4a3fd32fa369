// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The life cycle of DSPs and what becomes of their links: a scripted guest sets the
 * registers and smp2p bits that the remoteproc driver sets.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "dsp.h"
#include "link/link.h"
#include "mem/mem.h"
#include "mem/ram.h"
#include "link/smem.h"
#include "mem/smmu.h"
#include "link/smp2p.h"
#include "board.h"
#include "fake_apps.h"
#include "fake_fastrpc.h"
#include "fake_smmu.h"
#include "tap.h"

#define NAME "fastrpcglink-apps-dsp"
#define MS 1000000ull

static const char text[] = "cpus = 2\nram = 512\n[dsp cdsp]\nbanks = 4\n[dsp adsp]\nbanks = 2\n";

static struct board board;
static const struct board_dsp *dsp;
static struct fake_smmu s;
static struct smmu *smmu;
static struct mem *mem;
static struct dsp *dsp_under_test;
static struct fake_apps apps;
static uint8_t *smem, *regs, *in, *out;
static uint64_t now, table;

static struct lifecycle_place place(void)
{
	return (struct lifecycle_place){
		.board = &board, .dsp = dsp, .ram = &s.ram, .port = &s.port, .smmu = smmu,
		.mem = mem,
	};
}

/* What the guest's drivers allocate: the smp2p item at once, GLINK after a start. */
static void guest_allocates(void)
{
	uint32_t size;

	out = smem_find(&dsp->partition, smem, dsp->item_smp2p_out, &size);
	if (!out)
		out = smem_add(&dsp->partition, smem, dsp->item_smp2p_out, 340);
	memset(out, 0, 340);
	out[14] = 1;
}

static void guest_registers_edge(void)
{
	uint32_t size;

	apps.words = smem_find(&dsp->partition, smem, 478, &size);
	if (!apps.words)
		apps.words = smem_add(&dsp->partition, smem, 478, 32);
	apps.tx = smem_find(&dsp->partition, smem, 479, &size);
	if (!apps.tx)
		apps.tx = smem_add(&dsp->partition, smem, 479, APPS_RING);
	apps.rx = smem_find(&dsp->partition, smem, 480, &size);
	apps.words[1] = 0;
	apps.words[2] = 0;
}

static void load_firmware(void)
{
	uint8_t *image = ram_at(&s.ram, dsp->memory.base, 32);

	memset(image, 0, 32);
	memcpy(image, "qda vdsp", 8);
	memcpy(image + 16, dsp->label, strlen(dsp->label));
	fake_smmu_map(&s, table, dsp->memory.base | 0xfull << 32, dsp->memory.base,
		      FAKE_PTE_PAGE);
}

static void begin_on(const char *label)
{
	struct lifecycle_place p;
	char error[256];
	uint32_t size;

	if (board_parse(&board, "two.board", text, error, sizeof(error)))
		abort();
	dsp = board_find_dsp(&board, label);
	fake_smmu_init(&s, board.ram_size);
	smem = ram_at(&s.ram, board.smem.base, board.smem.size);
	regs = ram_at(&s.ram, dsp->regs.base, dsp->regs.size);
	TAP_EQUAL(link_format(&board, &s.ram), 0);
	in = smem_find(&dsp->partition, smem, dsp->item_smp2p_in, &size);
	smmu = smmu_create(&s.ram, &s.port);
	mem = mem_create(&s.ram, smmu);
	table = fake_smmu_alloc(&s, 4096, 4096);
	fake_smmu_add_stream(&s, dsp->stream_firmware, 1, table, 16, 0);
	load_firmware();
	p = place();
	dsp_under_test = dsp_create(&p);
	guest_allocates();
	s.port.idle = true;
	now = 1000 * MS;
}

static void begin(void)
{
	begin_on("cdsp");
}

static void end(void)
{
	dsp_destroy(dsp_under_test);
	mem_destroy(mem);
	smmu_destroy(smmu);
	fake_smmu_fini(&s);
}

static void wait_ms(unsigned int ms)
{
	for (unsigned int i = 0; i < ms; i++) {
		now += MS;
		dsp_poll(dsp_under_test, now);
	}
}

static void kick_smp2p(void)
{
	dsp_kick(dsp_under_test, (uint8_t)(1u << dsp->mbox_smp2p), now);
}

static void kick_glink(void)
{
	dsp_kick(dsp_under_test, (uint8_t)(1u << dsp->mbox_glink), now);
}

static void set_stop(bool stop)
{
	out[36] = stop;
	kick_smp2p();
}

static void set_boot_command(void)
{
	ram_store32(regs + 0x10, (uint32_t)(dsp->memory.base >> 4));
	ram_store32(regs + 0x404, 1);
}

static void start(void)
{
	set_boot_command();
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);
	TAP_EQUAL(ram_load32(regs + 0x404), 0);
}

static void open_channel(void)
{
	guest_registers_edge();
	apps_send(&apps, 0, 1, 1, NULL, 0);
	apps_send(&apps, 1, 1, 1, NULL, 0);
	apps_send(&apps, 4, 1, 0, NULL, 0);
	apps_send(&apps, 2, 1, sizeof(NAME), NAME, sizeof(NAME));
	apps_send_intent(&apps, 1, 1024, 1);
	apps_send(&apps, 7, 1, 40, NULL, 0);
	kick_glink();
	TAP_EXPECT(apps_expect(&apps, 1, 1, 1));
	TAP_EXPECT(apps_expect(&apps, 0, 1, 1));
	TAP_EXPECT(apps_expect(&apps, 2, 1, sizeof(NAME)));
	TAP_EXPECT(apps_expect(&apps, 4, 1, 0));
	TAP_EXPECT(apps_expect(&apps, 8, 1, 1));
	TAP_EXPECT(apps_expect(&apps, 5, 1, 1));
}

static void call(void)
{
	uint64_t message[5] = { 1 };

	apps_send_data(&apps, 1, 1, message, sizeof(message), 0);
	kick_glink();
}

static unsigned int smp2p_irqs(void)
{
	return s.port.irqs[dsp->spi_smp2p];
}

/* A DSP starts when it is told to, not before, and only once. */
static void starts(void)
{
	begin();
	wait_ms(20);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(smp2p_irqs(), 0);
	start();
	TAP_EQUAL(smp2p_irqs(), 1);
	wait_ms(500);
	TAP_EQUAL(smp2p_irqs(), 1);
	end();
}

/* Without QEMU's sockets nothing can be done, so nothing is. */
static void waits_for_port(void)
{
	begin();
	s.port.attached = false;
	set_boot_command();
	wait_ms(20);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EXPECT(dsp_next_deadline(dsp_under_test) == DEADLINE_NEVER);
	s.port.attached = true;
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);
	end();
}

/* Firmware that is not there, not this DSP's, or not mapped: no "ready". */
static void bad_firmware(void)
{
	begin();
	memcpy(ram_at(&s.ram, dsp->memory.base + 16, 5), "adsp", 5);
	set_boot_command();
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(ram_load32(regs + 0x404), 0);

	memset(ram_at(&s.ram, dsp->memory.base, 32), 0xff, 32);
	set_boot_command();
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(smmu_faults(smmu), 0);

	load_firmware();
	fake_smmu_map(&s, table, dsp->memory.base | 0xfull << 32, 0, 0);
	set_boot_command();
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(smmu_faults(smmu), 1);

	load_firmware();
	start();
	end();
}

static void calls_flow(void)
{
	begin();
	start();
	open_channel();
	TAP_EQUAL(fake_fastrpc.starts, 1);
	call();
	TAP_EQUAL(fake_fastrpc.messages, 1);
	TAP_EQUAL(fake_fastrpc.last_len, 40);
	TAP_EXPECT(apps_expect(&apps, 14, 1, 1));
	TAP_EXPECT(apps_expect(&apps, 9, 1, 1));
	TAP_EXPECT(s.port.irqs[dsp->spi_glink] > 0);
	end();
}

/* Doorbells of another DSP, or before the start, or without an edge, do nothing. */
static void stray_kicks(void)
{
	begin();
	kick_glink();
	dsp_kick(dsp_under_test, (uint8_t)~3u, now);
	start();
	kick_glink();
	open_channel();
	TAP_EQUAL(fake_fastrpc.starts, 1);
	end();
}

static void stop_and_start(void)
{
	begin();
	for (unsigned int i = 0; i < 15; i++) {
		start();
		open_channel();
		call();
		set_stop(true);
		TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER | SMP2P_STOP_ACK);
		TAP_EQUAL(fake_fastrpc.stops, i + 1);
		set_stop(true);
		TAP_EQUAL(smp2p_irqs(), 3 * i + 2);
		set_stop(false);
		TAP_EQUAL(smp2p_get(in), 0);
		TAP_EQUAL(smp2p_irqs(), 3 * i + 3);
		if (tap_has_failed())
			break;
	}
	end();
}

/* A start right after a stop waits until the guest has seen "ready" low. */
static void start_waits_for_low(void)
{
	begin();
	start();
	set_stop(true);
	s.port.idle = false;
	set_stop(false);
	set_boot_command();
	wait_ms(100);
	TAP_EQUAL(smp2p_get(in), 0);
	s.port.idle = true;
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);

	/* A guest without a driver for smp2p does not block the start for ever. */
	set_stop(true);
	s.port.idle = false;
	set_stop(false);
	set_boot_command();
	wait_ms(1100);
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);
	end();
}

/* The same when the doorbell of the end of "stop" comes only after the boot command. */
static void start_overtakes_doorbell(void)
{
	begin();
	start();
	set_stop(true);
	s.port.idle = false;
	out[36] = false;
	set_boot_command();
	wait_ms(100);
	TAP_EQUAL(smp2p_get(in), 0);
	s.port.idle = true;
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);
	kick_smp2p();
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);
	end();
}

static void crash_fatal(void)
{
	uint32_t size;

	begin();
	TAP_EQUAL(dsp_crash(dsp_under_test, CRASH_FATAL, "too early", now), -ENOTCONN);
	start();
	open_channel();
	TAP_EQUAL(dsp_crash(dsp_under_test, CRASH_FATAL, "on purpose", now), 0);
	TAP_EQUAL(smp2p_get(in), SMP2P_FATAL);
	TAP_EQUAL(s.port.irqs[dsp->spi_watchdog], 0);
	TAP_EXPECT(!strcmp(smem_find(&board.global, smem, 423, &size), "on purpose"));
	TAP_EQUAL(fake_fastrpc.stops, 1);
	TAP_EQUAL(dsp_crash(dsp_under_test, CRASH_FATAL, "again", now), -ENOTCONN);
	/* The guest rings about old business; then it starts the DSP without a stop. */
	call();
	TAP_EQUAL(fake_fastrpc.messages, 0);
	start();
	open_channel();
	TAP_EQUAL(fake_fastrpc.starts, 2);
	end();
}

static void crash_watchdog(void)
{
	char reason[200];
	uint32_t size;

	begin();
	start();
	memset(reason, 'x', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = 0;
	TAP_EQUAL(dsp_crash(dsp_under_test, CRASH_WATCHDOG, reason, now), 0);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(s.port.irqs[dsp->spi_watchdog], 1);
	TAP_EQUAL(strlen(smem_find(&board.global, smem, 423, &size)), 127);
	start();
	end();
}

/* Indices of the run before are gone before the guest hears "ready". */
static void old_rings_are_empty(void)
{
	begin();
	start();
	open_channel();
	call();
	dsp_crash(dsp_under_test, CRASH_FATAL, "x", now);
	start();
	for (unsigned int i = 0; i < 4; i++)
		TAP_EQUAL(apps.words[i], 0);
	kick_glink();
	TAP_EQUAL(apps.words[0], 0);
	TAP_EQUAL(apps.words[3], 0);
	open_channel();
	end();
}

/* The guest's smp2p driver begins anew: the machine has rebooted under the DSP. */
static void guest_reboots(void)
{
	begin();
	start();
	open_channel();
	call();
	memset(out, 0, 340);
	kick_smp2p();
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(fake_fastrpc.stops, 1);
	guest_allocates();
	kick_smp2p();
	start();
	open_channel();
	call();
	TAP_EQUAL(fake_fastrpc.messages, 2);
	end();
}

/* The same, but the doorbell came too late to show the empty item. */
static void guest_reboots_quickly(void)
{
	begin();
	start();
	open_channel();
	guest_allocates();
	kick_smp2p();
	s.port.idle = false;
	set_boot_command();
	wait_ms(60);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(fake_fastrpc.stops, 1);
	s.port.idle = true;
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);
	open_channel();
	end();
}

/* A new process finds a guest that believes in the DSP of the old one. */
static void process_dies(void)
{
	struct lifecycle_place p;

	begin();
	start();
	open_channel();
	dsp_destroy(dsp_under_test);
	p = place();
	s.port.attached = false;
	dsp_under_test = dsp_create(&p);
	TAP_EQUAL(s.port.irqs[dsp->spi_watchdog], 0);
	s.port.attached = true;
	dsp_attached(dsp_under_test, now);
	TAP_EQUAL(smp2p_get(in), 0);
	TAP_EQUAL(s.port.irqs[dsp->spi_watchdog], 1);
	dsp_attached(dsp_under_test, now);
	TAP_EQUAL(s.port.irqs[dsp->spi_watchdog], 1);
	start();
	open_channel();
	call();
	TAP_EQUAL(fake_fastrpc.messages, 1);
	end();
}

/* The old process died while the DSP was off, or between the command and "ready". */
static void process_dies_when_off(void)
{
	struct lifecycle_place p;

	begin();
	start();
	set_stop(true);
	set_stop(false);
	set_boot_command();
	dsp_destroy(dsp_under_test);
	p = place();
	dsp_under_test = dsp_create(&p);
	dsp_attached(dsp_under_test, now);
	TAP_EQUAL(s.port.irqs[dsp->spi_watchdog], 0);
	wait_ms(10);
	TAP_EQUAL(smp2p_get(in), SMP2P_READY | SMP2P_HANDOVER);
	end();
}

/* Memory that was never prepared is refused, not believed. */
static void no_guest_to_reattach(void)
{
	struct lifecycle_place p;

	begin();
	memset(smem, 0, board.smem.size);
	p = place();
	TAP_EXPECT(!dsp_create(&p));
	end();
}

static void second_dsp(void)
{
	begin_on("adsp");
	start();
	open_channel();
	call();
	TAP_EQUAL(fake_fastrpc.messages, 1);
	TAP_EQUAL(dsp_crash(dsp_under_test, CRASH_WATCHDOG, "x", now), 0);
	TAP_EQUAL(s.port.irqs[board.dsp[1].spi_watchdog], 1);
	TAP_EQUAL(s.port.irqs[board.dsp[0].spi_watchdog], 0);
	end();
}

/* Work of the layer above that is due; the sleep of the loop ends for it. */
static void delayed_work(void)
{
	begin();
	start();
	fake_fastrpc.deadline = now + 3 * MS;
	TAP_EQUAL(dsp_next_deadline(dsp_under_test), fake_fastrpc.deadline);
	wait_ms(2);
	TAP_EQUAL(fake_fastrpc.polls, 0);
	wait_ms(1);
	TAP_EQUAL(fake_fastrpc.polls, 1);
	end();
}

/* Rings of a size that we do not use, items that are damaged: no edge, no crash. */
static void damaged_items(void)
{
	begin();
	start();
	smem_add(&dsp->partition, smem, 478, 32);
	smem_add(&dsp->partition, smem, 479, 4096);
	kick_glink();
	memset(smem + dsp->partition.offset, 0xff, 64);
	kick_glink();
	kick_smp2p();
	dsp_crash(dsp_under_test, CRASH_FATAL, "x", now);
	set_boot_command();
	wait_ms(10);
	kick_glink();
	TAP_EQUAL(fake_fastrpc.starts, 0);
	end();
}

static const struct tap_test cases[] = {
	{ "starts", starts },
	{ "waits-for-port", waits_for_port },
	{ "bad-firmware", bad_firmware },
	{ "calls-flow", calls_flow },
	{ "stray-kicks", stray_kicks },
	{ "stop-and-start", stop_and_start },
	{ "start-waits-for-low", start_waits_for_low },
	{ "start-overtakes-doorbell", start_overtakes_doorbell },
	{ "crash-fatal", crash_fatal },
	{ "crash-watchdog", crash_watchdog },
	{ "old-rings-are-empty", old_rings_are_empty },
	{ "guest-reboots", guest_reboots },
	{ "guest-reboots-quickly", guest_reboots_quickly },
	{ "process-dies", process_dies },
	{ "process-dies-when-off", process_dies_when_off },
	{ "no-guest-to-reattach", no_guest_to_reattach },
	{ "second-dsp", second_dsp },
	{ "delayed-work", delayed_work },
	{ "damaged-items", damaged_items },
};

TAP_MAIN(cases)
