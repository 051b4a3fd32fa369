// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The port without QEMU: registers are a table that a test fills and reads.
 */

#include "fake_port.h"

#include <errno.h>
#include <stdlib.h>

#include "port/port.h"

static uint64_t *fake_port_find(struct port *p, uint64_t addr)
{
	for (unsigned int i = 0; i < p->registers; i++)
		if (p->at[i].addr == addr)
			return &p->at[i].value;
	if (p->registers == FAKE_PORT_REGISTERS)
		abort();
	p->at[p->registers].addr = addr;
	return &p->at[p->registers++].value;
}

void fake_port_set(struct port *p, uint64_t addr, uint64_t value)
{
	*fake_port_find(p, addr) = value;
}

uint64_t fake_port_get(struct port *p, uint64_t addr)
{
	return *fake_port_find(p, addr);
}

bool port_attached(const struct port *p)
{
	return p->attached;
}

int port_readq(struct port *p, uint64_t addr, uint64_t *value)
{
	p->reads++;
	if (p->broken)
		return -EIO;
	*value = *fake_port_find(p, addr);
	return 0;
}

int port_readl(struct port *p, uint64_t addr, uint32_t *value)
{
	uint64_t wide;

	if (port_readq(p, addr, &wide))
		return -EIO;
	*value = (uint32_t)wide;
	return 0;
}

int port_writel(struct port *p, uint64_t addr, uint32_t value)
{
	*fake_port_find(p, addr) = value;
	return 0;
}

int port_irq(struct port *p, unsigned int spi)
{
	p->irqs[spi]++;
	return 0;
}

bool port_irq_idle(struct port *p, unsigned int spi)
{
	(void)spi;
	return p->idle;
}
