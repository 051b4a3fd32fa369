// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The command queue belongs to the SMMU that QEMU emulates: it executes each
 * command at the moment in which the guest moves PROD, and owns CONS. The
 * virtual DSP reads the same commands a little later, from its own index on,
 * while they still lie in the guest's RAM.
 */
#include "mem/cmdq.h"

#include <errno.h>
#include <string.h>

#include "board.h"
#include "mem/ram.h"
#include "port/port.h"

#define CMDQ_BASE		(BOARD_SMMU_BASE + 0x90)
#define CMDQ_BASE_ADDRESS	0x000fffffffffffe0ull
#define CMDQ_BASE_ORDER		0x1full
#define CMDQ_ORDER_MAX		19u		/* SMMU_IDR1.CMDQS can say no more */
#define CMDQ_PROD		(BOARD_SMMU_BASE + 0x98)
#define CMDQ_ENTRY		16u

static uint32_t cmdq_mask(const struct cmdq *q)
{
	return (2u << q->order) - 1;
}

/**
 * cmdq_start() - Begin with the commands that the guest gives from now on.
 * @q: to fill
 * @ram: memory in which the queue lies
 * @port: reaches the SMMU's registers
 *
 * Return: 0; -EIO if a register cannot be read; -EINVAL if the registers make
 * no sense: then the queue counts as empty.
 */
int cmdq_start(struct cmdq *q, const struct ram *ram, struct port *port)
{
	uint64_t base;
	uint32_t prod;

	*q = (struct cmdq){ .ram = ram, .port = port };
	if (port_readq(port, CMDQ_BASE, &base) || port_readl(port, CMDQ_PROD, &prod))
		return -EIO;
	q->order = base & CMDQ_BASE_ORDER;
	q->base = base & CMDQ_BASE_ADDRESS;
	if (q->order > CMDQ_ORDER_MAX || !ram_at(ram, q->base, CMDQ_ENTRY << q->order)) {
		q->port = NULL;
		return -EINVAL;
	}
	q->next = q->end = prod & cmdq_mask(q);
	return 0;
}

/**
 * cmdq_sync() - Learn how far the guest has got.
 *
 * Return: 0; -EIO if that cannot be read; -EOVERFLOW if commands were
 * overwritten, or soon might be: the reader has to assume any command. It then
 * goes on with what the guest writes next.
 */
int cmdq_sync(struct cmdq *q)
{
	uint32_t prod;

	if (!q->port || port_readl(q->port, CMDQ_PROD, &prod))
		return -EIO;
	q->end = prod & cmdq_mask(q);
	/* The guest goes on writing while we read: half of the queue is our margin. */
	if (((q->end - q->next) & cmdq_mask(q)) <= (1u << q->order) / 2)
		return 0;
	q->next = q->end;
	return -EOVERFLOW;
}

/**
 * cmdq_next() - Read the next command.
 * @command: filled
 *
 * Return: 1, or 0 if there are no more up to the last cmdq_sync().
 */
int cmdq_next(struct cmdq *q, uint64_t command[2])
{
	uint32_t index = q->next & ((1u << q->order) - 1);

	if (q->next == q->end)
		return 0;
	memcpy(command, ram_at(q->ram, q->base + index * CMDQ_ENTRY, CMDQ_ENTRY), CMDQ_ENTRY);
	q->next = (q->next + 1) & cmdq_mask(q);
	return 1;
}
