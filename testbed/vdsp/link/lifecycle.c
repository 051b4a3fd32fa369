// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Start, stop and crash of a DSP, as the guest's remoteproc driver drives them
 * (drivers/remoteproc/qcom_q6v5_adsp.c and qcom_q6v5.c).
 *
 *	start	the guest sets the boot command, a register in RAM that does not
 *		trap, so it is polled; we fetch the firmware, answer "ready" and
 *		"handover"
 *	stop	the guest sets "stop", we answer "stop-ack"; when "stop" falls, so
 *		do our bits
 *	crash	"fatal", and no other bit; or no bit and the watchdog interrupt.
 *		The guest sends no stop after a crash, it just starts again.
 *
 * The guest waits for the *edge* of "ready": it must have seen the bit low
 * before it sees it high again.
 */
#include "link/lifecycle.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "base/log.h"
#include "board.h"
#include "link/smem.h"
#include "link/smp2p.h"
#include "mem/mem.h"
#include "mem/ram.h"
#include "mem/smmu.h"
#include "port/port.h"

/* QDSP6SS registers, offsets in board_dsp.regs. */
#define LIFECYCLE_BOOT_ADDRESS	0x10u	/* address >> 4 */
#define LIFECYCLE_BOOT_COMMAND	0x404u
#define LIFECYCLE_BOOT_STATUS	0x408u

#define LIFECYCLE_MS		1000000ull
#define LIFECYCLE_POLL_STOPPED	(5 * LIFECYCLE_MS)	/* the guest waits 1.25 s */
#define LIFECYCLE_POLL_RUNNING	(50 * LIFECYCLE_MS)
#define LIFECYCLE_SETTLE	(1000 * LIFECYCLE_MS)

/* The remoteproc driver puts the low bits of the stream id above the address. */
#define LIFECYCLE_SID_SHIFT	32u
#define LIFECYCLE_SID_MASK	0xfu

#define LIFECYCLE_REASON_SIZE	128u

struct lifecycle {
	struct lifecycle_place place;
	const struct lifecycle_ops *ops;
	void *link;
	uint8_t *regs;
	uint8_t *smem;
	uint8_t *in;			/* our smp2p item */
	bool running;
	bool orphan;			/* the guest believes in a DSP that died with a process */
	bool settling;			/* the guest may not have seen our bits low */
	uint64_t settled;		/* time after which it must have */
	uint64_t next_poll;
};

/**
 * lifecycle_format() - Prepare a DSP's part of the memory before the guest boots.
 * @ram: the guest's RAM with a formatted SMEM
 *
 * Return: 0; -ENOSPC if the board leaves no room.
 */
int lifecycle_format(const struct board *b, const struct board_dsp *dsp,
		     const struct ram *ram)
{
	uint8_t *smem = ram_at(ram, b->smem.base, b->smem.size);
	uint8_t *regs = ram_at(ram, dsp->regs.base, dsp->regs.size);
	uint8_t *item;
	uint32_t size;

	if (!smem || !regs)
		return -ENOSPC;
	/* One reason for all DSPs: the guest's drivers look for it in this place only. */
	if (!smem_find(&b->global, smem, BOARD_ITEM_CRASH_REASON, &size) &&
	    !smem_add(&b->global, smem, BOARD_ITEM_CRASH_REASON, LIFECYCLE_REASON_SIZE))
		return -ENOSPC;
	item = smem_add(&dsp->partition, smem, dsp->item_smp2p_in, SMP2P_ITEM_SIZE);
	if (!item)
		return -ENOSPC;
	smp2p_format(item, dsp->pid);
	/* The driver gives the boot state machine only 10 ms. */
	ram_store32(regs + LIFECYCLE_BOOT_STATUS, 1);
	return 0;
}

/**
 * lifecycle_create() - Take over a DSP.
 * @place: the machine; copied. The memory was prepared by lifecycle_format().
 * @ops: what to call; @link is their first argument
 * @link: see @ops
 *
 * If the guest believes that the DSP runs, it did so in a process that has died:
 * the guest will be told as soon as it can be reached.
 *
 * Return: the life cycle; NULL if the memory was not prepared or there is none.
 */
