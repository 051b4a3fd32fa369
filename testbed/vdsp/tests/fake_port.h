/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_TESTS_FAKE_PORT_H
#define VDSP_TESTS_FAKE_PORT_H

#include <stdbool.h>
#include <stdint.h>

#define FAKE_PORT_REGISTERS	16u
#define FAKE_PORT_SPIS		256u

/* struct port - QEMU as a table of registers and a count of interrupts */
struct port {
	bool attached;
	bool broken;			/* reads fail, as without a connection */
	bool idle;			/* what port_irq_idle() says */
	unsigned int reads;
	unsigned int irqs[FAKE_PORT_SPIS];
	unsigned int registers;
	struct {
		uint64_t addr;
		uint64_t value;
	} at[FAKE_PORT_REGISTERS];
};

void fake_port_set(struct port *p, uint64_t addr, uint64_t value);
uint64_t fake_port_get(struct port *p, uint64_t addr);

#endif /* VDSP_TESTS_FAKE_PORT_H */
