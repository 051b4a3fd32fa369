// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Writes into the SMMU's event queue what a real SMMU would report about the
 * DSP's accesses (IHI 0070, 3.5.2 and 7.2). QEMU's SMMU uses the same queue for
 * its own devices; the board has none behind it.
 */
#include "mem/evtq.h"

#include <errno.h>
#include <string.h>

#include "board.h"
#include "mem/ram.h"
#include "port/port.h"

#define EVTQ_CR0		(BOARD_SMMU_BASE + 0x20)
#define EVTQ_CR0_ENABLE		(1u << 2)
#define EVTQ_BASE		(BOARD_SMMU_BASE + 0xa0)
#define EVTQ_BASE_ADDRESS	0x000fffffffffffe0ull
#define EVTQ_BASE_ORDER		0x1full
#define EVTQ_ORDER_MAX		19u
#define EVTQ_PROD		(BOARD_SMMU_BASE + 0x100a8)
#define EVTQ_CONS		(BOARD_SMMU_BASE + 0x100ac)
#define EVTQ_OVERFLOW		(1u << 31)	/* flag in PROD, its acknowledge in CONS */
#define EVTQ_ENTRY		32u

#define EVTQ_READ		(1ull << 35)
#define EVTQ_CLASS_TABLE	(1ull << 40)	/* the walk itself failed */
#define EVTQ_CLASS_INPUT	(2ull << 40)	/* the address asked for */

static void evtq_pack(const struct evtq_event *event, uint64_t words[4])
{
	bool has_address = event->type >= EVTQ_F_WALK_EABT;

	memset(words, 0, EVTQ_ENTRY);
	words[0] = (uint64_t)event->type | (uint64_t)event->stream << 32;
	if (!has_address)
		return;
	words[1] = event->type == EVTQ_F_WALK_EABT ? EVTQ_CLASS_TABLE : EVTQ_CLASS_INPUT;
	if (!event->write)
		words[1] |= EVTQ_READ;
	words[2] = event->iova;
}

/**
 * evtq_report() - Tell the guest about a refused access.
 * @ram: memory in which the queue lies
 * @port: reaches the SMMU's registers and the guest's interrupts
 * @event: what happened
 *
 * If the queue is full the event is lost and the overflow flag says so.
 *
 * Return: 0; -EIO if the port fails; -ENOTCONN if the guest did not enable the
 * queue; -EINVAL if its registers make no sense; -ENOSPC if it is full.
 */
int evtq_report(const struct ram *ram, struct port *port, const struct evtq_event *event)
{
	uint32_t cr0, prod, cons, index, wrap;
	uint64_t base, words[4];
	unsigned int order;
	void *at;

	if (port_readl(port, EVTQ_CR0, &cr0) || port_readq(port, EVTQ_BASE, &base) ||
	    port_readl(port, EVTQ_PROD, &prod) || port_readl(port, EVTQ_CONS, &cons))
		return -EIO;
	if (!(cr0 & EVTQ_CR0_ENABLE))
		return -ENOTCONN;
	order = base & EVTQ_BASE_ORDER;
	if (order > EVTQ_ORDER_MAX)
		return -EINVAL;
	wrap = 1u << order;
	index = prod & (wrap - 1);

	if (((prod ^ cons) & (2 * wrap - 1)) == wrap) {
		/* Full. Flag and acknowledge equal: no overflow is known yet. */
		if (!((prod ^ cons) & EVTQ_OVERFLOW))
			port_writel(port, EVTQ_PROD, prod ^ EVTQ_OVERFLOW);
		port_irq(port, BOARD_SMMU_EVENT_SPI);
		return -ENOSPC;
	}

	at = ram_at(ram, (base & EVTQ_BASE_ADDRESS) + index * EVTQ_ENTRY, EVTQ_ENTRY);
	if (!at)
		return -EINVAL;
	evtq_pack(event, words);
	memcpy(at, words, EVTQ_ENTRY);
	port_writel(port, EVTQ_PROD,
		    (prod & EVTQ_OVERFLOW) | ((prod + 1) & (2 * wrap - 1)));
	return port_irq(port, BOARD_SMMU_EVENT_SPI);
}