struct lifecycle *lifecycle_create(const struct lifecycle_place *place,
				   const struct lifecycle_ops *ops, void *link)
{
	const struct board *b = place->board;
	struct lifecycle *l = calloc(1, sizeof(*l));
	uint32_t size = 0;

	if (!l)
		return NULL;
	l->place = *place;
	l->ops = ops;
	l->link = link;
	l->regs = ram_at(place->ram, place->dsp->regs.base, place->dsp->regs.size);
	l->smem = ram_at(place->ram, b->smem.base, b->smem.size);
	if (l->regs && l->smem)
		l->in = smem_find(&place->dsp->partition, l->smem, place->dsp->item_smp2p_in,
				  &size);
	if (!l->in || size < SMP2P_ITEM_SIZE) {
		free(l);
		return NULL;
	}
	l->orphan = smp2p_get(l->in) & SMP2P_READY;
	return l;
}

/**
 * lifecycle_destroy() - Free it; the guest is not told.
 */
void lifecycle_destroy(struct lifecycle *l)
{
	free(l);
}

/**
 * lifecycle_running() - Does the DSP run?
 *
 * Return: true from the end of a start to the begin of a stop or crash.
 */
bool lifecycle_running(const struct lifecycle *l)
{
	return l->running;
}

static void lifecycle_signal(struct lifecycle *l, uint32_t bits)
{
	smp2p_set(l->in, bits);
	port_irq(l->place.port, l->place.dsp->spi_smp2p);
}

static void lifecycle_halt(struct lifecycle *l, const char *why)
{
	log_line("%s: %s", l->place.dsp->label, why);
	if (!l->running)
		return;
	l->running = false;
	l->next_poll = 0;
	l->ops->stopped(l->link);
}

static void lifecycle_settle(struct lifecycle *l, uint64_t now_ns)
{
	l->settling = true;
	l->settled = now_ns + LIFECYCLE_SETTLE;
	l->next_poll = now_ns + LIFECYCLE_POLL_STOPPED;
}

static void lifecycle_set_reason(struct lifecycle *l, const char *why)
{
	uint32_t size;
	char *reason = smem_find(&l->place.board->global, l->smem, BOARD_ITEM_CRASH_REASON,
				 &size);

	if (reason && size)
		snprintf(reason, size, "%s", why);
}

static void lifecycle_fall(struct lifecycle *l, enum crash_kind kind, const char *why,
			   uint64_t now_ns)
{
	lifecycle_set_reason(l, why);
	lifecycle_halt(l, why);
	/* In this order: "ready" is low before the guest can start the DSP again. */
	lifecycle_signal(l, kind == CRASH_FATAL ? SMP2P_FATAL : 0);
	if (kind == CRASH_WATCHDOG)
		port_irq(l->place.port, l->place.dsp->spi_watchdog);
	lifecycle_settle(l, now_ns);
}

/**
 * lifecycle_crash() - End the DSP without being asked.
 * @kind: fatal or watchdog
 * @why: text that the guest prints
 *
 * Return: 0, or -ENOTCONN if the DSP does not run.
 */
int lifecycle_crash(struct lifecycle *l, enum crash_kind kind, const char *why,
		    uint64_t now_ns)
{
	if (!l->running)
		return -ENOTCONN;
	lifecycle_fall(l, kind, why, now_ns);
	return 0;
}

/**
 * lifecycle_attached() - Interrupts reach the guest from now on.
 */
void lifecycle_attached(struct lifecycle *l, uint64_t now_ns)
{
	if (!l->orphan)
		return;
	l->orphan = false;
	/*
	 * A watchdog also ends a stop that the dead process did not answer, and
	 * does nothing to a guest that does not believe in the DSP.
	 */
	lifecycle_fall(l, CRASH_WATCHDOG, "the process of the DSP has died", now_ns);
}

