/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PORT_H
#define VDSP_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct port;

/* A control line, and the answer to it, fit into these with their NUL. */
#define PORT_LINE_SIZE		256
#define PORT_ANSWER_SIZE	512

/**
 * struct port_paths - the unix sockets that the port listens on; QEMU is the client
 */
struct port_paths {
	/** @doorbell: bytes that the guest writes into its second UART */
	const char *doorbell;
	/** @qtest: QEMU's qtest line protocol */
	const char *qtest;
	/** @control: text commands, one line each; NULL is none */
	const char *control;
};

/**
 * struct port_ops - what the port tells the program
 */
struct port_ops {
	/** @attached: QEMU is connected with both sockets: interrupts reach the guest */
	void (*attached)(void *host);
	/** @kicked: the guest rang; bit n is mailbox channel n, several kicks are OR-ed */
	void (*kicked)(void *host, uint8_t bits);
	/**
	 * @command: a control line; the answer, of up to PORT_ANSWER_SIZE with its NUL,
	 * goes back with a newline added
	 */
	void (*command)(void *host, const char *line, char *answer, size_t size);
};

struct port *port_create(const struct port_paths *paths, const struct port_ops *ops,
			 void *host, char *error, size_t error_size);
void port_destroy(struct port *p);
int port_wait(struct port *p, int timeout_ms);

bool port_attached(const struct port *p);
int port_readl(struct port *p, uint64_t addr, uint32_t *value);
int port_readq(struct port *p, uint64_t addr, uint64_t *value);
int port_writel(struct port *p, uint64_t addr, uint32_t value);
int port_irq(struct port *p, unsigned int spi);
bool port_irq_idle(struct port *p, unsigned int spi);

#endif /* VDSP_PORT_H */
