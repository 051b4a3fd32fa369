// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Writes and reads GLINK packets as the guest's driver does.
 */

#include "fake_apps.h"

#include <stdio.h>
#include <string.h>

enum { DSP_READS, APPS_WRITES, APPS_READS, DSP_WRITES };

static void apps_put(struct fake_apps *a, const void *bytes, size_t len)
{
	uint32_t head = a->words[APPS_WRITES];

	for (size_t i = 0; i < len; i++)
		a->tx[(head + i) % APPS_RING] = ((const uint8_t *)bytes)[i];
	a->words[APPS_WRITES] = (uint32_t)((head + ((len + 7) & ~7ul)) % APPS_RING);
}

void apps_send(struct fake_apps *a, unsigned int command, unsigned int param1, uint32_t param2,
	       const void *data, size_t len)
{
	uint8_t packet[8 + 4096];
	const uint16_t head[2] = { (uint16_t)command, (uint16_t)param1 };

	memcpy(packet, head, 4);
	memcpy(packet + 4, &param2, 4);
	if (len)
		memcpy(packet + 8, data, len);
	apps_put(a, packet, 8 + len);
}

void apps_send_data(struct fake_apps *a, unsigned int channel, uint32_t intent,
		    const void *msg, uint32_t len, uint32_t left)
{
	uint8_t data[8 + 2048];

	memcpy(data, &len, 4);
	memcpy(data + 4, &left, 4);
	memcpy(data + 8, msg, len);
	apps_send(a, left ? 12 : 9, channel, intent, data, 8 + len);
}

void apps_send_intent(struct fake_apps *a, unsigned int channel, uint32_t size, uint32_t id)
{
	const uint32_t pair[2] = { size, id };

	apps_send(a, 5, channel, 1, pair, sizeof(pair));
}

static void apps_get(const struct fake_apps *a, uint32_t at, void *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		((uint8_t *)bytes)[i] = a->rx[(at + i) % APPS_RING];
}

bool apps_receive(struct fake_apps *a, struct apps_packet *p)
{
	uint32_t tail = a->words[APPS_READS];
	size_t len = 0;

	memset(p, 0, sizeof(*p));
	if (tail == a->words[DSP_WRITES])
		return false;
	apps_get(a, tail, p, 8);
	if (p->command == 2)
		len = p->param2;
	else if (p->command == 5)
		len = 8 * p->param2;
	else if (p->command == 9) {
		apps_get(a, tail + 8, p->words, 8);
		len = 8 + p->words[0];
	}
	apps_get(a, tail + 8, p->words, len < sizeof(p->words) ? len : sizeof(p->words));
	a->words[APPS_READS] = (uint32_t)((tail + 8 + ((len + 7) & ~7ul)) % APPS_RING);
	return true;
}

bool apps_expect(struct fake_apps *a, unsigned int command, unsigned int param1,
		 uint32_t param2)
{
	struct apps_packet p;

	if (!apps_receive(a, &p)) {
		printf("# no packet, want %u\n", command);
		return false;
	}
	if (p.command == command && p.param1 == param1 && p.param2 == param2)
		return true;
	printf("# packet %u (%u, %u), want %u (%u, %u)\n", p.command, p.param1, p.param2,
	       command, param1, param2);
	return false;
}

bool apps_expect_nothing(struct fake_apps *a)
{
	struct apps_packet p;

	if (!apps_receive(a, &p))
		return true;
	printf("# packet %u (%u, %u), want none\n", p.command, p.param1, p.param2);
	return false;
}