/**
 * lifecycle_kick() - The guest has changed its smp2p item.
 */
void lifecycle_kick(struct lifecycle *l, uint64_t now_ns)
{
	uint32_t size = 0, bits = smp2p_get(l->in);
	const uint8_t *out = smem_find(&l->place.dsp->partition, l->smem,
				       l->place.dsp->item_smp2p_out, &size);
	bool stop;

	if (!out || size < SMP2P_ITEM_SIZE)
		return;
	if (!smp2p_count(out)) {
		/* Its driver starts from nothing and will take any bit for an edge. */
		if (bits || l->running)
			lifecycle_halt(l, "the guest has rebooted");
		smp2p_set(l->in, 0);
		l->orphan = false;
		return;
	}

	stop = smp2p_get(out) & SMP2P_STOP;
	if (stop && !(bits & SMP2P_STOP_ACK)) {
		lifecycle_halt(l, "stop");
		lifecycle_signal(l, bits | SMP2P_STOP_ACK);
	} else if (!stop && (bits & SMP2P_STOP_ACK)) {
		lifecycle_signal(l, 0);
		lifecycle_settle(l, now_ns);
	}
}

/* The guest maps the firmware for the DSP's own stream; it is fetched from there. */
static bool lifecycle_check_firmware(struct lifecycle *l)
{
	const struct board_dsp *dsp = l->place.dsp;
	char image[2 * BOARD_FIRMWARE_FIELD];
	uint64_t boot = (uint64_t)ram_load32(l->regs + LIFECYCLE_BOOT_ADDRESS) << 4;
	uint64_t sid = dsp->stream_firmware & LIFECYCLE_SID_MASK;

	if (mem_read(l->place.mem, dsp->stream_firmware, boot | sid << LIFECYCLE_SID_SHIFT,
		     image, sizeof(image)))
		return false;
	return !strncmp(image, BOARD_FIRMWARE_MAGIC, BOARD_FIRMWARE_FIELD) &&
	       !strncmp(image + BOARD_FIRMWARE_FIELD, dsp->label, BOARD_FIRMWARE_FIELD);
}

static void lifecycle_start(struct lifecycle *l)
{
	smmu_start(l->place.smmu);
	ram_store32(l->regs + LIFECYCLE_BOOT_COMMAND, 0);
	l->settling = false;
	if (!lifecycle_check_firmware(l)) {
		log_line("%s: no firmware of this DSP at its boot address", l->place.dsp->label);
		return;
	}
	log_line("%s: start", l->place.dsp->label);
	l->ops->starting(l->link);
	l->running = true;
	lifecycle_signal(l, SMP2P_READY | SMP2P_HANDOVER);
}

/**
 * lifecycle_poll() - Look for a start.
 */
void lifecycle_poll(struct lifecycle *l, uint64_t now_ns)
{
	if (now_ns < l->next_poll || !port_attached(l->place.port))
		return;
	l->next_poll = now_ns + (l->running ? LIFECYCLE_POLL_RUNNING : LIFECYCLE_POLL_STOPPED);
	if (ram_load32(l->regs + LIFECYCLE_BOOT_COMMAND) != 1)
		return;
	/* The command is memory: it may be here before the doorbell of the end of "stop". */
	lifecycle_kick(l, now_ns);
	if (l->running) {
		/* A reboot that was quicker than its doorbell. */
		lifecycle_halt(l, "start of a DSP that runs: the guest has rebooted");
		lifecycle_signal(l, 0);
		lifecycle_settle(l, now_ns);
	}
	if (l->settling && now_ns < l->settled &&
	    !port_irq_idle(l->place.port, l->place.dsp->spi_smp2p))
		return;
	lifecycle_start(l);
}

/**
 * lifecycle_next_deadline() - When to call lifecycle_poll() again.
 *
 * Return: CLOCK_MONOTONIC, ns.
 */
uint64_t lifecycle_next_deadline(const struct lifecycle *l)
{
	return port_attached(l->place.port) ? l->next_poll : DEADLINE_NEVER;
}
